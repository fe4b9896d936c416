// In: packets of any link type. Out: a row in the batch for every DNS message (see decoder.h).
#include "decoder.h"

#include <algorithm>

#include "address_cache.h"
#include "anomalies.h"
#include "dns/message.h"
#include "encrypted.h"
#include "fragments.h"
#include "frame.h"
#include "streams.h"

namespace dnstop {

class Decoder::State : public MessageSink {
 public:
  State(Batch& batch, const PortSet& ports)
      : batch_(batch),
        ports_(ports),
        addresses_(batch),
        fragments_(batch, [this](const Packet& packet, Frame& frame) { given_up(packet, frame); }),
        streams_(batch, *this) {}

  void packet(const Packet& packet);
  void message(const Packet& packet, const Frame& frame, Bytes bytes, size_t original_length,
               uint32_t anomalies) override;

  Fragments& fragments() { return fragments_; }
  Streams& streams() { return streams_; }
  const DecoderCounters& counters();
  uint64_t appended() const { return batch_.appended(); }

 private:
  void transport(FrameKind kind, const Packet& packet, const Frame& frame, uint32_t anomalies);
  void given_up(const Packet& packet, Frame& frame);
  void one_message(FrameKind kind, const Packet& packet, const Frame& frame);

  Batch& batch_;
  const PortSet ports_;
  AddressCache addresses_;
  Fragments fragments_;
  Streams streams_;
  EncryptedFrames encrypted_;
  DecoderCounters counters_;
  uint64_t not_dns_ = 0;  // packets; segments are counted by streams_
};

void Decoder::State::packet(const Packet& packet) {
  counters_.packets++;
  Frame frame;
  FrameKind kind = parse_frame(packet, frame);
  if (kind == FrameKind::kFragment) {
    const auto added = fragments_.add(packet, frame);
    if (added == Fragments::Added::kHeld) return;
    kind = added == Fragments::Added::kComplete ? parse_transport(frame) : FrameKind::kMalformed;
  }
  if (packet.one_message) return one_message(kind, packet, frame);
  transport(kind, packet, frame, 0);
}

/// No stream to follow: the length prefix of TCP (RFC 1035 4.2.2) is this message's.
void Decoder::State::one_message(FrameKind kind, const Packet& packet, const Frame& frame) {
  if (kind == FrameKind::kUdp)
    return message(packet, frame, frame.payload, frame.original_length, packet.anomalies);
  if (kind != FrameKind::kTcp) {
    counters_.malformed_packets++;
    return;
  }
  const Bytes bytes = frame.payload.subspan(std::min<size_t>(frame.payload.size(), 2));
  message(packet, frame, bytes, frame.original_length - std::min<size_t>(frame.original_length, 2),
          packet.anomalies);
}

/// A datagram or segment whose ports are known, or one that is nothing of ours.
void Decoder::State::transport(FrameKind kind, const Packet& packet, const Frame& frame, uint32_t anomalies) {
  switch (kind) {
    case FrameKind::kUdp:
    case FrameKind::kTcp:
      break;
    case FrameKind::kOther:
      not_dns_++;
      return;
    case FrameKind::kFragment:  // a fragment within a datagram: RFC 8200 4.5 has no place for it
    case FrameKind::kMalformed:
      counters_.malformed_packets++;
      return;
  }
  if (!ports_[frame.src_port] && !ports_[frame.dst_port]) {
    not_dns_++;
    encrypted_.take(packet, frame, batch_);
  } else if (kind == FrameKind::kTcp) {
    streams_.segment(packet, frame);
  } else {
    if (frame.bad_udp_length) anomalies |= anomaly::bad_udp_length;
    message(packet, frame, frame.payload, frame.original_length, anomalies);
  }
}

void Decoder::State::given_up(const Packet& packet, Frame& frame) {
  const FrameKind kind = parse_transport(frame);
  // The length of an incomplete datagram is the header's word: there is nothing it could disagree with.
  frame.bad_udp_length = false;
  transport(kind, packet, frame, anomaly::fragment_missing | anomaly::truncated);
}

void Decoder::State::message(const Packet& packet, const Frame& frame, Bytes bytes, size_t original_length,
                             uint32_t anomalies) {
  if (batch_.full()) {
    Row refused;
    batch_.append(refused, {});
    return;
  }
  Row row;
  row.time_s = static_cast<uint32_t>(packet.time_ns / 1'000'000'000);
  row.time_ns = static_cast<uint32_t>(packet.time_ns % 1'000'000'000);
  row.netns = packet.netns;
  row.iface = packet.iface;
  row.ifindex = frame.ifindex;
  row.pkt_type = frame.pkt_type;
  row.transport = frame.transport;
  row.ip_version = frame.version;
  row.hop_limit = frame.hop_limit;
  row.ip_id = frame.ip_id;
  row.src_port = frame.src_port;
  row.dst_port = frame.dst_port;
  row.src_addr = addresses_.text(frame.src, frame.version);
  row.dst_addr = addresses_.text(frame.dst, frame.version);
  row.process = packet.process;
  dns::decode(bytes, original_length, batch_, row);
  row.anomalies |= anomalies;
  batch_.append(row, bytes.first(row.captured_length));
}

const DecoderCounters& Decoder::State::counters() {
  counters_.not_dns = not_dns_ + streams_.foreign();
  counters_.fragments_expired = fragments_.expired();
  counters_.streams_evicted = streams_.evicted();
  counters_.stream_gaps = streams_.gaps();
  return counters_;
}

Decoder::Decoder(Batch& batch, const PortSet& ports) : state_(std::make_unique<State>(batch, ports)) {}
Decoder::~Decoder() = default;

int Decoder::packet(const Packet& packet) {
  const uint64_t before = state_->appended();
  state_->packet(packet);
  return static_cast<int>(state_->appended() - before);
}

void Decoder::expire(uint64_t now_ns) {
  state_->fragments().expire(now_ns);
  state_->streams().expire(now_ns);
}

void Decoder::finish() {
  state_->fragments().finish();
  state_->streams().finish();
}

const DecoderCounters& Decoder::counters() const { return state_->counters(); }

}  // namespace dnstop
