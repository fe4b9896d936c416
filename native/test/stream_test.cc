// In: TCP segments of a stream in every order. Out: whether each of its messages comes once.
#include "../core/anomalies.h"
#include "check.h"
#include "packets.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {
constexpr uint8_t kSyn = 2, kFin = 1, kRst = 4;

/// A client's stream that begins with a handshake; offsets count from its first byte.
class Client {
 public:
  explicit Client(uint32_t first = 1000, bool handshake = true) : first_(first) {
    if (handshake) decoded.give(ipv4(tcp({}, first - 1, kSyn), 6));
  }
  int send(const Data& bytes, size_t offset, uint8_t flags = 0, uint64_t time_ms = 0,
           size_t captured = SIZE_MAX) {
    const auto sequence = static_cast<uint32_t>(first_ + offset);
    const size_t kept = captured == SIZE_MAX ? captured : captured + 40;
    return decoded.give(ipv4(tcp(bytes, sequence, flags), 6), LinkType::kRaw, time_ms, kept);
  }
  Decoded decoded;

 private:
  uint32_t first_;
};

const Data kOne = prefixed(query(1)), kTwo = prefixed(query(2)), kThree = prefixed(query(3));
const size_t kLength = kOne.size();

Data part(const Data& bytes, size_t from, size_t to) {
  return {bytes.begin() + static_cast<ptrdiff_t>(from), bytes.begin() + static_cast<ptrdiff_t>(to)};
}

void check_ids(Decoded& decoded, std::initializer_list<int> ids) {
  CHECK_EQUAL(decoded.rows(), ids.size());
  size_t row = 0;
  for (const int id : ids) {
    if (row == decoded.rows()) break;
    CHECK_EQUAL(decoded.row(row).id, id);
    CHECK_EQUAL(decoded.row(row).anomalies, 0u);
    CHECK_EQUAL(decoded.row(row).transport, 6);
    row++;
  }
}
}  // namespace

TEST(stream_many_messages_in_a_segment) {
  Client client;
  CHECK_EQUAL(client.send(kOne + kTwo + kThree, 0), 3);
  check_ids(client.decoded, {1, 2, 3});
}

TEST(stream_a_message_over_many_segments) {
  Client client;
  for (size_t i = 0; i < kLength; i++) client.send(part(kOne, i, i + 1), i, 0, i);
  check_ids(client.decoded, {1});
  CHECK_EQUAL(client.decoded.last().time_ns, (kLength - 1) * 1'000'000);
}

TEST(stream_segments_that_end_and_begin_within_messages) {
  Client client;
  const Data all = kOne + kTwo + kThree;
  client.send(part(all, 0, 40), 0);
  client.send(part(all, 40, 70), 40);
  client.send(part(all, 70, all.size()), 70);
  check_ids(client.decoded, {1, 2, 3});
}

TEST(stream_out_of_order) {
  Client client;
  client.send(kThree, 2 * kLength);
  client.send(kTwo, kLength);
  CHECK_EQUAL(client.decoded.rows(), 0u);
  client.send(kOne, 0);
  check_ids(client.decoded, {1, 2, 3});
}

TEST(stream_retransmissions_give_no_second_event) {
  Client client;
  client.send(kOne, 0);
  client.send(kOne, 0);
  client.send(kOne + kTwo, 0);
  client.send(part(kOne + kTwo, 20, 2 * kLength), 20);
  client.send({0}, 2 * kLength - 1);  // keep-alive
  check_ids(client.decoded, {1, 2});
}

TEST(stream_sequence_numbers_wrap) {
  Client client(0xfffffff8);
  client.send(kTwo, kLength);
  client.send(kOne, 0);
  client.send(kThree, 2 * kLength);
  check_ids(client.decoded, {1, 2, 3});
}

TEST(stream_data_with_syn_and_fin) {
  Decoded decoded;
  decoded.give(ipv4(tcp(kOne, 99, kSyn), 6));
  decoded.give(ipv4(tcp(kTwo, static_cast<uint32_t>(100 + kLength), kFin), 6));
  check_ids(decoded, {1, 2});
}

TEST(stream_ports_used_again) {
  Client client;
  client.send(kOne, 0, kFin);
  client.decoded.give(ipv4(tcp({}, 4999, kSyn), 6));
  client.decoded.give(ipv4(tcp(kTwo, 5000), 6));
  check_ids(client.decoded, {1, 2});
}

TEST(stream_directions_are_apart) {
  Client client;
  client.send(part(kOne, 0, 10), 0);
  client.decoded.give(ipv4(tcp(kTwo, 1010, 0, 4001), 6));
  client.send(part(kOne, 10, kLength), 10);
  check_ids(client.decoded, {2, 1});
}

TEST(stream_seen_from_the_middle) {
  Client client(1000, false);
  client.send(part(kOne, 11, kLength), 11);
  client.send(kTwo, kLength);
  check_ids(client.decoded, {2});
  CHECK_EQUAL(client.decoded.counters().not_dns, 1u);
}

TEST(stream_length_in_a_segment_of_its_own) {
  Client client(1000, false);
  client.send(part(kOne, 0, 2), 0);
  client.send(part(kOne, 2, kLength), 2);
  check_ids(client.decoded, {1});
}

TEST(stream_reset_ends_a_message) {
  Client client;
  client.send(part(kOne, 0, 20), 0);
  client.send({}, 20, kRst);
  CHECK_EQUAL(client.decoded.rows(), 1u);
  CHECK_EQUAL(client.decoded.last().anomalies & (anomaly::truncated | anomaly::stream_gap),
              anomaly::truncated);
}
