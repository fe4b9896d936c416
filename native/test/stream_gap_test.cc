// In: TCP streams of which the capture lost something. Out: whether the damage is told and the next message
// found.
#include "../core/anomalies.h"
#include "../core/streams.h"
#include "check.h"
#include "packets.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {
const Data kLong = prefixed(query(1, 200));
const Data kNext = prefixed(query(2));

Data part(const Data& bytes, size_t from, size_t to) {
  return {bytes.begin() + static_cast<ptrdiff_t>(from), bytes.begin() + static_cast<ptrdiff_t>(to)};
}

int send(Decoded& decoded, const Data& bytes, size_t offset, uint64_t time_ms = 0,
         size_t captured = SIZE_MAX) {
  const size_t kept = captured == SIZE_MAX ? captured : captured + 40;
  return decoded.give(ipv4(tcp(bytes, static_cast<uint32_t>(100 + offset)), 6), LinkType::kRaw, time_ms,
                      kept);
}
}  // namespace

TEST(stream_gap_within_a_message_keeps_the_framing) {
  Decoded decoded;
  decoded.give(ipv4(tcp({}, 99, kTcpSyn), 6));
  send(decoded, part(kLong, 0, 50), 0);
  send(decoded, part(kLong, 90, kLong.size()) + kNext, 90, 10);
  CHECK_EQUAL(decoded.rows(), 0u);
  send(decoded, kNext, kLong.size() + kNext.size(), 2011);
  CHECK_EQUAL(decoded.rows(), 3u);
  CHECK(decoded.row(0).anomalies & anomaly::stream_gap);
  CHECK(decoded.row(0).anomalies & anomaly::truncated);
  CHECK_EQUAL(decoded.row(0).length, 229);
  CHECK_EQUAL(decoded.row(0).captured_length, 48);
  CHECK_EQUAL(decoded.row(1).id, 2);
  CHECK_EQUAL(decoded.row(1).anomalies, 0u);
  CHECK_EQUAL(decoded.counters().stream_gaps, 1u);
}

TEST(stream_gap_beyond_a_message_finds_the_next) {
  Decoded decoded;
  decoded.give(ipv4(tcp({}, 99, kTcpSyn), 6));
  send(decoded, part(kLong, 0, 50), 0);
  send(decoded, kNext, kLong.size() + kNext.size(), 10);
  decoded.finish();
  CHECK_EQUAL(decoded.rows(), 2u);
  CHECK(decoded.row(0).anomalies & anomaly::stream_gap);
  CHECK_EQUAL(decoded.row(1).id, 2);
}

TEST(stream_cut_by_the_capture_is_truncated) {
  Decoded decoded;
  decoded.give(ipv4(tcp({}, 99, kTcpSyn), 6));
  send(decoded, kLong + part(kNext, 0, 5), 0, 0, 60);
  send(decoded, part(kNext, 5, kNext.size()) + kNext, kLong.size() + 5);
  send(decoded, kNext, kLong.size() + 2 * kNext.size());
  CHECK_EQUAL(decoded.rows(), 2u);
  CHECK_EQUAL(decoded.row(0).anomalies & (anomaly::truncated | anomaly::stream_gap), anomaly::truncated);
  CHECK_EQUAL(decoded.row(0).length, 229);
  CHECK_EQUAL(decoded.row(0).captured_length, 58);
  CHECK_EQUAL(decoded.row(1).id, 2);
}

TEST(stream_end_of_input_within_a_message) {
  Decoded decoded;
  decoded.give(ipv4(tcp({}, 99, kTcpSyn), 6));
  send(decoded, part(kLong, 0, 50), 0);
  decoded.finish();
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK(decoded.last().anomalies & anomaly::stream_gap);
}

TEST(stream_of_something_else) {
  const std::string request = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";
  Decoded decoded;
  send(decoded, Data(request.begin(), request.end()), 0);
  send(decoded, Data(1000, 0), request.size());
  CHECK_EQUAL(decoded.rows(), 0u);
  CHECK_EQUAL(decoded.counters().not_dns, 2u);
}

TEST(stream_of_zeros_is_one_event) {
  Decoded decoded;
  decoded.give(ipv4(tcp({}, 99, kTcpSyn), 6));
  for (size_t i = 0; i < 10; i++) send(decoded, Data(1000, 0), i * 1000);
  CHECK_EQUAL(decoded.rows(), 1u);
  CHECK(decoded.last().anomalies & anomaly::short_header);
}

TEST(stream_count_is_bounded) {
  Decoded decoded;
  for (int port = 1; port < 40000; port++) {
    if (port == 53) continue;
    decoded.give(ipv4(tcp(part(kNext, 0, 20), 1, 0, static_cast<uint16_t>(port)), 6));
  }
  CHECK(decoded.counters().streams_evicted >= 20000u);
  decoded.finish();
  CHECK_EQUAL(decoded.rows(), 39998u);
}

TEST(stream_waiting_bytes_are_bounded) {
  Decoded decoded;
  decoded.give(ipv4(tcp({}, 99, kTcpSyn), 6));
  for (size_t i = 1; i <= 100; i++) send(decoded, kNext, i * kNext.size());
  CHECK(decoded.rows() >= 36);
  CHECK_EQUAL(decoded.counters().stream_gaps, 1u);
}
