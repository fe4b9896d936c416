// In: one query behind each kind of link header. Out: whether its row says where it was seen.
#include "check.h"
#include "packets.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {
const Data kIpv4 = ipv4(udp(query(0x1234)));
const Data kIpv6 = ipv6(udp(query(0x1234)));

Data ethernet(const Data& tags_and_type, const Data& network) {
  return Data(12, 2) + tags_and_type + network;
}

void check_decodes(LinkType type, const Data& packet) {
  Decoded decoded;
  CHECK_EQUAL(decoded.give(packet, type), 1);
  if (decoded.rows() != 1) return;
  CHECK_EQUAL(decoded.last().id, 0x1234);
  CHECK_EQUAL(decoded.text(decoded.last().name), "example.com.");
  CHECK_EQUAL(decoded.last().anomalies, 0u);
}
}  // namespace

TEST(frame_raw_tells_the_version) {
  check_decodes(LinkType::kRaw, kIpv4);
  check_decodes(LinkType::kRaw, kIpv6);
  check_decodes(LinkType::kIpv4, kIpv4);
  check_decodes(LinkType::kIpv6, kIpv6);
}

TEST(frame_ethernet_with_any_number_of_tags) {
  check_decodes(LinkType::kEthernet, ethernet(be16(0x0800), kIpv4));
  check_decodes(LinkType::kEthernet, ethernet(be16(0x86dd), kIpv6));
  check_decodes(LinkType::kEthernet, ethernet(be16(0x8100) + be16(5) + be16(0x0800), kIpv4));
  const Data two_tags = be16(0x88a8) + be16(5) + be16(0x8100) + be16(6) + be16(0x86dd);
  check_decodes(LinkType::kEthernet, ethernet(two_tags, kIpv6));
}

TEST(frame_ethernet_padding_is_no_payload) {
  check_decodes(LinkType::kEthernet, ethernet(be16(0x0800), kIpv4) + Data(20, 0));
}

TEST(frame_ppp_with_and_without_compression) {
  check_decodes(LinkType::kPpp, Data{0xff, 0x03, 0x00, 0x21} + kIpv4);
  check_decodes(LinkType::kPpp, Data{0x00, 0x57} + kIpv6);
  check_decodes(LinkType::kPpp, Data{0x21} + kIpv4);
  check_decodes(LinkType::kPppHdlc, Data{0xff, 0x03, 0x00, 0x21} + kIpv4);
  check_decodes(LinkType::kPppHdlc, Data{0x0f, 0x00, 0x86, 0xdd} + kIpv6);
}

TEST(frame_loopback_family_in_either_byte_order) {
  check_decodes(LinkType::kNull, Data{2, 0, 0, 0} + kIpv4);
  check_decodes(LinkType::kNull, Data{0, 0, 0, 2} + kIpv4);
  check_decodes(LinkType::kLoop, Data{0, 0, 0, 30} + kIpv6);
  check_decodes(LinkType::kNull, Data{10, 0, 0, 0} + kIpv6);
}

TEST(frame_cooked_headers_say_direction_and_interface) {
  Decoded decoded;
  decoded.give(be16(4) + be16(1) + be16(6) + Data(8, 0) + be16(0x0800) + kIpv4, LinkType::kLinuxSll);
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK_EQUAL(decoded.last().pkt_type, 4);
  CHECK_EQUAL(decoded.last().ifindex, 0u);
  decoded.give(be16(0x86dd) + be16(0) + be32(9) + be16(1) + Data{3, 6} + Data(8, 0) + kIpv6,
               LinkType::kLinuxSll2);
  CHECK_EQUAL(decoded.rows(), 2u);
  CHECK_EQUAL(decoded.last().pkt_type, 3);
  CHECK_EQUAL(decoded.last().ifindex, 9u);
}

TEST(frame_other_protocols_are_counted) {
  Decoded decoded;
  decoded.give(ethernet(be16(0x0806), Data(28, 0)), LinkType::kEthernet);
  decoded.give(Data{0xc0, 0x21, 1, 1}, LinkType::kPpp);
  decoded.give(Data{1, 2, 3}, LinkType::kEthernet);
  CHECK_EQUAL(decoded.rows(), 0u);
  CHECK_EQUAL(decoded.counters().not_dns, 2u);
  CHECK_EQUAL(decoded.counters().malformed_packets, 1u);
}
