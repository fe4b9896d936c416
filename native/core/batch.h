// In: decoded rows. Out: columns, the dictionary entries they need and the message bytes, in the reader's memory.
#pragma once
#include <array>
#include <cstdint>
#include <mutex>
#include <string>
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

enum class DictionaryKind : uint32_t { kText = 0, kProcess = 1, kNetns = 2 };
constexpr size_t kDictionaries = 3;

/// Where a drain puts its result; memory of the caller. `columns` holds `capacity` places for each column, in the
/// order of columns.def, each column starting on a multiple of 8 bytes. `entries` receives dictionary entries as
/// [u32 kind][u32 index][u32 length][bytes, padded to 4]. `messages` receives message bytes, in stream order.
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

/// Collects rows between two drains. One thread appends, another drains; both take the lock themselves
/// (`Appending` for a whole run of packets, so that the lock costs nothing per event).
class Batch {
 public:
  explicit Batch(size_t max_pending_rows);

  class Appending {
   public:
    explicit Appending(Batch& batch) : lock_(batch.mutex_) {}
   private:
    std::lock_guard<std::mutex> lock_;
  };

  uint32_t text(std::string_view value) { return intern(DictionaryKind::kText, value); }
  uint32_t intern(DictionaryKind kind, std::string_view value) {
    return dictionaries_[static_cast<size_t>(kind)].intern(value, appended_);
  }
  Dictionary& dictionary(DictionaryKind kind) { return dictionaries_[static_cast<size_t>(kind)]; }
  void update(DictionaryKind kind, uint32_t index, std::string_view value) {
    dictionaries_[static_cast<size_t>(kind)].update(index, value);
  }

  /// Appends a row and its message bytes (shared with an equal recent message). False, and counted in `lost`,
  /// where the reader has fallen behind by more than max_pending_rows.
  bool append(Row& row, Bytes message);

  /// The row appended as number `sequence`, if it has not been drained yet: a later record may complete it.
  Row* pending(uint64_t sequence);

  uint64_t appended() const { return appended_; }
  uint64_t lost() const { return lost_; }
  bool full() const { return rows_.size() >= max_pending_rows_; }
  bool empty() const { return rows_.empty(); }

  /// Moves pending rows out, as many as fit with all that they refer to. `kept_from`: the oldest row number that
  /// the reader still keeps.
  DrainResult drain(const DrainTarget& target, uint64_t kept_from);

 private:
  double store_message(Bytes message);

  std::mutex mutex_;
  std::vector<Row> rows_;
  std::vector<uint8_t> messages_;        // bytes of the stream not yet drained
  uint64_t message_end_ = 0;             // stream offset behind the last byte stored
  std::vector<uint8_t> recent_;          // ring with the last bytes of the stream, to find equal messages
  std::vector<uint64_t> recent_offsets_; // hash of a message -> its stream offset
  std::vector<uint16_t> recent_lengths_;
  std::array<Dictionary, kDictionaries> dictionaries_;
  std::vector<std::pair<DictionaryKind, uint32_t>> fresh_;  // entries to hand over, oldest first
  size_t max_pending_rows_;
  uint64_t appended_ = 0;
  uint64_t drained_ = 0;
  uint64_t lost_ = 0;
};

}  // namespace dnstop
