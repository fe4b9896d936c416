// In: remarks of interfaces and packets. Out: entries of dictionaries (see recorded.h).
#include "recorded.h"

#include "remark.h"

namespace dnstop {

uint32_t Recorded::netns(const FileInterface& interface) {
  batch_.intern(DictionaryKind::kRemark, interface.remark);
  const std::string entry = remark_netns(interface.remark);
  if (entry.empty()) return 0;
  const auto [place, fresh] = netns_.try_emplace(entry.substr(0, entry.find('\0')));
  if (fresh) {
    place->second = batch_.intern(DictionaryKind::kNetns, entry);
    batch_.dictionary(DictionaryKind::kNetns).pin(place->second);
  } else {
    batch_.update(DictionaryKind::kNetns, place->second, entry);
  }
  return place->second;
}

void Recorded::packet(std::string_view remark, Packet& packet) {
  packet.one_message = true;
  if (remark.empty()) return;
  const Known& it = known(batch_.intern(DictionaryKind::kRemark, remark), remark);
  packet.process = batch_.intern(DictionaryKind::kProcess, it.process);
  packet.anomalies = it.anomalies;
}

const Recorded::Known& Recorded::known(uint32_t index, std::string_view remark) {
  if (index >= known_.size()) known_.resize(index + 1);
  std::optional<Known>& it = known_[index];
  const uint32_t generation = batch_.dictionary(DictionaryKind::kRemark).generation(index);
  if (!it || it->generation != generation)
    it = Known{generation, remark_process(remark), remark_anomalies(remark)};
  return *it;
}

}  // namespace dnstop
