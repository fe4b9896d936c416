// In: the bytes of one direction of a TCP stream in order, and the gaps in them. Out: DNS messages (see
// framing.h).
#include "framing.h"

#include <algorithm>

namespace dnstop {

bool plausible_start(Bytes in) {
  Reader reader(in);
  const size_t length = reader.u16();
  reader.skip(2);
  const unsigned opcode = reader.u16() >> 11 & 0x0f;
  const size_t questions = reader.u16();
  const size_t records = size_t{reader.u16()} + reader.u16() + reader.u16();
  // The shortest question is 5 bytes, the shortest record 11 (RFC 1035 4.1.2, 4.1.3). Opcode 6 is DSO (RFC
  // 8490), the highest in use.
  return reader.ok() && opcode <= 6 && questions <= 1 && kDnsHeader + 5 * questions + 11 * records <= length;
}

/// Decides whether a message begins with `in`, the start of a segment in the middle of an unknown stream.
bool Framing::lock(Bytes in) {
  // Many implementations send the length in a segment of its own.
  if (in.size() == 2 && length_at(in) >= kDnsHeader) {
    state_ = State::kTentative;
    return true;
  }
  if (!plausible_start(in)) return false;
  state_ = State::kLocked;
  return true;
}

bool Framing::complete_partial(Bytes& in) {
  const auto take = [&](size_t up_to) {
    const size_t part = std::min(in.size(), up_to - std::min(up_to, partial_.size()));
    partial_.insert(partial_.end(), in.begin(), in.begin() + static_cast<ptrdiff_t>(part));
    in = in.subspan(part);
    return partial_.size() >= up_to;
  };
  if (!take(2)) return false;
  if (state_ == State::kTentative) {
    if (!take(2 + kDnsHeader)) return false;
    state_ = plausible_start(partial_) ? State::kLocked : State::kLost;
    if (state_ == State::kLost) {
      partial_.clear();
      return false;
    }
  }
  return take(2 + length_at(partial_));
}

}  // namespace dnstop
