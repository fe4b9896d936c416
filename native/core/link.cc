// In: the first bytes of a packet and its link type. Out: the place of the IP header and the version it
// should have.
#include "frame.h"

namespace dnstop {

namespace {
constexpr uint16_t kEtherIpv4 = 0x0800;
constexpr uint16_t kEtherIpv6 = 0x86dd;

/// IEEE 802.1Q, 802.1ad, and the tag number in use before it.
bool is_vlan_tag(uint16_t type) { return type == 0x8100 || type == 0x88a8 || type == 0x9100; }

int version_of_ether_type(Reader& reader, uint16_t type) {
  while (is_vlan_tag(type) && reader.ok()) {
    reader.skip(2);
    type = reader.u16();
  }
  if (type == kEtherIpv4) return 4;
  return type == kEtherIpv6 ? 6 : 0;
}

int skip_ethernet(Reader& reader) {
  reader.skip(12);
  return version_of_ether_type(reader, reader.u16());
}

/// RFC 1661 2 and 6.5, 6.6: address and control may be left out, the protocol may be one octet (then it is
/// odd).
int skip_ppp(Reader& reader) {
  if (reader.peek() == 0xff && reader.peek(1) == 0x03) reader.skip(2);
  const uint16_t protocol = reader.peek() & 1 ? reader.u8() : reader.u16();
  if (protocol == 0x0021) return 4;
  return protocol == 0x0057 ? 6 : 0;
}

/// RFC 1547 4.3.1: HDLC framing of PPP, or Cisco's (0x0f unicast, 0x8f multicast) with an Ethernet type.
int skip_ppp_hdlc(Reader& reader) {
  if (reader.peek() != 0x0f && reader.peek() != 0x8f) return skip_ppp(reader);
  reader.skip(2);
  return version_of_ether_type(reader, reader.u16());
}

/// The address family in the byte order of the machine that captured. AF_INET is 2 everywhere; AF_INET6 is 10
/// on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on Darwin.
int skip_family(Reader& reader) {
  const uint32_t number = reader.u32();
  const uint32_t family = number > 0xffff ? __builtin_bswap32(number) : number;
  if (family == 2) return 4;
  return family == 10 || family == 24 || family == 28 || family == 30 ? 6 : 0;
}

/// LINKTYPE_LINUX_SLL: packet type, ARPHRD type, address length, address (8), protocol; 16 bits each.
int skip_cooked(Reader& reader, Frame& frame) {
  frame.pkt_type = static_cast<uint8_t>(reader.u16());
  reader.skip(12);
  return version_of_ether_type(reader, reader.u16());
}

/// LINKTYPE_LINUX_SLL2: protocol, reserved, ifindex (4), ARPHRD type, packet type (1), address length (1),
/// address (8).
int skip_cooked2(Reader& reader, Frame& frame) {
  const uint16_t protocol = reader.u16();
  reader.skip(2);
  frame.ifindex = reader.u32();
  reader.skip(2);
  frame.pkt_type = reader.u8();
  reader.skip(9);
  return version_of_ether_type(reader, protocol);
}

int version_of_first_nibble(const Reader& reader) {
  const int version = reader.peek() >> 4;
  return version == 4 || version == 6 ? version : 0;
}
}  // namespace

int skip_link_header(LinkType type, Reader& reader, Frame& frame) {
  switch (type) {
    case LinkType::kEthernet:
      return skip_ethernet(reader);
    case LinkType::kPpp:
      return skip_ppp(reader);
    case LinkType::kPppHdlc:
      return skip_ppp_hdlc(reader);
    case LinkType::kNull:
    case LinkType::kLoop:
      return skip_family(reader);
    case LinkType::kLinuxSll:
      return skip_cooked(reader, frame);
    case LinkType::kLinuxSll2:
      return skip_cooked2(reader, frame);
    case LinkType::kIpv4:
      return 4;
    case LinkType::kIpv6:
      return 6;
    case LinkType::kRaw:
      return version_of_first_nibble(reader);
  }
  return 0;
}

}  // namespace dnstop
