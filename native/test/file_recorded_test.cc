// In: pcapng files as dnstop writes them. Out: whether namespaces, owners, anomalies and whole messages come
// out.
#include "../core/anomalies.h"
#include "../file/remark.h"
#include "capture_files.h"
#include "check.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {
Data bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Data padded(Data bytes) {
  bytes.resize((bytes.size() + 3) & ~size_t{3});
  return bytes;
}

Data option(uint16_t code, const Data& value) { return le16(code) + le16(value.size()) + padded(value); }

Data block(uint32_t type, const Data& body) {
  const size_t length = padded(body).size() + 12;
  return le32(type) + le32(length) + padded(body) + le32(length);
}

const Data kSection = block(0x0a0d0d0a, le32(0x1a2b3c4d) + le16(1) + le16(0) + Data(8, 0xff));

Data interface(std::string_view remark) {
  return block(1, le16(101) + le16(0) + le32(0) + option(1, bytes_of(remark)) + option(0, {}));
}

Data packet(uint32_t interface, const Data& bytes, std::string_view remark, size_t cut = 0) {
  const Data captured(bytes.begin(), bytes.end() - static_cast<ptrdiff_t>(cut));
  return block(6, le32(interface) + le32(0) + le32(7) + le32(captured.size()) + le32(bytes.size()) +
                      padded(captured) + option(1, bytes_of(remark)) + option(1, bytes_of("of a reader")) +
                      option(0, {}));
}

/// A segment without a SYN, of a message with its length prefix.
Data segment(const Data& message) { return ipv4(tcp(prefixed(message), 1), 6); }
}  // namespace

TEST(recorded_netns_has_one_index_whatever_becomes_known) {
  const Read read(kSection + interface("dnstop netns_id=77") +
                  interface("dnstop netns_id=77 netns.name=red") + interface("dnstop netns_id=78") +
                  interface("dnstop") + interface("of others netns_id=77") + packet(0, kPacket, "dnstop") +
                  packet(1, kPacket, "dnstop") + packet(2, kPacket, "") + packet(4, kPacket, ""));
  CHECK_EQUAL(read.rows.size(), 4u);
  CHECK_EQUAL(read.rows[0].netns, read.rows[1].netns);
  CHECK(read.rows[0].netns != 0 && read.rows[2].netns != read.rows[0].netns);
  CHECK_EQUAL(read.rows[3].netns, 0u);
  CHECK_EQUAL(read.text(read.rows[0].iface), "");
  CHECK_EQUAL(read.text(read.rows[3].iface), "interface 4");
  CHECK_EQUAL(read.failure, "");
}

TEST(recorded_owners_and_anomalies) {
  const Read read(kSection + interface("dnstop ") + packet(0, kPacket, "dnstop proc.pid=5 proc.comm=a") +
                  packet(0, kPacket, "dnstop proc.pid=5 proc.comm=a anomalies=stream_gap,bad_udp_length") +
                  packet(0, kPacket, "dnstop src.k8s.kind=pod") + packet(0, kPacket, "proc.pid=5"));
  CHECK_EQUAL(read.rows.size(), 4u);
  CHECK(read.rows[0].process != 0);
  CHECK_EQUAL(read.rows[1].process, read.rows[0].process);
  CHECK_EQUAL(read.rows[1].anomalies, anomaly::stream_gap | anomaly::bad_udp_length);
  CHECK_EQUAL(read.rows[2].process, 0u);
  CHECK_EQUAL(read.rows[3].process, 0u);
}

TEST(recorded_messages_are_whole_whatever_the_stream) {
  const Data message = query(1);
  const Read read(kSection + interface("dnstop ") + packet(0, segment(message), "") +
                  packet(0, segment(message), "") + packet(0, segment(message), "") +
                  packet(0, segment(message), "", 6) + packet(0, segment({}), "") +
                  packet(0, ipv4(udp(query(1), 1, 2)), ""));
  CHECK_EQUAL(read.rows.size(), 6u);
  for (const size_t whole : {0u, 1u, 2u, 5u}) CHECK_EQUAL(read.rows[whole].captured_length, message.size());
  CHECK_EQUAL(read.rows[3].captured_length, message.size() - 6);
  CHECK_EQUAL(read.rows[3].length, message.size());
  CHECK_EQUAL(read.rows[3].anomalies, anomaly::truncated);
  CHECK_EQUAL(read.rows[4].length, 0u);
}

TEST(remark_values) {
  const auto value = [](std::string_view remark, std::string_view name) {
    return remark_value(remark, name).value_or("-");
  };
  CHECK_EQUAL(value("dnstop a=1 b=\"x \\\"y\\\" \\\\\" c=2", "b"), "x \"y\" \\");
  CHECK_EQUAL(value("dnstop a=1 b=\"x = y\" c=2", "c"), "2");
  CHECK_EQUAL(value("dnstop a= b=\"\"", "a"), "");
  CHECK_EQUAL(value("dnstop a= b=\"\"", "b"), "");
  CHECK_EQUAL(value("dnstop a=\"never ends", "a"), "never ends");
  CHECK_EQUAL(value("dnstop a=\"\\", "a"), "\\");
  CHECK_EQUAL(value("dnstop words without", "words"), "-");
  CHECK_EQUAL(value("dnstop ab=1", "a"), "-");
}

TEST(remark_entries) {
  using namespace std::string_literals;
  CHECK_EQUAL(remark_process("dnstop proc.comm=x proc.pid=7 proc.creds.uid=1e9 proc.cmdline=\"x y\""),
              "7\0000\0x\0\0x y\0000\0000\0000\0\0\0\0"s);
  CHECK_EQUAL(remark_process("dnstop proc.comm=x"), "");
  CHECK_EQUAL(remark_process("dnstop proc.pid=-1"), "");
  CHECK_EQUAL(remark_netns("dnstop netns_id=4026531840 netns.name=host"), "4026531840\0host\0"s);
}
