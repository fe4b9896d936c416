// In: the columns of the store (src/store/store.ts). Out: the places and times of its rows.
#pragma once
#include <cstddef>
#include <cstdint>

namespace dnstop::trace {

/// A row number; below 0 or the first that is kept where a row is gone.
using RowNumber = int64_t;

/// A column for each of columns.def, with as many places as the store keeps rows.
struct Columns {
  using u8 = uint8_t;
  using u16 = uint16_t;
  using u32 = uint32_t;
  using f64 = double;
#define X(name, type, meaning) const type* name = nullptr;
#include "../columns.def"
#undef X
};

/// The rows that the store keeps.
class Events {
 public:
  Events(const Columns& columns, int64_t capacity) : c(columns), capacity_(capacity) {}

  /// To be called after each append: rows first..end-1 are kept. `base_seconds`: the second of the first row.
  void refresh(RowNumber first, RowNumber end, double base_seconds) {
    first_ = first;
    end_ = end;
    turn_ = end - end % capacity_;
    base_seconds_ = base_seconds;
  }

  RowNumber first() const { return first_; }

  size_t place(RowNumber row) const {
    return static_cast<size_t>(row >= turn_ ? row - turn_ : row - turn_ + capacity_);
  }

  /// The row of which only the low 32 bits were kept.
  RowNumber widen(uint32_t low) const { return end_ - (static_cast<uint32_t>(end_) - low); }

  /// Event time in nanoseconds since the second of the first row.
  double time_at(size_t place) const { return (c.time_s[place] - base_seconds_) * 1e9 + c.time_ns[place]; }
  double time_of(RowNumber row) const { return time_at(place(row)); }

  bool is_query(size_t place) const { return (c.flags[place] & 0x8000) == 0; }  // QR, RFC 1035 4.1.1

  const Columns c;

 private:
  int64_t capacity_;
  RowNumber first_ = 0;
  RowNumber end_ = 0;
  RowNumber turn_ = 0;  // the newest row number, at most end_, whose place is 0
  double base_seconds_ = 0;
};

}  // namespace dnstop::trace
