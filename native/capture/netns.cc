// In: one network namespace. Out: its entries in the dictionaries (see netns.h).
#include "netns.h"

#include <net/if.h>

#include "tap.h"

namespace dnstop {

namespace {

constexpr uint64_t kInterfaceNameValid = 1'000'000'000;
constexpr size_t kMostInterfaces = 4096;
constexpr uint32_t kLoopback = 1;  // in every namespace (include/net/flow.h: LOOPBACK_IFINDEX)

/// A name of 0 is none.
void unpin(Dictionary& texts, uint32_t name) {
  if (name != 0) texts.unpin(name);
}

void forget_interfaces(Netns& netns, Batch& batch) {
  Dictionary& texts = batch.dictionary(DictionaryKind::kText);
  for (const auto& [number, known] : netns.interfaces) unpin(texts, known.name);
  netns.interfaces.clear();
}

void name_interface(Netns::Interface& interface, Batch& batch, std::string_view name) {
  Dictionary& texts = batch.dictionary(DictionaryKind::kText);
  const uint32_t index = batch.text(name);
  texts.pin(index);
  unpin(texts, interface.name);
  interface.name = index;
}

std::string entry_text(const Netns& netns) {
  return std::to_string(netns.inode) + '\0' + netns.name + '\0' + netns.path;
}

}  // namespace

uint32_t netns_index(Netns& netns, Batch& batch) {
  if (netns.index == 0) {
    netns.index = batch.intern(DictionaryKind::kNetns, entry_text(netns));
    batch.dictionary(DictionaryKind::kNetns).pin(netns.index);
  }
  return netns.index;
}

void update_netns(const Netns& netns, Batch& batch) {
  if (netns.index != 0) batch.update(DictionaryKind::kNetns, netns.index, entry_text(netns));
}

void learn_interfaces(Netns& netns, Batch& batch, uint64_t now_ns) {
  struct if_nameindex* const all = if_nameindex();
  if (!all) return;
  for (const struct if_nameindex* one = all; one->if_index != 0; one++) {
    name_interface(netns.interfaces[one->if_index], batch, one->if_name);
    netns.interfaces[one->if_index].read_ns = now_ns;
  }
  if_freenameindex(all);
}

uint32_t interface_index(Netns& netns, Batch& batch, uint32_t ifindex, uint64_t now_ns) {
  if (netns.interfaces.size() > kMostInterfaces) forget_interfaces(netns, batch);
  Netns::Interface& known = netns.interfaces[ifindex];
  if (known.read_ns != 0 && now_ns < known.read_ns + kInterfaceNameValid) return known.name;
  known.read_ns = now_ns;
  std::string name = netns.tap ? interface_name(netns.tap, ifindex) : std::string();
  if (name.empty() && ifindex == kLoopback) name = "lo";
  if (!name.empty()) name_interface(known, batch, name);  // else it is gone: what it was called last
  return known.name;
}

void release_entries(Netns& netns, Batch& batch) {
  forget_interfaces(netns, batch);
  if (netns.index != 0) batch.dictionary(DictionaryKind::kNetns).unpin(netns.index);
  netns.index = 0;
}

}  // namespace dnstop
