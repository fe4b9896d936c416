// In: bytes from the wire. Out: big endian numbers and spans, never past the end. The only code that touches
// wire bytes.
#pragma once
#include <cstddef>
#include <cstdint>

#include "packet.h"

namespace dnstop {

/// A cursor over bytes. It never throws: a read that does not fit gives 0 or an empty span, moves to the end
/// and clears `ok()` for good, so that a run of reads needs one check at its end. Positions count from the
/// start of the bytes given to the constructor, also in readers made by `within`.
class Reader {
 public:
  explicit Reader(Bytes bytes, size_t position = 0)
      : data_(bytes.data()), size_(bytes.size()), end_(bytes.size()), position_(position) {
    if (position_ > end_) fail();
  }

  /// False once a read did not fit.
  bool ok() const { return ok_; }
  size_t position() const { return position_; }
  /// Position behind the last byte that may be read.
  size_t end() const { return end_; }
  /// Bytes from here to the end.
  size_t left() const { return end_ - position_; }
  bool at_end() const { return position_ == end_; }

  uint8_t u8() { return need(1) ? data_[position_++] : 0; }
  uint16_t u16() { return static_cast<uint16_t>(number<2>()); }
  uint32_t u32() { return static_cast<uint32_t>(number<4>()); }
  uint64_t u48() { return number<6>(); }
  uint64_t u64() { return number<8>(); }

  /// The byte `ahead` of the cursor without moving; 0 where there is none (`ok()` is not changed).
  uint8_t peek(size_t ahead = 0) const { return ahead < left() ? data_[position_ + ahead] : 0; }

  /// The next `length` bytes.
  Bytes take(size_t length) {
    if (!need(length)) return {};
    const Bytes bytes{data_ + position_, length};
    position_ += length;
    return bytes;
  }

  /// Everything up to the end.
  Bytes rest() { return take(left()); }

  void skip(size_t length) {
    if (need(length)) position_ += length;
  }

  /// Moves to an absolute position, back or forth; one past the end is allowed, more is a failed read.
  void seek(size_t position) {
    if (position > end_) return fail();
    position_ = position;
  }

  /// A reader of the next `length` bytes that still sees the whole (`whole()`) for compression pointers. This
  /// reader moves behind them. Where they do not fit, the new reader has what is left and this one fails.
  Reader within(size_t length) {
    Reader inner = *this;
    if (need(length)) {
      inner.end_ = position_ + length;
      position_ += length;
    }
    return inner;
  }

  /// All bytes given to the constructor, whatever part of them this reader may read.
  Bytes whole() const { return {data_, size_}; }

  /// Marks the reader as exhausted, for callers that find the content impossible.
  void fail() {
    ok_ = false;
    position_ = end_;
  }

 private:
  bool need(size_t length) {
    if (length <= left()) return true;
    fail();
    return false;
  }

  template <size_t length>
  uint64_t number() {
    if (!need(length)) return 0;
    uint64_t value = 0;
    for (size_t i = 0; i < length; i++) value = value << 8 | data_[position_ + i];
    position_ += length;
    return value;
  }

  const uint8_t* data_;
  size_t size_;
  size_t end_;
  size_t position_;
  bool ok_ = true;
};

}  // namespace dnstop
