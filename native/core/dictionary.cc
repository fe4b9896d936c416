// In: byte strings. Out: small numbers for them (see dictionary.h).
#include "dictionary.h"

#include <cstring>
#include <functional>

namespace dnstop {

namespace {
// Below this size recycling is not worth the look: 65,536 names of 40 bytes are 5 MB.
constexpr size_t kRecycleAbove = 65536;
// Entries looked at for each new string once recycling runs: bounds the cost of one intern.
constexpr int kLooks = 8;
constexpr size_t kFirstSlots = 1024;

uint32_t hash_of(std::string_view text) {
  const uint64_t hash = std::hash<std::string_view>{}(text);
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}
}  // namespace

void put_entry(std::vector<uint8_t>& out, uint32_t kind, uint32_t index, std::string_view text) {
  const uint32_t head[3] = {kind, index, static_cast<uint32_t>(text.size())};
  const size_t at = out.size();
  out.resize(at + sizeof head + ((text.size() + 3) & ~size_t{3}));
  std::memcpy(out.data() + at, head, sizeof head);
  std::memcpy(out.data() + at + sizeof head, text.data(), text.size());
}

Dictionary::Dictionary(uint32_t kind, std::vector<uint8_t>& entries)
    : kind_(kind), fresh_(entries), slots_(kFirstSlots) {
  entries_.push_back({});
  entries_[0].pins = 1;
}

uint32_t Dictionary::intern(std::string_view text, uint64_t row) {
  if (text.empty()) return 0;
  text = text.substr(0, kMaxEntryText);
  const uint32_t hash = hash_of(text);
  uint32_t index = slots_[find_slot(text, hash)].index;
  if (index == 0) {
    index = place();
    assign(index, text, hash);
  }
  touch(index, row);
  return index;
}

void Dictionary::update(uint32_t index, std::string_view text) {
  text = text.substr(0, kMaxEntryText);
  if (index == 0 || entries_[index].text == text) return;
  erase_slot(index);
  assign(index, text, hash_of(text));
}

/// An index for a new string: a recycled one where the dictionary is large, else one more.
uint32_t Dictionary::place() {
  if (entries_.size() > kRecycleAbove) {
    for (int look = 0; look < kLooks; look++) {
      hand_ = hand_ + 1 < entries_.size() ? hand_ + 1 : 1;
      const Entry& entry = entries_[hand_];
      if (entry.pins != 0 || entry.last_row >= kept_from_) continue;
      erase_slot(hand_);
      return hand_;
    }
  }
  entries_.push_back({});
  return static_cast<uint32_t>(entries_.size() - 1);
}

void Dictionary::assign(uint32_t index, std::string_view text, uint32_t hash) {
  Entry& entry = entries_[index];
  entry.text.assign(text);
  entry.hash = hash;
  entry.generation++;
  put_entry(fresh_, kind_, index, text);
  if ((used_slots_ + 1) * 2 > slots_.size()) grow();
  Slot& slot = slots_[find_slot(text, hash)];
  // After an update two indices may hold one text; the older stays the one that is found.
  if (slot.index != 0 || text.empty()) return;
  slot = {hash, index};
  used_slots_++;
}

/// The slot that holds `text`, or the free one where it belongs.
size_t Dictionary::find_slot(std::string_view text, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t at = hash & mask;
  while (slots_[at].index != 0) {
    if (slots_[at].hash == hash && entries_[slots_[at].index].text == text) break;
    at = (at + 1) & mask;
  }
  return at;
}

/// Removes the slot of `index`, if it has one, and moves those behind it up (no tombstones to clean later).
void Dictionary::erase_slot(uint32_t index) {
  const size_t mask = slots_.size() - 1;
  size_t gap = entries_[index].hash & mask;
  while (slots_[gap].index != index) {
    if (slots_[gap].index == 0) return;
    gap = (gap + 1) & mask;
  }
  used_slots_--;
  for (size_t at = (gap + 1) & mask; slots_[at].index != 0; at = (at + 1) & mask) {
    const size_t home = slots_[at].hash & mask;
    if (((at - home) & mask) < ((at - gap) & mask)) continue;
    slots_[gap] = slots_[at];
    gap = at;
  }
  slots_[gap] = {};
}

void Dictionary::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.index == 0) continue;
    size_t at = slot.hash & mask;
    while (slots_[at].index != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace dnstop
