// In: TCP segments in any order, again, overlapping, with some missing. Out: the DNS messages of their
// streams.
#pragma once
#include <list>
#include <memory>
#include <queue>
#include <unordered_map>
#include <vector>

#include "flow.h"
#include "framing.h"

namespace dnstop {

/// How long later segments wait for a missing one, in event time: a retransmission comes within the sender's
/// timeout (RFC 6298: at least 1 s at first, Linux 200 ms); after that the capture has lost it.
constexpr uint64_t kGapWaitNs = 2'000'000'000;
/// A stream without segments for so long is forgotten (RFC 7766 6.2.3: idle connections last seconds). One
/// that goes on is found again by its next message.
constexpr uint64_t kStreamIdleNs = 120'000'000'000;

/// Streams, one for each direction at each point. Bounded in number and bytes; the least recently used gives
/// way.
class Streams {
 public:
  Streams(Batch& batch, MessageSink& sink) : batch_(batch), sink_(sink) {}

  void segment(const Packet& packet, const Frame& frame);

  /// Gives up gaps that are older than kGapWaitNs, forgets streams that are idle.
  void expire(uint64_t now_ns);
  /// End of input: what is held of messages comes out.
  void finish();

  /// Streams that gave way while the bytes of a message were held.
  uint64_t evicted() const { return evicted_; }
  /// Places where segments never arrived or the capture cut them short.
  uint64_t gaps() const { return gaps_; }
  /// Segments in which no message could be told to begin.
  uint64_t foreign() const { return foreign_; }
  size_t held_bytes() const { return held_bytes_; }
  size_t size() const { return streams_.size(); }

 private:
  struct Segment {
    uint32_t sequence;
    uint32_t length;  // as sent
    std::vector<uint8_t> bytes;
  };
  struct Stream {
    explicit Stream(const FlowKey& key) : key(key) {}
    FlowKey key;
    Framing framing;
    bool started = false;   // `next` is known
    bool finished = false;  // FIN at `fin`
    uint32_t first = 0;     // sequence number of the first byte
    uint32_t next = 0;      // of the next byte in order
    uint32_t fin = 0;
    uint64_t last_ns = 0;
    uint64_t gap_since_ns = 0;     // when later segments began to wait
    std::vector<Segment> waiting;  // later segments, in order
    size_t waiting_bytes = 0;
    size_t counted = 0;                // of this stream in held_bytes_
    std::unique_ptr<HeldPacket> last;  // where something is held: the last packet
  };
  using Place = std::list<Stream>::iterator;
  struct Deadline {
    uint64_t since_ns;
    FlowKey key;
  };

  Place find(const Packet& packet, const Frame& frame, bool create);
  void begin(Stream& stream, const Packet& packet, const Frame& frame);
  void deliver(Stream& stream, const Packet& packet, const Frame& frame, uint32_t sequence);
  void accept(Stream& stream, const Packet& packet, const Frame& frame, uint32_t sequence, Bytes bytes,
              size_t length);
  void accept_waiting(Stream& stream, const Packet& packet, const Frame& frame);
  void wait(Stream& stream, const Packet& packet, const Frame& frame, uint32_t sequence);
  void give_up_gap(Stream& stream, const Packet& packet, const Frame& frame);
  void end(Stream& stream, const Packet& packet, const Frame& frame, uint32_t anomalies);
  void end_at_fin(Stream& stream, const Packet& packet, const Frame& frame);
  void account(Stream& stream, const Packet& packet, const Frame& frame);
  void forget(Place place);

  Batch& batch_;
  MessageSink& sink_;
  std::list<Stream> streams_;  // most recently used first
  std::unordered_map<FlowKey, Place, FlowKeyHash> by_key_;
  std::queue<Deadline> deadlines_;
  size_t held_bytes_ = 0;
  uint64_t evicted_ = 0;
  uint64_t gaps_ = 0;
  uint64_t foreign_ = 0;
};

}  // namespace dnstop
