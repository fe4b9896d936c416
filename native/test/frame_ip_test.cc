// In: queries in IP packets sound and damaged. Out: whether addresses, ports, lengths and anomalies are
// right.
#include "../core/anomalies.h"
#include "check.h"
#include "packets.h"

using namespace dnstop;
using namespace dnstop::test;

TEST(frame_ipv4_columns) {
  Decoded decoded;
  decoded.give(ipv4(udp(query(1)), 17, 0x4000, 0xbeef, Data{1, 1, 1, 0}));
  CHECK_EQUAL(decoded.rows(), 1u);
  const Row& row = decoded.last();
  CHECK_EQUAL(decoded.text(row.src_addr), "10.0.0.1");
  CHECK_EQUAL(decoded.text(row.dst_addr), "10.0.0.2");
  CHECK_EQUAL(row.src_port, 4000);
  CHECK_EQUAL(row.dst_port, 53);
  CHECK_EQUAL(row.ip_id, 0xbeef);
  CHECK_EQUAL(row.hop_limit, 64);
  CHECK_EQUAL(row.ip_version, 4);
  CHECK_EQUAL(row.transport, 17);
  CHECK_EQUAL(row.length, 29);
  CHECK_EQUAL(row.captured_length, 29);
}

TEST(frame_ipv6_extension_headers) {
  const Data eight(8, 0);
  Data routing = eight, destination = eight, authentication = Data(12, 0);
  routing[0] = 60;
  destination[0] = 51;
  authentication[0] = 17;
  authentication[1] = 1;
  Decoded decoded;
  decoded.give(ipv6(Data{43} + Data(7, 0) + routing + destination + authentication + udp(query(2)), 0));
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK_EQUAL(decoded.text(decoded.last().src_addr), "2001:db8::1");
  CHECK_EQUAL(decoded.last().transport, 17);
  CHECK_EQUAL(decoded.last().ip_version, 6);
}

TEST(frame_ports_select_in_both_directions) {
  Decoded decoded;
  decoded.give(ipv4(udp(query(1), 53, 4000)));
  decoded.give(ipv4(udp(query(1), 4000, 54)));
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK_EQUAL(decoded.counters().not_dns, 1u);
}

TEST(frame_cut_by_the_capture_is_truncated) {
  const Data packet = ipv4(udp(query(1)));
  Decoded decoded;
  decoded.give(packet, LinkType::kRaw, 0, packet.size() - 9);
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK_EQUAL(decoded.last().length, 29);
  CHECK_EQUAL(decoded.last().captured_length, 20);
  CHECK(decoded.last().anomalies & anomaly::truncated);
}

TEST(frame_cut_before_the_ports_is_counted) {
  const Data packet = ipv4(udp(query(1)));
  Decoded decoded;
  for (size_t captured = 0; captured < 28; captured++) decoded.give(packet, LinkType::kRaw, 0, captured);
  CHECK_EQUAL(decoded.rows(), 0u);
  CHECK_EQUAL(decoded.counters().malformed_packets + decoded.counters().not_dns, 28u);
}

TEST(frame_udp_length_that_disagrees) {
  Data shorter = udp(query(1, 10)), longer = udp(query(2)), tiny = udp(query(3));
  shorter[5] = 8 + 29;
  longer[5] = 200;
  tiny[5] = 3;
  Decoded decoded;
  for (const Data& payload : {shorter, longer, tiny}) decoded.give(ipv4(payload));
  CHECK_EQUAL(decoded.rows(), 3u);
  for (size_t i = 0; i < decoded.rows(); i++) {
    CHECK(decoded.row(i).anomalies & anomaly::bad_udp_length);
    CHECK_EQUAL(decoded.row(i).length, 29);
  }
}

TEST(frame_headers_that_lie) {
  Data total = ipv4(udp(query(1))), header = total, version = total;
  total[3] = 10;
  header[0] = 0x44;
  version[0] = 0x55;
  Decoded decoded;
  for (const Data& packet : {total, header, version}) decoded.give(packet, LinkType::kIpv4);
  decoded.give(ipv4(Data(19, 0), 6));
  CHECK_EQUAL(decoded.rows(), 0u);
  CHECK_EQUAL(decoded.counters().malformed_packets, 4u);
}

TEST(frame_length_zero_is_the_packet) {
  Data offload = ipv4(udp(query(1)));
  offload[2] = offload[3] = 0;
  Decoded decoded;
  decoded.give(offload);
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK_EQUAL(decoded.last().length, 29);
}

TEST(frame_anything_on_the_port_is_an_event) {
  Decoded decoded;
  decoded.give(ipv4(udp({})));
  decoded.give(ipv4(udp({1, 2, 3})));
  CHECK_EQUAL(decoded.rows(), 2u);
  CHECK(decoded.row(0).anomalies & anomaly::short_header);
  CHECK(decoded.row(1).anomalies & anomaly::short_header);
  CHECK_EQUAL(decoded.row(1).length, 3);
}
