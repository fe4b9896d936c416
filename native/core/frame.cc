// In: a packet of any link type. Out: its addresses, ports and transport payload (see frame.h).
#include "frame.h"

#include <algorithm>

#include "reader.h"

namespace dnstop {

namespace {
// IPv6 extension headers in one packet; RFC 8200 4.1 orders seven, each at most once (destination options
// twice).
constexpr int kMaxExtensionHeaders = 16;

/// Cuts the payload to the `length` bytes that the IP header gives it: Ethernet pads short frames.
void set_payload(Frame& frame, Bytes rest, size_t length) {
  frame.payload = rest.first(std::min(rest.size(), length));
  frame.original_length = length;
}

/// RFC 791 3.1. `original` is the length of the packet on the wire from the IP header on.
FrameKind parse_ipv4(Reader reader, size_t original, Frame& frame) {
  const uint8_t first = reader.u8();
  reader.skip(1);
  size_t total = reader.u16();
  frame.ip_id = reader.u16();
  const uint16_t fragment = reader.u16();
  frame.hop_limit = reader.u8();
  frame.transport = reader.u8();
  reader.skip(2);
  frame.src.low = reader.u32();
  frame.dst.low = reader.u32();
  const size_t header = (first & 0x0f) * 4u;
  if (first >> 4 != 4 || header < 20) return FrameKind::kMalformed;
  reader.skip(header - 20);
  // A packet that the network card is to cut into segments has no length yet (tcpdump's "bad length 0").
  if (total == 0) total = original;
  if (!reader.ok() || total < header) return FrameKind::kMalformed;
  frame.version = 4;
  set_payload(frame, reader.rest(), total - header);
  frame.more_fragments = fragment & 0x2000;
  frame.fragment_offset = (fragment & 0x1fff) * 8u;
  frame.fragment_id = frame.ip_id;
  frame.fragmented = frame.more_fragments || frame.fragment_offset != 0;
  return frame.fragmented ? FrameKind::kFragment : parse_transport(frame);
}

/// RFC 8200 3.
FrameKind parse_ipv6(Reader reader, size_t original, Frame& frame) {
  const uint8_t first = reader.u8();
  reader.skip(3);
  size_t length = reader.u16();
  frame.transport = reader.u8();
  frame.hop_limit = reader.u8();
  frame.src = {reader.u64(), reader.u64()};
  frame.dst = {reader.u64(), reader.u64()};
  if (!reader.ok() || first >> 4 != 6) return FrameKind::kMalformed;
  // Zero: a jumbogram (RFC 2675), or not cut into segments yet.
  if (length == 0) length = original - 40;
  frame.version = 6;
  set_payload(frame, reader.rest(), length);
  return parse_transport(frame);
}

/// Takes `length` bytes of header off the payload; false where it has fewer.
bool drop_header(Frame& frame, size_t length) {
  if (length > frame.payload.size()) return false;
  frame.payload = frame.payload.subspan(length);
  frame.original_length -= length;
  return true;
}

/// RFC 8200 4.5.
FrameKind parse_fragment_header(Frame& frame) {
  Reader reader(frame.payload);
  frame.transport = reader.u8();
  reader.skip(1);
  const uint16_t offset = reader.u16();
  frame.fragment_id = reader.u32();
  if (frame.fragmented || !drop_header(frame, 8)) return FrameKind::kMalformed;
  frame.fragment_offset = offset & 0xfff8;
  frame.more_fragments = offset & 1;
  frame.fragmented = frame.more_fragments || frame.fragment_offset != 0;
  // An atomic fragment (RFC 6946) is a whole datagram.
  return frame.fragmented ? FrameKind::kFragment : parse_transport(frame);
}

/// RFC 768. The length that the kernel delivers is the field's, if the packet holds as much.
FrameKind parse_udp(Frame& frame) {
  Reader reader(frame.payload);
  frame.src_port = reader.u16();
  frame.dst_port = reader.u16();
  const size_t length = reader.u16();
  const size_t held = frame.original_length;
  if (!drop_header(frame, 8)) return FrameKind::kMalformed;
  // Zero stands for a length that needs more than 16 bits (RFC 2675 4).
  const bool jumbo = length == 0 && held > 0xffff;
  frame.bad_udp_length = length != held && !jumbo;
  if (length >= 8 && length < held) {
    frame.original_length = length - 8;
    frame.payload = frame.payload.first(std::min(frame.payload.size(), frame.original_length));
  }
  return FrameKind::kUdp;
}

/// RFC 9293 3.1.
FrameKind parse_tcp(Frame& frame) {
  Reader reader(frame.payload);
  frame.src_port = reader.u16();
  frame.dst_port = reader.u16();
  frame.sequence = reader.u32();
  reader.skip(4);
  const size_t header = (reader.u8() >> 4) * 4u;
  frame.tcp_flags = reader.u8();
  if (!reader.ok() || header < 20 || header > frame.original_length) return FrameKind::kMalformed;
  // Options may be cut off by the capture: the ports and the length are known all the same.
  frame.payload = frame.payload.subspan(std::min(header, frame.payload.size()));
  frame.original_length -= header;
  return FrameKind::kTcp;
}
}  // namespace

FrameKind parse_transport(Frame& frame) {
  for (int headers = 0; headers < kMaxExtensionHeaders; headers++) {
    if (frame.transport == kTransportUdp) return parse_udp(frame);
    if (frame.transport == kTransportTcp) return parse_tcp(frame);
    if (frame.version == 6 && frame.transport == 44) return parse_fragment_header(frame);
    Reader reader(frame.payload);
    const uint8_t next = reader.u8();
    const uint8_t length = reader.u8();
    size_t bytes;
    switch (frame.transport) {
      case 0:   // hop-by-hop options, RFC 8200 4.3
      case 43:  // routing, 4.4
      case 60:  // destination options, 4.6
        if (frame.version != 6) return FrameKind::kOther;
        bytes = (length + 1u) * 8;
        break;
      case 51:  // authentication header, RFC 4302 2.2, also within IPv4
        bytes = (length + 2u) * 4;
        break;
      default:
        return FrameKind::kOther;
    }
    if (!reader.ok() || !drop_header(frame, bytes)) return FrameKind::kMalformed;
    frame.transport = next;
  }
  return FrameKind::kMalformed;
}

FrameKind parse_frame(const Packet& packet, Frame& frame) {
  frame.ifindex = packet.ifindex;
  frame.pkt_type = packet.pkt_type;
  Reader reader(packet.bytes);
  const int version = skip_link_header(packet.link_type, reader, frame);
  if (!reader.ok()) return FrameKind::kMalformed;
  if (version == 0) return FrameKind::kOther;
  const size_t original = std::max<size_t>(packet.original_length, packet.bytes.size()) - reader.position();
  const Reader network(reader.rest());
  return version == 4 ? parse_ipv4(network, original, frame) : parse_ipv6(network, original, frame);
}

}  // namespace dnstop
