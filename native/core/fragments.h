// In: IP fragments in any order. Out: whole datagrams; what never becomes whole is given up after a while.
#pragma once
#include <functional>
#include <list>
#include <unordered_map>
#include <vector>

#include "flow.h"

namespace dnstop {

/// How long a datagram waits for its fragments, in event time. Receivers wait longer (Linux 30 s), but
/// fragments of one datagram arrive within milliseconds, and an event should not come long after its
/// neighbours.
constexpr uint64_t kFragmentWaitNs = 2'000'000'000;

/// Reassembly for each point. Bounded in datagrams and bytes; the oldest datagram gives way.
class Fragments {
 public:
  enum class Added { kHeld, kComplete, kMalformed };
  /// Takes a datagram that is given up with its first fragment; its frame's payload is what is known from the
  /// start.
  using GivenUp = std::function<void(const Packet& packet, Frame& frame)>;

  Fragments(Batch& batch, GivenUp given_up) : batch_(batch), given_up_(std::move(given_up)) {}

  /// Adds a fragment. On kComplete, `frame` becomes that of the datagram: its payload begins with the header
  /// that `frame.transport` names and is valid until the next call.
  Added add(const Packet& packet, Frame& frame);

  /// Gives up datagrams whose first seen fragment is older than kFragmentWaitNs.
  void expire(uint64_t now_ns);
  /// Gives up all.
  void finish();

  /// Datagrams given up without their first fragment, or with fragments that overlap.
  uint64_t expired() const { return expired_; }
  size_t held_bytes() const { return held_bytes_; }

 private:
  struct Range {
    uint32_t start;
    uint32_t end;
    bool operator==(const Range&) const = default;
  };
  struct Datagram {
    FlowKey key;
    HeldPacket first;  // of the first fragment once it has come, else of another
    uint64_t since_ns;
    bool has_first = false;
    bool refused = false;       // overlapping fragments: all of it is dropped
    uint32_t total = 0;         // bytes of the datagram; 0 until the last fragment has come
    uint32_t covered = 0;       // bytes of it that fragments brought
    uint32_t cut = UINT32_MAX;  // where the capture cut a fragment short
    std::vector<Range> ranges;  // of the fragments, in order
    std::vector<uint8_t> bytes;
  };
  using Place = std::list<Datagram>::iterator;

  Place find(const Packet& packet, const Frame& frame);
  Added refuse(Datagram& datagram);
  bool insert(Datagram& datagram, Range range, bool last);
  void store(Datagram& datagram, const Packet& packet, const Frame& frame, Range range);
  void complete(Place place, Frame& frame);
  void give_up(Place place);
  void remove(Place place);

  Batch& batch_;
  GivenUp given_up_;
  std::list<Datagram> datagrams_;  // oldest first
  std::unordered_map<FlowKey, Place, FlowKeyHash> by_key_;
  std::vector<uint8_t> whole_;  // payload of the last complete datagram
  size_t held_bytes_ = 0;
  uint64_t expired_ = 0;
};

}  // namespace dnstop
