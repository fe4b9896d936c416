// In: whole messages. Out: whether the columns of their rows are right, and every anomaly of the DNS message
// is found.
#include <string>

#include "../core/anomalies.h"
#include "../core/dns/message.h"
#include "check.h"
#include "dns_build.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {

const Wire kName = wire_name("www.example");
const Wire kPointer = {0xc0, 0x0c};

struct Decoded {
  Batch batch{16};
  Row row;
  std::string text(uint32_t index) {
    return std::string(batch.dictionary(DictionaryKind::kText).text(index));
  }

  explicit Decoded(const Wire& message, size_t cut = 0) {
    dns::decode(message, message.size() + cut, batch, row);
  }
};

uint32_t anomalies(const Wire& message, size_t cut = 0) { return Decoded(message, cut).row.anomalies; }

MessageBuilder response(uint16_t answers, uint16_t additional = 0) {
  MessageBuilder builder(0xbeef, 0x8180, 1, answers, 0, additional);
  builder.question(kName, 1);
  return builder;
}

}  // namespace

TEST(decode_query) {
  const Wire message = MessageBuilder(0x1234, 0x0120, 1, 0, 0, 1).question(kName, 28).opt({}).bytes;
  Decoded decoded(message);
  CHECK_EQUAL(decoded.row.id, 0x1234);
  CHECK_EQUAL(decoded.row.flags, 0x0120);
  CHECK_EQUAL(decoded.row.rcode, 0);
  CHECK_EQUAL(decoded.row.qtype, 28);
  CHECK_EQUAL(decoded.row.qclass, 1);
  CHECK_EQUAL(decoded.text(decoded.row.name), "www.example.");
  CHECK_EQUAL(decoded.row.edns_flags, 3);
  CHECK_EQUAL(decoded.row.edns_udp_size, 1232);
  CHECK_EQUAL(decoded.row.anomalies, 0u);
  CHECK_EQUAL(decoded.row.length, message.size());
  CHECK_EQUAL(decoded.row.captured_length, message.size());
}

TEST(decode_response_lists_addresses_and_cnames_in_order) {
  const Wire message = response(4)
                           .record(kPointer, 5, wire_name("a.example"))
                           .record(wire_name("a.example"), 5, wire_name("b.example"))
                           .record(wire_name("b.example"), 1, hex("C0000202"))
                           .record(wire_name("b.example"), 28, hex("20010DB8000000000000000000000001"))
                           .bytes;
  Decoded decoded(message);
  CHECK_EQUAL(decoded.text(decoded.row.addresses), "192.0.2.2,2001:db8::1");
  CHECK_EQUAL(decoded.text(decoded.row.cname), "a.example.,b.example.");
  CHECK_EQUAL(decoded.row.num_answers, 4);
  CHECK_EQUAL(decoded.row.anomalies, 0u);
}

TEST(decode_addresses_of_other_sections_are_not_listed) {
  const Wire message = MessageBuilder(1, 0x8000, 1, 0, 1, 1)
                           .question(kName, 1)
                           .record(kPointer, 5, kName)
                           .record(kPointer, 1, hex("C0000201"))
                           .bytes;
  CHECK_EQUAL(Decoded(message).row.addresses, 0u);
  CHECK_EQUAL(Decoded(message).row.cname, 0u);
}

TEST(decode_extended_rcode_and_options) {
  const Wire message = response(0, 1)
                           .opt(hex("0008 0007 0001 18 00 C00002"
                                    "000F 0008 0012 6e6f7065 2e 0a"
                                    "000F 0002 0016"
                                    "000A 0008 0102030405060708"),
                                0x01008000)
                           .bytes;
  Decoded decoded(message);
  CHECK_EQUAL(decoded.row.rcode, 16);
  CHECK_EQUAL(decoded.text(decoded.row.edns_ecs), "192.0.2.0/24/0");
  CHECK_EQUAL(decoded.text(decoded.row.edns_ede), "18 Prohibited: nope.\\010,22 No Reachable Authority");
  CHECK_EQUAL(decoded.row.anomalies, 0u);
}

TEST(decode_extended_error_text_of_utf8_is_escaped) {
  Decoded decoded(response(0, 1).opt(hex("000F 0004 FFFE C3A9")).bytes);
  CHECK_EQUAL(decoded.text(decoded.row.edns_ede), "65534: \\195\\169");
}

TEST(decode_short_header) {
  Decoded decoded(hex("1234 8180 00"));
  CHECK_EQUAL(decoded.row.anomalies, anomaly::short_header);
  CHECK_EQUAL(decoded.row.id, 0x1234);
  CHECK_EQUAL(decoded.row.flags, 0x8180);
  CHECK_EQUAL(anomalies({}), anomaly::short_header);
  CHECK_EQUAL(anomalies(hex("1234"), 40), anomaly::truncated);
}

TEST(decode_truncated_at_every_byte) {
  const Wire whole = response(1).record(kPointer, 1, hex("C0000201")).bytes;
  for (size_t length = 0; length < whole.size(); length++) {
    const Wire part(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(length));
    CHECK_EQUAL(anomalies(part, whole.size() - length), anomaly::truncated);
    // The same bytes as the whole message: its counts are wrong instead.
    CHECK_EQUAL(anomalies(part), length < 12 ? anomaly::short_header : anomaly::count_mismatch);
  }
  CHECK_EQUAL(anomalies(whole), 0u);
  Decoded cut(Wire(whole.begin(), whole.end() - 5), 5);
  CHECK_EQUAL(cut.row.length, whole.size());
  CHECK_EQUAL(cut.row.captured_length, whole.size() - 5);
  CHECK_EQUAL(cut.text(cut.row.name), "www.example.");
}

