// In: a packet of any link type. Out: its addresses, ports and transport payload. Tunnels (PPPoE, GRE, VXLAN,
// IP in IP) are not looked into: their inner packets are seen again at the tunnel's own interface.
#pragma once
#include <cstddef>
#include <cstdint>

#include "packet.h"
#include "reader.h"

namespace dnstop {

/// An IPv6 address, or an IPv4 address in the lowest 32 bits.
struct Address {
  uint64_t high = 0;
  uint64_t low = 0;
  bool operator==(const Address&) const = default;
};

enum class FrameKind {
  kUdp,        // payload is a datagram
  kTcp,        // payload is a segment, possibly empty
  kFragment,   // payload is a part of an IP datagram: reassemble, then parse_transport
  kOther,      // another protocol
  kMalformed,  // damaged or cut before the ports
};

constexpr uint8_t kTransportTcp = 6;
constexpr uint8_t kTransportUdp = 17;

constexpr uint8_t kTcpFin = 0x01;
constexpr uint8_t kTcpSyn = 0x02;
constexpr uint8_t kTcpRst = 0x04;

/// What the headers of one packet say. Lengths in bytes.
struct Frame {
  Address src;
  Address dst;
  uint32_t ifindex = 0;                   // of the packet, or of a Linux cooked v2 header
  uint8_t pkt_type = kPacketTypeUnknown;  // of the packet, or of a Linux cooked header
  uint8_t version = 0;                    // 4 or 6
  uint8_t transport = 0;                  // IP protocol number of the payload
  uint8_t hop_limit = 0;
  uint16_t ip_id = 0;  // IPv4 only
  uint16_t src_port = 0;
  uint16_t dst_port = 0;

  bool fragmented = false;       // the packet is, or was assembled from, fragments
  bool more_fragments = false;   // not the last fragment
  uint32_t fragment_offset = 0;  // of the payload within the datagram
  uint32_t fragment_id = 0;

  uint32_t sequence = 0;  // of the first byte of a TCP payload
  uint8_t tcp_flags = 0;
  bool bad_udp_length = false;

  Bytes payload;               // as captured
  size_t original_length = 0;  // of the payload as sent; >= payload.size()
};

/// Parses from the link layer to the transport header.
FrameKind parse_frame(const Packet& packet, Frame& frame);

/// Parses on from `frame.payload`, which begins with the header that `frame.transport` names: IPv6 extension
/// headers, then UDP or TCP.
FrameKind parse_transport(Frame& frame);

/// Moves `reader` from the start of the packet behind its link header, and fills pkt_type and ifindex where
/// that header says them. The IP version that follows by the header's word, 0 for another protocol.
int skip_link_header(LinkType type, Reader& reader, Frame& frame);

}  // namespace dnstop
