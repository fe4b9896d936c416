// In: packets from and to port 853. Out: whether each is told once, and none is an event.
#include <cstring>

#include "check.h"
#include "packets.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {

/// The texts of the entries about encrypted packets, fields joined by a space.
std::vector<std::string> told(Decoded& decoded) {
  std::vector<uint8_t> columns(1 << 20), entries(1 << 20), messages(1 << 16);
  const DrainResult result = decoded.batch().drain({columns, entries, messages, 100}, 0);
  std::vector<std::string> texts;
  for (size_t at = 0; at + 12 <= result.entry_bytes;) {
    uint32_t head[3];
    std::memcpy(head, entries.data() + at, sizeof head);
    std::string text(reinterpret_cast<const char*>(entries.data()) + at + 12, head[2]);
    std::replace(text.begin(), text.end(), '\0', ' ');
    if (head[0] == static_cast<uint32_t>(DictionaryKind::kEncrypted)) texts.push_back(text);
    at += 12 + ((head[2] + 3) & ~size_t{3});
  }
  return texts;
}

Data segment(uint16_t src, uint16_t dst, const Data& payload, uint32_t sequence) {
  return be16(src) + be16(dst) + be32(sequence) + be32(0) + Data{0x50, 0x18} + be16(1000) + be32(0) + payload;
}

}  // namespace

TEST(encrypted_packets_are_told_and_no_events) {
  Decoded decoded;
  CHECK_EQUAL(decoded.give(ipv4(segment(5000, 853, Data(40, 1), 1), 6), LinkType::kRaw, 1500), 0);
  CHECK_EQUAL(decoded.give(ipv4(segment(853, 5000, Data(90, 1), 7), 6), LinkType::kRaw, 1501), 0);
  CHECK_EQUAL(decoded.give(ipv6(udp(Data(30, 1), 5000, 853)), LinkType::kRaw, 1502), 0);
  CHECK_EQUAL(decoded.counters().not_dns, 3u);
  const std::vector<std::string> texts = told(decoded);
  CHECK_EQUAL(texts.size(), 3u);
  CHECK_EQUAL(texts.at(0), "1 500000000 0 6 1 10.0.0.1 10.0.0.2 853 40");
  CHECK_EQUAL(texts.at(1), "1 501000000 0 6 0 10.0.0.2 10.0.0.1 853 90");
  CHECK_EQUAL(texts.at(2), "1 502000000 0 17 1 2001:db8::1 2001:db8::2 853 30");
}

TEST(encrypted_packets_count_once) {
  Decoded decoded;
  for (const uint64_t time : {1, 2}) {
    decoded.give(ipv4(segment(5000, 853, Data(40, 1), 1), 6), LinkType::kRaw, time);
    decoded.give(ipv4(segment(5000, 853, Data(40, 1), 41), 6), LinkType::kRaw, time);
  }
  CHECK_EQUAL(told(decoded).size(), 2u);
}

TEST(other_packets_are_not_told_as_encrypted) {
  Decoded decoded;
  decoded.give(ipv4(segment(5000, 853, {}, 1), 6));
  decoded.give(ipv4(segment(5000, 443, Data(40, 1), 1), 6));
  decoded.give(ipv4(udp(query(1))));
  CHECK_EQUAL(told(decoded).size(), 0u);
  CHECK_EQUAL(decoded.rows(), 1u);
}
