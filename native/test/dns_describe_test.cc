// In: whole messages. Out: whether the JSON text about them is right.
#include <string>

#include "../core/anomalies.h"
#include "../core/dns/edns.h"
#include "../core/dns/message.h"
#include "check.h"
#include "dns_build.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {

const Wire kName = wire_name("www.example");
const Wire kPointer = {0xc0, 0x0c};

std::string describe(const Wire& message, size_t cut = 0) {
  return dns::describe(message, message.size() + cut);
}

struct Shown {
  std::string data;
  uint32_t anomalies;
};

Shown option(uint16_t code, std::string_view digits) {
  const Wire bytes = hex(digits);
  Shown shown;
  dns::Text out(shown.data);
  shown.anomalies = dns::put_option(out, {code, Reader(bytes)});
  return shown;
}

}  // namespace

TEST(describe_every_section) {
  const Wire message = MessageBuilder(1, 0x8180, 1, 1, 1, 2)
                           .question(kName, 15)
                           .record(kPointer, 15, hex("000A C00C"))
                           .record(kPointer, 2, {0xc0, 0x0c}, 1, 86400)
                           .opt(hex("000A 0008 0102030405060708 FDE9 0002 ABCD"))
                           .record(kPointer, 65000, hex("01"), 0x8001)
                           .bytes;
  CHECK_EQUAL(
      describe(message),
      R"({"questions":[{"name":"www.example.","type":"MX","class":"IN"}],)"
      R"("answers":[{"name":"www.example.","type":"MX","class":"IN","ttl":300,"data":"10 www.example."}],)"
      R"("authority":[{"name":"www.example.","type":"NS","class":"IN","ttl":86400,"data":"www.example."}],)"
      R"("additional":[{"name":"www.example.","type":"TYPE65000","class":"IN","ttl":300,)"
      R"("data":"\\# 1 01","cache_flush":true}],)"
      R"("edns":{"udp_size":1232,"version":0,"do":true,"extended_rcode":0,"options":[)"
      R"({"code":10,"name":"COOKIE","data":"0102030405060708"},{"code":65001,"name":"OPT65001","data":"abcd"}]},)"
      R"("anomalies":[]})");
}

TEST(describe_damaged) {
  CHECK_EQUAL(
      describe({}),
      R"({"questions":[],"answers":[],"authority":[],"additional":[],"edns":null,"anomalies":["short_header"]})");
  const Wire message = MessageBuilder(1, 0x8180, 1, 2, 0, 0)
                           .question(kName, 1)
                           .record(kPointer, 1, hex("C000"))
                           .raw({0xc0, 0xff, 0, 1})
                           .bytes;
  CHECK_EQUAL(
      describe(message),
      R"({"questions":[{"name":"www.example.","type":"A","class":"IN"}],)"
      R"("answers":[{"name":"www.example.","type":"A","class":"IN","ttl":300,"data":"\\# 2 C000"}],)"
      R"("authority":[],"additional":[],"edns":null,"anomalies":["bad_pointer","count_mismatch","bad_rdata"]})");
}

TEST(describe_a_question_cut_off_has_no_type_of_another) {
  const Wire message = MessageBuilder(1, 0, 2, 0, 0, 0).question(kName, 28).raw(hex("0161 80")).bytes;
  CHECK(describe(message).find(R"(,{"name":"a.","type":"TYPE0","class":"CLASS0"}])") != std::string::npos);
}

TEST(describe_escapes_names_and_then_json) {
  const Wire message =
      MessageBuilder(1, 0x0100, 1, 0, 0, 0).question(hex("06 22 5c 1b 0a c3 a9 00"), 1, 0x8001).bytes;
  CHECK_EQUAL(
      describe(message),
      R"({"questions":[{"name":"\\\"\\\\\\027\\010\\195\\169.","type":"A","class":"IN","unicast_response":true}],)"
      R"("answers":[],"authority":[],"additional":[],"edns":null,"anomalies":[]})");
}

TEST(describe_unknown_class) {
  const Wire message = MessageBuilder(1, 0x0100, 1, 0, 0, 0).question({0}, 128, 77).bytes;
  CHECK(describe(message).find(R"({"name":".","type":"NXNAME","class":"CLASS77"})") != std::string::npos);
}

TEST(edns_option_forms) {
  CHECK_EQUAL(option(1, "0001 0001 0000 0000000000000005 00000E10").data, "1 1 0 5 3600");
  CHECK_EQUAL(option(2, "00000E10").data, "3600");
  CHECK_EQUAL(option(3, "6e7331").data, "6e7331 (\"ns1\")");
  CHECK_EQUAL(option(3, "00ff").data, "00ff");
  CHECK_EQUAL(option(3, "").data, "");
  CHECK_EQUAL(option(5, "080A0D").data, "8 10 13");
  CHECK_EQUAL(option(8, "0002 38 30 20010DB8000000").data, "2001:db8::/56/48");
  CHECK_EQUAL(option(8, "0001 00 00").data, "0.0.0.0/0/0");
  CHECK_EQUAL(option(8, "0000 00 00").data, "0.0.0.0/0/0");
  CHECK_EQUAL(option(9, "").data, "");
  CHECK_EQUAL(option(9, "00000E10").data, "3600");
  CHECK_EQUAL(option(10, "0102030405060708 090A0B0C0D0E0F10").data, "0102030405060708090a0b0c0d0e0f10");
  CHECK_EQUAL(option(11, "007B").data, "12.3s");
  CHECK_EQUAL(option(12, "00000000").data, "4 bytes");
  CHECK_EQUAL(option(13, "03777777 00").data, "www.");
  CHECK_EQUAL(option(14, "4A5C 4F66").data, "19036 20326");
  CHECK_EQUAL(option(15, "0006").data, "6 DNSSEC Bogus");
  CHECK_EQUAL(option(18, "03777777 00").data, "www.");
  CHECK_EQUAL(option(19, "02 00 0001").data, "2 0 0001");
}

TEST(edns_options_that_do_not_fit_are_hex) {
  for (const auto& [code, digits] : {std::pair<uint16_t, const char*>{8, "000118"},
                                     {8, "00011800c000"},      // too short for /24
                                     {8, "00011800c0000201"},  // too long
                                     {8, "00011700c00003"},    // a bit beyond /23
                                     {8, "00012100c000020100"},
                                     {8, "00031800c00002"},
                                     {10, "01020304"},
                                     {10, "010203040506070809"},
                                     {11, "01"},
                                     {13, "0377"},
                                     {14, "0102ff"},
                                     {15, "01"},
                                     {9, "0102"},
                                     {1, "0001"}}) {
    const Shown shown = option(code, digits);
    CHECK_EQUAL(shown.anomalies, anomaly::bad_edns);
    CHECK_EQUAL(shown.data, digits);
  }
}

TEST(mnemonics_as_json) {
  const std::string text = dns::mnemonics();
  for (const char* part :
       {R"({"types":{"1":"A","2":"NS",)", R"("257":"CAA")", R"("classes":{"1":"IN","3":"CH")",
        R"("32769":"IN")", R"("opcodes":{"0":"QUERY",)",
        R"("rcodes":{"0":"Success","1":"FormatError","2":"ServerFailure","3":"NameError",)",
        R"("16":"BADVERS")", R"("anomalies":["truncated","short_header",)", R"("stream_gap"]})"}) {
    CHECK_EQUAL(text.find(part) == std::string::npos ? part : "", std::string());
  }
}
