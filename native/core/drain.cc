// In: pending rows of a batch. Out: columns, entries and message bytes in the reader's memory.
#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "batch.h"

namespace dnstop {

namespace {
// Rows transposed at a time: they stay in the first level cache while each column is written.
constexpr size_t kBlock = 128;

constexpr size_t align8(size_t value) { return (value + 7) & ~size_t{7}; }

size_t column_bytes(size_t capacity) {
  size_t total = 0;
#define X(name, type, meaning) total += align8(sizeof(type) * capacity);
#include "../columns.def"
#undef X
  return total;
}

/// Copies bytes from `done` on, as many as fit; gives their number.
size_t copy_part(const std::vector<uint8_t>& from, size_t done, std::span<uint8_t> target, size_t length) {
  if (length > 0) std::memcpy(target.data(), from.data() + done, length);
  return length;
}
}  // namespace

DrainResult Batch::drain(const DrainTarget& target, uint64_t kept_from) {
  if (column_bytes(target.capacity) > target.columns.size()) {
    throw std::length_error("drain: columns are smaller than capacity rows need");
  }
  const bool handed_over = entries_out_ == out_.entries.size() && messages_out_ == out_.messages.size() &&
                           rows_out_ == out_.rows.size();
  if (handed_over) take_pending(kept_from);

  DrainResult result;
  result.entry_bytes = static_cast<uint32_t>(copy_entries(target.entries));
  entries_out_ += result.entry_bytes;
  // Rows only after every entry and every byte they may refer to; the rest comes with the next drain.
  if (entries_out_ < out_.entries.size()) return result;
  const size_t bytes = std::min(out_.messages.size() - messages_out_, target.messages.size());
  copy_part(out_.messages, messages_out_, target.messages, bytes);
  result.message_bytes = static_cast<uint32_t>(bytes);
  messages_out_ += bytes;
  if (messages_out_ < out_.messages.size()) return result;
  const size_t rows = std::min<size_t>(out_.rows.size() - rows_out_, target.capacity);
  copy_rows(target, rows);
  rows_out_ += rows;
  result.rows = static_cast<uint32_t>(rows);
  return result;
}

/// Swaps what is pending against the emptied vectors of the last time: no allocation, and the lock is held
/// shortly.
void Batch::take_pending(uint64_t kept_from) {
  out_.rows.clear();
  out_.entries.clear();
  out_.messages.clear();
  rows_out_ = entries_out_ = messages_out_ = 0;
  draining_ = true;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (Dictionary& dictionary : dictionaries_) dictionary.release(kept_from);
    out_.rows.swap(in_.rows);
    out_.entries.swap(in_.entries);
    out_.messages.swap(in_.messages);
    first_pending_ = appended_;
  }
  draining_ = false;
  draining_.notify_all();
  space_.notify_all();
}

/// Whole entries, as many as fit; gives their bytes.
size_t Batch::copy_entries(std::span<uint8_t> target) {
  if (out_.entries.size() - entries_out_ <= target.size()) {
    return copy_part(out_.entries, entries_out_, target, out_.entries.size() - entries_out_);
  }
  size_t end = entries_out_;
  while (true) {
    uint32_t length;
    std::memcpy(&length, out_.entries.data() + end + 8, sizeof length);
    const size_t next = end + 12 + ((length + 3) & ~size_t{3});
    if (next - entries_out_ > target.size()) break;
    end = next;
  }
  return copy_part(out_.entries, entries_out_, target, end - entries_out_);
}

void Batch::copy_rows(const DrainTarget& target, size_t rows) {
  const Row* const from = out_.rows.data() + rows_out_;
  for (size_t start = 0; start < rows; start += kBlock) {
    const size_t end = std::min(rows, start + kBlock);
    uint8_t* column = target.columns.data();
#define X(name, type, meaning)                                  \
  {                                                             \
    type* const out = reinterpret_cast<type*>(column);          \
    for (size_t i = start; i < end; i++) out[i] = from[i].name; \
    column += align8(sizeof(type) * target.capacity);           \
  }
#include "../columns.def"
#undef X
  }
}

}  // namespace dnstop
