// In: the bytes of one direction of a TCP stream in order, and the gaps in them. Out: DNS messages.
#pragma once
#include <algorithm>
#include <vector>

#include "reader.h"

namespace dnstop {

/// Cuts a stream at its two byte length prefixes (RFC 1035 4.2.2, RFC 7766 8).
class Framing {
 public:
  /// `message(Bytes bytes, size_t original_length, uint32_t anomalies)` is called for each message; `bytes`
  /// are valid during the call only. False where bytes were passed over because no message could be told to
  /// begin there.
  template <typename Message>
  bool bytes(Bytes in, Message&& message);

  /// `length` bytes are missing here. A message they belong to ends as it is, with `anomalies`.
  template <typename Message>
  void gap(size_t length, uint32_t anomalies, Message&& message);

  /// Nothing more will come.
  template <typename Message>
  void end(uint32_t anomalies, Message&& message) {
    gap(SIZE_MAX, anomalies, message);
  }

  /// The next byte is the first of a length prefix: the stream begins.
  void begin() { *this = Framing{State::kLocked}; }

  size_t held() const { return partial_.size(); }

  Framing() = default;

 private:
  enum class State : uint8_t {
    kLost,       // the next bytes may be anything: a message begins where a segment looks like one
    kTentative,  // only a length has been seen
    kLocked,
  };
  explicit Framing(State state) : state_(state) {}

  /// Moves `in` behind what completes the message in partial_. False where more is needed.
  bool complete_partial(Bytes& in);
  bool lock(Bytes in);

  static size_t length_at(Bytes in) { return static_cast<size_t>(in[0] << 8 | in[1]); }

  State state_ = State::kLost;
  size_t skip_ = 0;               // bytes of a message with a gap, still to come
  std::vector<uint8_t> partial_;  // length prefix and bytes of a message that has not ended
};

/// No DNS message is shorter than its header (RFC 1035 4.1.1): a shorter length is a stream of something
/// else.
constexpr size_t kDnsHeader = 12;

/// Whether a DNS message with its length prefix may begin here, by the length and the counts of its header.
bool plausible_start(Bytes in);

template <typename Message>
bool Framing::bytes(Bytes in, Message&& message) {
  const size_t passed = std::min(skip_, in.size());
  skip_ -= passed;
  in = in.subspan(passed);
  if (!partial_.empty()) {
    if (!complete_partial(in)) return state_ != State::kLost;
    const size_t length = partial_.size() - 2;
    message(Bytes(partial_).subspan(2), length, 0u);
    partial_.clear();
    if (length < kDnsHeader) state_ = State::kLost;
  }
  if (in.empty()) return true;
  if (state_ == State::kLost && !lock(in)) return false;
  while (state_ == State::kLocked && in.size() >= 2 && length_at(in) + 2 <= in.size()) {
    const size_t length = length_at(in);
    message(in.subspan(2, length), length, 0u);
    in = in.subspan(2 + length);
    if (length < kDnsHeader) state_ = State::kLost;
  }
  if (state_ == State::kLost) return in.empty();
  partial_.assign(in.begin(), in.end());
  return true;
}

template <typename Message>
void Framing::gap(size_t length, uint32_t anomalies, Message&& message) {
  if (partial_.size() < 2 || state_ == State::kTentative) {
    if (length > skip_ || !partial_.empty()) state_ = State::kLost;
    skip_ = state_ == State::kLost ? 0 : skip_ - length;
    partial_.clear();
    return;
  }
  const size_t whole = length_at(partial_);
  const size_t missing = whole - (partial_.size() - 2);
  message(Bytes(partial_).subspan(2), whole, anomalies);
  partial_.clear();
  // The prefix says where the next message begins, if the gap does not reach beyond this one.
  if (length > missing || whole < kDnsHeader) state_ = State::kLost;
  skip_ = state_ == State::kLost ? 0 : missing - length;
}

}  // namespace dnstop
