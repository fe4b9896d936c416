#include "dictionary.h"

namespace dnstop {

namespace {
// Below this size recycling is not worth the look: 65,536 names of 40 bytes are 5 MB.
constexpr size_t kRecycleAbove = 65536;
// Entries looked at for each new string once recycling runs: bounds the cost of one intern.
constexpr int kLooks = 8;
}  // namespace

Dictionary::Dictionary() {
  entries_.push_back({});
  entries_[0].pins = 1;
  index_.emplace(std::string(), 0);
}

uint32_t Dictionary::intern(std::string_view text, uint64_t row) {
  if (auto found = index_.find(text); found != index_.end()) {
    touch(found->second, row);
    return found->second;
  }
  const uint32_t index = place();
  Entry& entry = entries_[index];
  entry.text.assign(text);
  entry.last_row = row;
  index_.emplace(entry.text, index);
  mark_fresh(index);
  return index;
}

uint32_t Dictionary::place() {
  if (entries_.size() > kRecycleAbove) {
    for (int look = 0; look < kLooks; look++) {
      hand_ = hand_ + 1 < entries_.size() ? hand_ + 1 : 1;
      Entry& entry = entries_[hand_];
      if (entry.pins == 0 && entry.last_row < kept_from_) {
        if (auto found = index_.find(entry.text); found != index_.end() && found->second == hand_) index_.erase(found);
        return hand_;
      }
    }
  }
  entries_.push_back({});
  return static_cast<uint32_t>(entries_.size() - 1);
}

void Dictionary::update(uint32_t index, std::string_view text) {
  Entry& entry = entries_[index];
  if (entry.text == text) return;
  if (auto found = index_.find(entry.text); found != index_.end() && found->second == index) index_.erase(found);
  entry.text.assign(text);
  index_.emplace(entry.text, index);
  mark_fresh(index);
}

void Dictionary::mark_fresh(uint32_t index) {
  if (entries_[index].fresh) return;
  entries_[index].fresh = true;
  fresh_.push_back(index);
}

std::vector<uint32_t> Dictionary::take_fresh() {
  for (uint32_t index : fresh_) entries_[index].fresh = false;
  return std::move(fresh_);
}

}  // namespace dnstop
