// In: fragments of a query in every order and state of loss. Out: whether the datagram comes once, or why it
// does not.
#include "../core/fragments.h"

#include "../core/anomalies.h"
#include "check.h"
#include "packets.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {
const Data kDatagram = udp(query(0x77, 100));

Data part(size_t from, size_t to) { return {kDatagram.begin() + from, kDatagram.begin() + to}; }

Data fragment4(size_t from, size_t to, uint16_t id = 7) {
  const uint16_t more = to < kDatagram.size() ? 0x2000 : 0;
  return ipv4(part(from, to), 17, static_cast<uint16_t>(more | from / 8), id);
}

Data fragment6(size_t from, size_t to) {
  const size_t more = to < kDatagram.size();
  return ipv6(Data{17, 0} + be16(from | more) + be32(77) + part(from, to), 44);
}

void check_whole(Decoded& decoded) {
  CHECK_EQUAL(decoded.rows(), 1u);
  if (decoded.rows() != 1) return;
  CHECK_EQUAL(decoded.last().id, 0x77);
  CHECK_EQUAL(decoded.last().length, 129);
  CHECK_EQUAL(decoded.last().captured_length, 129);
  CHECK_EQUAL(decoded.last().anomalies & ~anomaly::trailing_bytes, 0u);
}
}  // namespace

TEST(fragments_in_any_order) {
  const std::vector<Data> parts = {fragment4(0, 64), fragment4(64, 128), fragment4(128, kDatagram.size())};
  for (const auto& order :
       {std::array{0, 1, 2}, std::array{2, 1, 0}, std::array{1, 2, 0}, std::array{2, 0, 1}}) {
    Decoded decoded;
    for (const int i : order) decoded.give(parts[static_cast<size_t>(i)]);
    check_whole(decoded);
  }
}

TEST(fragments_of_ipv6) {
  Decoded decoded;
  decoded.give(fragment6(64, kDatagram.size()));
  decoded.give(fragment6(0, 64));
  check_whole(decoded);
}

TEST(fragments_atomic_needs_no_other) {
  Decoded decoded;
  decoded.give(fragment6(0, kDatagram.size()));
  check_whole(decoded);
}

TEST(fragments_again_change_nothing) {
  Decoded decoded;
  for (const auto& packet : {fragment4(0, 64), fragment4(0, 64), fragment4(64, kDatagram.size())})
    decoded.give(packet);
  check_whole(decoded);
}

TEST(fragments_of_different_datagrams_do_not_mix) {
  Decoded decoded;
  decoded.give(fragment4(0, 64, 1));
  decoded.give(fragment4(64, kDatagram.size(), 2));
  CHECK_EQUAL(decoded.rows(), 0u);
}

TEST(fragments_at_two_points_are_two_events) {
  Decoded decoded;
  for (const auto& bytes : {fragment4(0, 64), fragment4(64, kDatagram.size())}) {
    for (const uint32_t ifindex : {3u, 4u}) {
      Packet packet;
      packet.bytes = bytes;
      packet.original_length = static_cast<uint32_t>(bytes.size());
      packet.ifindex = ifindex;
      decoded.give(packet);
    }
  }
  CHECK_EQUAL(decoded.rows(), 2u);
}

TEST(fragments_that_overlap_are_dropped) {
  Decoded decoded;
  decoded.give(fragment6(0, 64));
  decoded.give(fragment6(56, 128));
  decoded.give(fragment6(64, kDatagram.size()));
  decoded.finish();
  CHECK_EQUAL(decoded.rows(), 0u);
  CHECK_EQUAL(decoded.counters().fragments_expired, 1u);
  CHECK_EQUAL(decoded.counters().malformed_packets, 2u);
}

TEST(fragments_missing_the_last) {
  Decoded decoded;
  decoded.give(fragment4(0, 64), LinkType::kRaw, 1000);
  decoded.give(ipv4(udp({}, 1, 2)), LinkType::kRaw, 2000);
  CHECK_EQUAL(decoded.rows(), 0u);
  decoded.give(ipv4(udp({}, 1, 2)), LinkType::kRaw, 3001);
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK(decoded.last().anomalies & anomaly::fragment_missing);
  CHECK(decoded.last().anomalies & anomaly::truncated);
  CHECK(!(decoded.last().anomalies & anomaly::bad_udp_length));
  CHECK_EQUAL(decoded.last().length, 129);
  CHECK_EQUAL(decoded.last().captured_length, 56);
}

TEST(fragments_missing_the_first_are_counted) {
  Decoded decoded;
  decoded.give(fragment4(64, 128));
  decoded.finish();
  CHECK_EQUAL(decoded.rows(), 0u);
  CHECK_EQUAL(decoded.counters().fragments_expired, 1u);
}

TEST(fragments_cut_by_the_capture) {
  Decoded decoded;
  decoded.give(fragment4(0, 64), LinkType::kRaw, 0, 60);
  decoded.give(fragment4(64, kDatagram.size()));
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK(decoded.last().anomalies & anomaly::truncated);
  CHECK(!(decoded.last().anomalies & anomaly::fragment_missing));
  CHECK_EQUAL(decoded.last().captured_length, 32);
}

TEST(fragments_are_bounded) {
  Decoded decoded;
  for (int i = 0; i < 5000; i++) decoded.give(fragment4(0, 64, static_cast<uint16_t>(i)));
  CHECK(decoded.rows() >= 3000);
  decoded.finish();
  CHECK_EQUAL(decoded.rows(), 5000u);
}

TEST(fragments_beyond_the_longest_datagram) {
  Decoded decoded;
  decoded.give(ipv4(Data(64, 0), 17, 0x1fff));
  CHECK_EQUAL(decoded.counters().malformed_packets, 1u);
}
