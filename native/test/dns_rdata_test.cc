// In: record data of every type. Out: whether it is shown as dig shows it, and whether damaged data is
// noticed.
#include <string>

#include "../core/anomalies.h"
#include "../core/dns/mnemonics.h"
#include "../core/dns/rdata.h"
#include "check.h"
#include "dns_build.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {

struct Golden {
  const char *type, *data, *text;
};

const Golden kGolden[] = {
#define X(type, data, text) {type, data, text},
#include "rdata_golden.def"
#undef X
};

uint16_t type_of(std::string_view name) {
  if (name.starts_with("TYPE")) return static_cast<uint16_t>(std::stoi(std::string(name.substr(4))));
  for (unsigned type = 1; type < 65536; type++) {
    if (dns::type_name(static_cast<uint16_t>(type)) == name) return static_cast<uint16_t>(type);
  }
  return 0;
}

struct Shown {
  std::string text;
  uint32_t anomalies;
};

Shown shown(std::string_view type, const Wire& data, uint16_t record_class = 1) {
  Shown result;
  dns::Text out(result.text);
  result.anomalies = dns::put_rdata(out, type_of(type), record_class, Reader(data));
  dns::Text dropped;
  CHECK_EQUAL(dns::put_rdata(dropped, type_of(type), record_class, Reader(data)), result.anomalies);
  return result;
}

std::string text(std::string_view type, std::string_view data) { return shown(type, hex(data)).text; }

void check_bad(std::string_view type, std::string_view data) {
  const Shown result = shown(type, hex(data));
  CHECK_EQUAL(std::string(type) + " " + std::to_string(result.anomalies & anomaly::bad_rdata),
              std::string(type) + " " + std::to_string(anomaly::bad_rdata));
  CHECK_EQUAL(result.text.substr(0, 3), "\\# ");
}

}  // namespace

TEST(rdata_golden) {
  for (const Golden& golden : kGolden) {
    const Shown result = shown(golden.type, hex(golden.data));
    CHECK_EQUAL(std::string(golden.type) + " " + result.text, std::string(golden.type) + " " + golden.text);
    CHECK_EQUAL(result.anomalies, 0u);
  }
}

TEST(rdata_golden_cut_short_never_passes_for_another_text) {
  for (const Golden& golden : kGolden) {
    const Wire whole = hex(golden.data);
    for (size_t length = 0; length < whole.size(); length++) {
      const Shown result =
          shown(golden.type, Wire(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(length)));
      CHECK(result.text != golden.text);
    }
  }
}

TEST(rdata_that_does_not_fit_is_shown_as_unknown) {
  CHECK_EQUAL(text("A", "0A0000"), "\\# 3 0A0000");
  CHECK_EQUAL(text("A", ""), "\\# 0");
  check_bad("A", "0A00000101");
  check_bad("AAAA", "0A000001");
  check_bad("NS", "");
  check_bad("MX", "000A");
  check_bad("CNAME", "0161 00 00");
  check_bad("TXT", "");
  check_bad("TXT", "056162");
  check_bad("SOA", "00 00 00000001 00000001 00000001 00000001 000000");
  check_bad("SRV", "0001 0001 00");
  check_bad("DS", "0001 05 01");
  check_bad("DNSKEY", "0100 03 05");
  check_bad("SSHFP", "01 01 0102");
  check_bad("EUI48", "0102030405");
  check_bad("TSIG", "00");
  check_bad("CAA", "00 00 61");
  check_bad("CAA", "00 02 2d2d 61");
  check_bad("ZONEMD", "00000001 01 01 0102");
}

TEST(rdata_bitmaps_have_ascending_windows_of_1_to_32_octets) {
  CHECK_EQUAL(text("NSEC", "00 0001 40"), ". A");
  check_bad("NSEC", "00 0000");
  check_bad("NSEC", "00 0001 40 0001 40");
  check_bad("NSEC", "00 0021" + std::string(66, '0'));
  check_bad("NSEC", "00 0002 40");
}

TEST(rdata_loc_limits) {
  check_bad("LOC", "01 12 16 13 80000000 80000000 00989680");
  check_bad("LOC", "00 1a 16 13 80000000 80000000 00989680");
  check_bad("LOC", "00 a1 16 13 80000000 80000000 00989680");
  check_bad("LOC", "00 12 16 13 ffffffff 80000000 00989680");
  check_bad("LOC", "00 12 16 13 80000000 ffffffff 00989680");
  CHECK_EQUAL(text("LOC", "00 12 16 13 80000000 80000000 00989680"),
              "0 0 0.000 N 0 0 0.000 E 0.00m 1m 10000m 10m");
}

TEST(rdata_svcb_rules) {
  check_bad("SVCB", "0001 00 0001 0000");                         // alpn empty
  check_bad("SVCB", "0001 00 0001 0003 03 6832");                 // id longer than the value
  check_bad("SVCB", "0001 00 0001 0004 01 683200");               // shorter: an empty id follows
  check_bad("SVCB", "0001 00 0003 0003 000035");                  // port of 3 octets
  check_bad("SVCB", "0001 00 0003 0002 0035 0001 0003 02 6832");  // keys descend
  check_bad("SVCB", "0001 00 0000 0002 0000");                    // mandatory lists itself
  check_bad("SVCB", "0001 00 0002 0001 00");                      // no-default-alpn with a value
  check_bad("SVCB", "0001 00 0004 0005 0102030405");              // hint of 5 octets
  CHECK_EQUAL(text("SVCB", "0001 00 ff00 0000"), "1 . key65280");
  CHECK_EQUAL(text("SVCB", "0001 00 0008 0000"), "1 . ohttp");
}

TEST(rdata_of_other_classes) {
  CHECK_EQUAL(shown("A", hex("0A000001"), 3).text, "\\# 4 0A000001");
  CHECK_EQUAL(shown("A", hex("0A000001"), 3).anomalies, 0u);
  CHECK_EQUAL(shown("A", hex("0A000001"), 0x8001).text, "10.0.0.1");
  CHECK_EQUAL(shown("TXT", hex("0161"), 3).text, "\"a\"");
  // Updates: any RRset of the type (RFC 2136 2.4.1), one record (2.5.4).
  CHECK_EQUAL(shown("A", {}, 255).text, "");
  CHECK_EQUAL(shown("A", {}, 255).anomalies, 0u);
  CHECK_EQUAL(shown("A", hex("0A000001"), 254).text, "10.0.0.1");
}

TEST(rdata_names_point_into_the_message) {
  const Wire message = hex("000000000000000000000000 03777777 00 000A C00C");
  Reader reader(message, 17);
  std::string text;
  dns::Text out(text);
  CHECK_EQUAL(dns::put_rdata(out, 15, 1, reader.within(4)), 0u);
  CHECK_EQUAL(text, "10 www.");
  CHECK(reader.at_end());
}

TEST(rdata_strings_are_escaped) {
  CHECK_EQUAL(text("TXT", "06 1b5b324a 0a ff"), "\"\\027[2J\\010\\255\"");
  CHECK_EQUAL(text("CAA", "00 01 61 22"), "0 a \"\\\"\"");
}
