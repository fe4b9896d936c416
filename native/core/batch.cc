#include "batch.h"

#include <algorithm>
#include <cstring>

namespace dnstop {

namespace {
// Equal messages seen at several points follow each other within microseconds: 256 KiB of stream finds them.
constexpr size_t kRecentBytes = 256 * 1024;
constexpr size_t kRecentSlots = 4096;

size_t align8(size_t value) { return (value + 7) & ~size_t{7}; }

uint64_t hash_of(Bytes bytes) {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void put_u32(uint8_t*& at, uint32_t value) {
  std::memcpy(at, &value, sizeof value);
  at += sizeof value;
}
}  // namespace

Batch::Batch(size_t max_pending_rows)
    : recent_(kRecentBytes), recent_offsets_(kRecentSlots), recent_lengths_(kRecentSlots),
      max_pending_rows_(max_pending_rows) {}

bool Batch::append(Row& row, Bytes message) {
  if (full()) {
    lost_++;
    return false;
  }
  row.message = store_message(message);
  Dictionary& text = dictionaries_[static_cast<size_t>(DictionaryKind::kText)];
  for (uint32_t index : {row.iface, row.src_addr, row.dst_addr, row.name, row.addresses, row.cname, row.edns_ecs,
                         row.edns_ede}) {
    text.touch(index, appended_);
  }
  dictionaries_[static_cast<size_t>(DictionaryKind::kProcess)].touch(row.process, appended_);
  dictionaries_[static_cast<size_t>(DictionaryKind::kNetns)].touch(row.netns, appended_);
  rows_.push_back(row);
  appended_++;
  return true;
}

Row* Batch::pending(uint64_t sequence) {
  if (sequence < drained_ || sequence >= appended_) return nullptr;
  return &rows_[sequence - drained_];
}

double Batch::store_message(Bytes message) {
  const size_t slot = hash_of(message) % kRecentSlots;
  const uint64_t known = recent_offsets_[slot];
  // Half the ring as the limit: the reader keeps at least that much more than its oldest row needs.
  const bool recent = recent_lengths_[slot] == message.size() && message_end_ - known < kRecentBytes / 2 &&
                      message_end_ >= known + message.size() && !message.empty();
  if (recent) {
    bool equal = true;
    for (size_t i = 0; equal && i < message.size(); i++) {
      equal = recent_[(known + i) % kRecentBytes] == message[i];
    }
    if (equal) return static_cast<double>(known);
  }
  const uint64_t offset = message_end_;
  for (size_t done = 0; done < message.size();) {
    const size_t at = (offset + done) % kRecentBytes;
    const size_t part = std::min(message.size() - done, kRecentBytes - at);
    std::memcpy(recent_.data() + at, message.data() + done, part);
    done += part;
  }
  messages_.insert(messages_.end(), message.begin(), message.end());
  message_end_ += message.size();
  recent_offsets_[slot] = offset;
  recent_lengths_[slot] = static_cast<uint16_t>(message.size());
  return static_cast<double>(offset);
}

DrainResult Batch::drain(const DrainTarget& target, uint64_t kept_from) {
  std::lock_guard<std::mutex> lock(mutex_);
  DrainResult result;
  for (size_t kind = 0; kind < kDictionaries; kind++) {
    dictionaries_[kind].release(kept_from);
    for (uint32_t index : dictionaries_[kind].take_fresh()) fresh_.push_back({static_cast<DictionaryKind>(kind), index});
  }
  uint8_t* entry = target.entries.data();
  uint8_t* const entries_end = entry + target.entries.size();
  size_t handed = 0;
  for (; handed < fresh_.size(); handed++) {
    const auto [kind, index] = fresh_[handed];
    const std::string_view text = dictionaries_[static_cast<size_t>(kind)].text(index);
    const size_t padded = (text.size() + 3) & ~size_t{3};
    if (entry + 12 + padded > entries_end) break;
    put_u32(entry, static_cast<uint32_t>(kind));
    put_u32(entry, index);
    put_u32(entry, static_cast<uint32_t>(text.size()));
    std::memcpy(entry, text.data(), text.size());
    entry += padded;
  }
  result.entry_bytes = static_cast<uint32_t>(entry - target.entries.data());
  const bool all_entries = handed == fresh_.size();
  fresh_.erase(fresh_.begin(), fresh_.begin() + static_cast<ptrdiff_t>(handed));
  // Rows only after every entry they may refer to. (The rest of the entries comes with the next drain.)
  if (!all_entries) return result;
  if (messages_.size() > target.messages.size()) {
    // Hand over the bytes first; offsets of rows stay valid because the stream is only appended to.
    std::memcpy(target.messages.data(), messages_.data(), target.messages.size());
    result.message_bytes = static_cast<uint32_t>(target.messages.size());
    messages_.erase(messages_.begin(), messages_.begin() + result.message_bytes);
    return result;
  }
  std::memcpy(target.messages.data(), messages_.data(), messages_.size());
  result.message_bytes = static_cast<uint32_t>(messages_.size());
  messages_.clear();

  const size_t rows = std::min<size_t>(rows_.size(), target.capacity);
  uint8_t* column = target.columns.data();
#define X(name, type, meaning)                                                          \
  {                                                                                     \
    type* const out = reinterpret_cast<type*>(column);                                  \
    for (size_t i = 0; i < rows; i++) out[i] = rows_[i].name;                           \
    column += align8(sizeof(type) * target.capacity);                                   \
  }
#include "../columns.def"
#undef X
  rows_.erase(rows_.begin(), rows_.begin() + static_cast<ptrdiff_t>(rows));
  drained_ += rows;
  result.rows = static_cast<uint32_t>(rows);
  return result;
}

}  // namespace dnstop
