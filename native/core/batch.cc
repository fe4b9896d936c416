// In: decoded rows. Out: pending rows, equal messages stored once (see batch.h). The drain is in drain.cc.
#include "batch.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace dnstop {

namespace {
// Equal messages seen at several points follow each other within microseconds. Twice the guard: the bytes of
// a message that begins within the guard have not been overwritten.
constexpr size_t kRecentBytes = 2 * kMessageGuardBytes;
constexpr size_t kRecentSlots = 4096;

uint64_t hash_of(Bytes bytes) {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}
}  // namespace

Batch::Batch(size_t max_pending_rows)
    : max_pending_rows_(max_pending_rows),
      dictionaries_{Dictionary(0, in_.entries), Dictionary(1, in_.entries), Dictionary(2, in_.entries),
                    Dictionary(3, in_.entries), Dictionary(4, in_.entries)},
      recent_(kRecentBytes),
      recent_offsets_(kRecentSlots),
      recent_lengths_(kRecentSlots) {}

bool Batch::full() const {
  if (max_pending_rows_ == SIZE_MAX) return false;
  return in_.rows.size() >= max_pending_rows_ || pending_bytes() >= kMaxPendingBytes;
}

bool Batch::append(Row& row, Bytes message) {
  if (full()) {
    lost_.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  row.message = store_message(message);
  Dictionary& text = dictionary(DictionaryKind::kText);
  for (uint32_t index : {row.iface, row.src_addr, row.dst_addr, row.name, row.addresses, row.cname,
                         row.edns_ecs, row.edns_ede}) {
    text.touch(index, appended_);
  }
  dictionary(DictionaryKind::kProcess).touch(row.process, appended_);
  dictionary(DictionaryKind::kNetns).touch(row.netns, appended_);
  in_.rows.push_back(row);
  appended_++;
  return true;
}

Row* Batch::pending(uint64_t sequence) {
  if (sequence < first_pending_ || sequence >= appended_) return nullptr;
  return &in_.rows[sequence - first_pending_];
}

void Batch::wait_for_drain(size_t rows, const std::atomic<bool>& stopping) {
  std::unique_lock<std::mutex> lock(mutex_);
  space_.wait(lock, [&] {
    return stopping.load() || (in_.rows.size() <= rows && pending_bytes() <= kMaxPendingBytes);
  });
}

void Batch::wake() {
  const std::lock_guard<std::mutex> lock(mutex_);
  space_.notify_all();
}

/// Stream offset of the message's bytes.
double Batch::store_message(Bytes message) {
  if (message.empty()) return static_cast<double>(message_end_);
  const size_t slot = hash_of(message) % kRecentSlots;
  const uint64_t known = recent_offsets_[slot];
  if (recent_lengths_[slot] == message.size() && message_end_ - known <= kMessageGuardBytes &&
      equals_recent(known, message)) {
    return static_cast<double>(known);
  }
  const uint64_t offset = message_end_;
  copy_to_recent(offset, message);
  in_.messages.insert(in_.messages.end(), message.begin(), message.end());
  message_end_ += message.size();
  recent_offsets_[slot] = offset;
  recent_lengths_[slot] = static_cast<uint16_t>(message.size());
  return static_cast<double>(offset);
}

bool Batch::equals_recent(uint64_t offset, Bytes message) const {
  const size_t at = offset % kRecentBytes;
  const size_t first = std::min(message.size(), kRecentBytes - at);
  return std::memcmp(recent_.data() + at, message.data(), first) == 0 &&
         std::memcmp(recent_.data(), message.data() + first, message.size() - first) == 0;
}

void Batch::copy_to_recent(uint64_t offset, Bytes message) {
  const size_t at = offset % kRecentBytes;
  const size_t first = std::min(message.size(), kRecentBytes - at);
  std::memcpy(recent_.data() + at, message.data(), first);
  std::memcpy(recent_.data(), message.data() + first, message.size() - first);
}

}  // namespace dnstop
