// In: decoded rows. Out: columns, the dictionary entries they need and the message bytes, in the reader's
// memory.
#pragma once
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "dictionary.h"
#include "packet.h"

namespace dnstop {

using u8 = uint8_t;
using u16 = uint16_t;
using u32 = uint32_t;
using f64 = double;

/// One event, a field for each column of columns.def.
struct Row {
#define X(name, type, meaning) type name = 0;
#include "../columns.def"
#undef X
};

/// No row refers to the last three. kRemark: comments of a file that dnstop wrote. kTranslation: see
/// conntrack.h. kEncrypted: no dictionary, see encrypted.h.
enum class DictionaryKind : uint32_t {
  kText = 0,
  kProcess = 1,
  kNetns = 2,
  kRemark = 3,
  kTranslation = 4,
  kEncrypted = 5,
};
constexpr size_t kDictionaries = 5;

/// A row may share the message bytes of an earlier row: when it is appended, its bytes begin at most this far
/// before the end of the message stream. A reader that keeps the last N bytes of the stream drops a row once
/// its bytes begin N - kMessageGuardBytes before the end, or checks each row's offset.
constexpr uint64_t kMessageGuardBytes = 128 * 1024;

/// Message bytes and entries that may be pending: rows are few but large in a transfer of big messages.
constexpr size_t kMaxPendingBytes = 16 * 1024 * 1024;

/// Where a drain puts its result; memory of the caller. `columns` holds `capacity` places for each column, in
/// the order of columns.def, each column starting on a multiple of 8 bytes. `entries` (at least 64 KiB)
/// receives dictionary entries as [u32 kind][u32 index][u32 length][bytes, padded to 4]. `messages` receives
/// message bytes, in stream order.
struct DrainTarget {
  std::span<uint8_t> columns;
  std::span<uint8_t> entries;
  std::span<uint8_t> messages;
  uint32_t capacity = 0;  // rows
};

struct DrainResult {
  uint32_t rows = 0;
  uint32_t entry_bytes = 0;
  uint32_t message_bytes = 0;
};

/// Collects rows between two drains. One thread appends, another drains. The appending thread holds
/// `Appending` for a run of packets (well under a millisecond), so that the lock costs nothing per event; a
/// drain holds the lock only to swap what is pending out, and copies without it.
class Batch {
 public:
  /// `append` refuses rows beyond `max_pending_rows`; SIZE_MAX: never, for sources that can wait
  /// (`wait_for_drain`).
  explicit Batch(size_t max_pending_rows);

  class Appending {
   public:
    /// Lets a waiting drain go first: a mutex alone would let a busy appending thread starve it.
    explicit Appending(Batch& batch) : lock_(batch.mutex_, std::defer_lock) {
      batch.draining_.wait(true);
      lock_.lock();
    }

   private:
    std::unique_lock<std::mutex> lock_;
  };

  // For the appending thread, under `Appending`.

  uint32_t text(std::string_view value) { return intern(DictionaryKind::kText, value); }
  uint32_t intern(DictionaryKind kind, std::string_view value) {
    return dictionary(kind).intern(value, appended_);
  }
  Dictionary& dictionary(DictionaryKind kind) { return dictionaries_[static_cast<size_t>(kind)]; }
  /// Tells the reader something that is no entry of a dictionary and has no index; not where it has fallen
  /// behind.
  void tell(DictionaryKind kind, std::string_view value) {
    if (pending_bytes() < kMaxPendingBytes) put_entry(in_.entries, static_cast<uint32_t>(kind), 0, value);
  }
  void update(DictionaryKind kind, uint32_t index, std::string_view value) {
    dictionary(kind).update(index, value);
  }

  /// Appends a row and its message bytes (shared with an equal recent message). False, and counted in `lost`,
  /// where the reader has fallen behind (`full`).
  bool append(Row& row, Bytes message);

  /// The row appended as number `sequence`, if no drain has taken it yet: a later record may complete it.
  Row* pending(uint64_t sequence);

  uint64_t appended() const { return appended_; }
  bool full() const;
  size_t pending_rows() const { return in_.rows.size(); }
  size_t pending_bytes() const { return in_.messages.size() + in_.entries.size(); }

  // For any thread.

  /// Rows that `append` refused.
  uint64_t lost() const { return lost_.load(std::memory_order_relaxed); }

  /// Returns when at most `rows` rows (and 16 MiB of bytes) are pending, or `stopping` is set. Not under
  /// `Appending`.
  void wait_for_drain(size_t rows, const std::atomic<bool>& stopping);
  /// Wakes `wait_for_drain` after `stopping` was set.
  void wake();

  /// Moves pending rows out, as many as fit with all that they refer to. `kept_from`: the oldest row number
  /// that the reader still keeps.
  DrainResult drain(const DrainTarget& target, uint64_t kept_from);

 private:
  struct Pending {
    std::vector<Row> rows;
    std::vector<uint8_t> entries;   // dictionary entries, as the reader wants them
    std::vector<uint8_t> messages;  // bytes of the stream
  };

  double store_message(Bytes message);
  bool equals_recent(uint64_t offset, Bytes message) const;
  void copy_to_recent(uint64_t offset, Bytes message);
  void take_pending(uint64_t kept_from);
  size_t copy_entries(std::span<uint8_t> target);
  void copy_rows(const DrainTarget& target, size_t rows);

  std::mutex mutex_;
  std::condition_variable space_;
  std::atomic<bool> draining_ = false;
  Pending in_;
  uint64_t first_pending_ = 0;  // number of in_.rows[0]
  uint64_t appended_ = 0;
  std::atomic<uint64_t> lost_ = 0;
  const size_t max_pending_rows_;
  std::array<Dictionary, kDictionaries> dictionaries_;

  uint64_t message_end_ = 0;              // stream offset behind the last byte stored
  std::vector<uint8_t> recent_;           // ring with the last bytes of the stream, to find equal messages
  std::vector<uint64_t> recent_offsets_;  // by hash of a message: its stream offset
  std::vector<uint16_t> recent_lengths_;

  // Of the draining thread alone: what a drain took and has not handed over yet.
  Pending out_;
  size_t rows_out_ = 0;
  size_t entries_out_ = 0;
  size_t messages_out_ = 0;
};

}  // namespace dnstop
