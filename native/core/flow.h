// In: a packet and its frame. Out: the key of its datagram or TCP stream at its point, and what is kept of a
// packet.
#pragma once
#include <cstdint>
#include <utility>

#include "batch.h"
#include "frame.h"

namespace dnstop {

/// One direction of one conversation at one point (namespace, interface, packet type): a packet that is
/// forwarded is seen at several points, and each point has its own copy of the stream.
struct FlowKey {
  Address src;
  Address dst;
  uint32_t netns = 0;
  uint32_t ifindex = 0;
  uint32_t iface = 0;  // capture files may name an interface without numbering it
  uint32_t id = 0;     // both ports of a TCP stream; identification of a fragmented datagram
  uint8_t pkt_type = 0;
  uint8_t version = 0;
  uint8_t transport = 0;
  bool operator==(const FlowKey&) const = default;

  FlowKey(const Packet& packet, const Frame& frame, uint32_t id, uint8_t transport)
      : src(frame.src),
        dst(frame.dst),
        netns(packet.netns),
        ifindex(frame.ifindex),
        iface(packet.iface),
        id(id),
        pkt_type(frame.pkt_type),
        version(frame.version),
        transport(transport) {}
};

struct FlowKeyHash {
  static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15;
    return hash ^ (hash >> 32);
  }
  size_t operator()(const FlowKey& key) const {
    uint64_t hash = mix(key.src.high, key.src.low);
    hash = mix(mix(hash, key.dst.high), key.dst.low);
    hash = mix(hash, uint64_t{key.netns} << 32 | key.ifindex);
    hash = mix(hash, uint64_t{key.iface} << 32 | key.id);
    return mix(hash, key.pkt_type | key.version << 8 | key.transport << 16);
  }
};

/// A packet's circumstances and frame without its bytes, kept beyond the call that brought it. The dictionary
/// entries it refers to stay pinned meanwhile.
class HeldPacket {
 public:
  HeldPacket(Batch& batch, const Packet& packet, const Frame& frame)
      : packet(packet), frame(frame), batch_(&batch) {
    this->packet.bytes = {};
    this->frame.payload = {};
    batch.dictionary(DictionaryKind::kNetns).pin(packet.netns);
    batch.dictionary(DictionaryKind::kText).pin(packet.iface);
    batch.dictionary(DictionaryKind::kProcess).pin(packet.process);
  }
  HeldPacket(HeldPacket&& other) noexcept
      : packet(other.packet), frame(other.frame), batch_(std::exchange(other.batch_, nullptr)) {}
  HeldPacket& operator=(HeldPacket&& other) noexcept {
    std::swap(packet, other.packet);
    std::swap(frame, other.frame);
    std::swap(batch_, other.batch_);
    return *this;
  }
  ~HeldPacket() {
    if (!batch_) return;
    batch_->dictionary(DictionaryKind::kNetns).unpin(packet.netns);
    batch_->dictionary(DictionaryKind::kText).unpin(packet.iface);
    batch_->dictionary(DictionaryKind::kProcess).unpin(packet.process);
  }

  Packet packet;
  Frame frame;

 private:
  Batch* batch_;
};

/// Receives DNS messages as reassembly finds them.
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  /// `packet` and `frame`: of the packet that completed the message, or of the last one known of it.
  virtual void message(const Packet& packet, const Frame& frame, Bytes bytes, size_t original_length,
                       uint32_t anomalies) = 0;
};

}  // namespace dnstop