TEST(decode_keeps_the_question_that_could_be_read) {
  Decoded decoded(MessageBuilder(1, 0x0100, 1, 0, 0, 0).raw(hex("03777777 41")).bytes);
  CHECK_EQUAL(decoded.text(decoded.row.name), "www.");
  CHECK_EQUAL(decoded.row.anomalies, anomaly::bad_label);
}

TEST(decode_anomalies) {
  CHECK_EQUAL(anomalies(response(0).raw({0}).bytes), anomaly::trailing_bytes);
  CHECK_EQUAL(anomalies(response(1).bytes), anomaly::count_mismatch);
  CHECK_EQUAL(anomalies(response(1).record(kPointer, 1, hex("C000")).bytes), anomaly::bad_rdata);
  CHECK_EQUAL(anomalies(response(1).record({0xc0, 0xff}, 1, hex("C0000201")).bytes), anomaly::bad_pointer);
  CHECK_EQUAL(anomalies(response(1).record({0x80}, 1, hex("C0000201")).bytes), anomaly::bad_label);
  CHECK_EQUAL(anomalies(response(1).record(kPointer, 5, {0x80}).bytes),
              anomaly::bad_label | anomaly::bad_rdata);
  CHECK_EQUAL(anomalies(response(1).record(kPointer, 16, hex("0561")).bytes), anomaly::bad_rdata);
  CHECK_EQUAL(anomalies(MessageBuilder(1, 0, 0, 0, 0, 0).bytes), anomaly::no_question);
  CHECK_EQUAL(anomalies(MessageBuilder(1, 0x8000, 0, 0, 0, 0).bytes), 0u);
}

TEST(decode_stateful_operations_have_tlvs_instead_of_records) {
  CHECK_EQUAL(anomalies(MessageBuilder(1, 0x3000, 0, 0, 0, 0).raw(hex("0001 0008 00003A98 00003A98")).bytes),
              0u);
}

TEST(decode_bad_edns) {
  CHECK_EQUAL(anomalies(response(0, 2).opt({}).opt({}).bytes), anomaly::bad_edns);
  CHECK_EQUAL(anomalies(response(1).opt({}).bytes), anomaly::bad_edns);  // in the answer section
  CHECK_EQUAL(anomalies(response(0, 1).record(kPointer, 41, {}).bytes), anomaly::bad_edns);
  CHECK_EQUAL(anomalies(response(0, 1).opt(hex("000A 0009 01")).bytes), anomaly::bad_edns);
  CHECK_EQUAL(anomalies(response(0, 1).opt(hex("000A")).bytes), anomaly::bad_edns);
  const Wire overrun = response(0, 1).raw({0}).u16(41).u16(512).u32(0).u16(200).bytes;
  CHECK_EQUAL(anomalies(overrun), anomaly::bad_edns | anomaly::count_mismatch);
}

TEST(decode_damaged_addresses_are_not_listed) {
  const Wire message = response(3)
                           .record(kPointer, 1, hex("C000"))
                           .record(kPointer, 1, hex("C0000201"))
                           .record(kPointer, 28, {})
                           .bytes;
  Decoded decoded(message);
  CHECK_EQUAL(decoded.text(decoded.row.addresses), "192.0.2.1");
  CHECK_EQUAL(decoded.row.anomalies, anomaly::bad_rdata);
}

TEST(decode_keeps_anomalies_that_were_found_before) {
  Batch batch(16);
  Row row;
  row.anomalies = anomaly::stream_gap;
  dns::decode(response(1).bytes, response(1).bytes.size(), batch, row);
  CHECK_EQUAL(row.anomalies, anomaly::stream_gap | anomaly::count_mismatch);
}

TEST(decode_mdns_keeps_the_raw_class) {
  Decoded decoded(MessageBuilder(0, 0, 1, 0, 0, 0).question(kName, 12, 0x8001).bytes);
  CHECK_EQUAL(decoded.row.qclass, 0x8001);
}

TEST(decode_update) {
  // Zone, a prerequisite "RRset exists", an added and two deleted records (RFC
  // 2136 2.4.1, 2.5.1, 2.5.2, 2.5.4).
  const Wire message = MessageBuilder(7, 0x2800, 1, 1, 3, 0)
                           .question(wire_name("example"), 6)
                           .record(kName, 1, {}, 255, 0)
                           .record(kName, 1, hex("C0000201"))
                           .record(kName, 1, {}, 255, 0)
                           .record(kName, 1, hex("C0000202"), 254, 0)
                           .bytes;
  Decoded decoded(message);
  CHECK_EQUAL(decoded.row.anomalies, 0u);
  CHECK_EQUAL(decoded.row.addresses, 0u);
  CHECK_EQUAL(decoded.text(decoded.row.name), "example.");
}

TEST(decode_several_questions) {
  const Wire two = MessageBuilder(1, 0x0100, 2, 0, 0, 0).question(kName, 1).question(kPointer, 28).bytes;
  Decoded decoded(two);
  CHECK_EQUAL(decoded.row.qtype, 1);
  CHECK_EQUAL(decoded.row.anomalies, 0u);
}
