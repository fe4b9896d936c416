// In: indices of the store's dictionaries. Out: what src/trace knows behind them, in its memory.
#pragma once
#include <span>

#include "sighting.h"

namespace dnstop::trace {

/// May be replaced by larger ones between two runs of rows. Beyond their ends all is 0.
struct Tables {
  std::span<const uint32_t>
      name_hashes;                   // of names, letter case aside; 0: not known yet (src/trace/names.ts)
  std::span<const uint32_t> pids;    // 0: not known (src/trace/party.ts)
  std::span<uint8_t> address_roles;  // src/trace/roles.ts
  std::span<uint8_t> netns_roles;

  uint32_t name_hash(uint32_t name) const { return name < name_hashes.size() ? name_hashes[name] : 0; }
  void prefetch_name_hash(uint32_t name) const { __builtin_prefetch(name_hashes.data() + name); }
  uint32_t pid(uint32_t process) const { return process < pids.size() ? pids[process] : 0; }
};

/// The keys of src/trace/party.ts.
class Keys {
 public:
  Keys(Seeds seeds, const Tables& tables) : seeds_(seeds), tables_(tables) {}

  /// A party in `netns`: its process, or `address` where that is not known.
  Key party(KeyKind kind, uint32_t netns, uint32_t process, uint32_t address, uint32_t more = 0) const {
    const uint32_t pid = tables_.pid(process);
    return key_of(seeds_, kind, netns, pid, pid == 0 ? address : 0, more);
  }

  /// What the sender of a query asks for.
  Key asked_name(const Sighting& s) const {
    return party(KeyKind::kAskedName, s.netns, s.sender, s.client, s.message.name_hash);
  }
  Key asked(const Sighting& s) const { return party(KeyKind::kAsked, s.netns, s.sender, s.client); }
  Key received(const Sighting& s) const { return party(KeyKind::kReceived, s.netns, s.process, s.server); }

  Key question(const Message& message) const {
    return key_of(seeds_, KeyKind::kQuestion, message.question, message.name_hash);
  }

  uint16_t leg(const Sighting& s) const { return leg_of(seeds_, s); }

  /// What the message in a row of the store says. Its name must be known.
  Message message(const Columns& c, size_t place) const {
    const uint32_t name_hash = tables_.name_hash(c.name[place]);
    const uint32_t question = name_hash * 0x9e3779b1U + c.qtype[place] * 65537U + c.qclass[place] * 8191U;
    const uint32_t id_and_transport = uint32_t{c.id[place]} << 8 | c.transport[place];
    return {key_of(seeds_, KeyKind::kMessage, id_and_transport, question), question, name_hash};
  }

 private:
  Seeds seeds_;
  const Tables& tables_;
};

/// Who has asked anything, and who was asked anything: most asked nobody, or were never.
class Roles {
 public:
  explicit Roles(Tables& tables) : tables_(tables) {}

  /// Takes in a query at any point.
  void see(const Sighting& s) {
    add(tables_.address_roles, s.client, kAsked);
    add(tables_.address_roles, s.server, kWasAsked);
    if (s.pkt_type == kOutgoing || s.sender != 0) add(tables_.netns_roles, s.netns, kAsked);
    if (s.pkt_type == kHost || (s.process != 0 && s.pkt_type != kOutgoing))
      add(tables_.netns_roles, s.netns, kWasAsked);
  }

  bool has_asked(uint32_t address, uint32_t netns) const { return has(kAsked, address, netns); }
  bool was_asked(uint32_t address, uint32_t netns) const { return has(kWasAsked, address, netns); }

 private:
  static constexpr uint8_t kAsked = 1;
  static constexpr uint8_t kWasAsked = 2;

  bool has(uint8_t role, uint32_t address, uint32_t netns) const {
    return ((at(tables_.address_roles, address) | at(tables_.netns_roles, netns)) & role) != 0;
  }
  static uint8_t at(std::span<const uint8_t> roles, uint32_t index) {
    return index < roles.size() ? roles[index] : 0;
  }
  static void add(std::span<uint8_t> roles, uint32_t index, uint8_t role) {
    if (index < roles.size()) roles[index] |= role;
  }

  Tables& tables_;
};

}  // namespace dnstop::trace
