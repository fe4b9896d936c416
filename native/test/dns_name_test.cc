// In: names on the wire, sound and damaged. Out: whether their text, their end and their anomalies are right.
#include <string>

#include "../core/anomalies.h"
#include "../core/dns/name.h"
#include "check.h"
#include "dns_build.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {

struct Result {
  std::string text;
  uint32_t anomalies;
  size_t end;
  bool ok;
};

/// Reads the name at `start` of 12 octets of header and `digits`.
Result read(std::string_view digits, size_t start = 12) {
  Wire bytes(12);
  const Wire more = hex(digits);
  bytes.insert(bytes.end(), more.begin(), more.end());
  Reader reader(bytes, start);
  dns::NameText text;
  Result result;
  result.anomalies = dns::read_name(reader, &text);
  result.text = text.view();
  result.end = reader.position();
  result.ok = reader.ok();
  Reader again(bytes, start);
  CHECK_EQUAL(dns::read_name(again, nullptr), result.anomalies);
  CHECK_EQUAL(again.position(), result.end);
  return result;
}

std::string label(size_t length) {
  char digits[3];
  std::snprintf(digits, sizeof digits, "%02zx", length);
  std::string text = digits;
  for (size_t i = 0; i < length; i++) text += "61";
  return text;
}

}  // namespace

TEST(name_plain_and_root) {
  const Result result = read("03777777 076578616d706c65 00 ffff");
  CHECK_EQUAL(result.text, "www.example.");
  CHECK_EQUAL(result.end, 25u);
  CHECK_EQUAL(result.anomalies, 0u);
  CHECK_EQUAL(read("00").text, ".");
}

TEST(name_keeps_case) { CHECK_EQUAL(read("03577757 00").text, "WwW."); }

TEST(name_escapes_as_rfc_1035_5_1) {
  CHECK_EQUAL(read("03 612e62 00").text, "a\\.b.");
  CHECK_EQUAL(read("01 5c 00").text, "\\\\.");
  CHECK_EQUAL(read("06 222829 3b4024 00").text, "\\\"\\(\\)\\;\\@\\$.");
  CHECK_EQUAL(read("05 00 1b 0a 20 7f 00").text, "\\000\\027\\010\\032\\127.");
  CHECK_EQUAL(read("02 ff c3 00").text, "\\255\\195.");
  CHECK_EQUAL(read("04 2d5f2a2f 00").text, "-_*/.");
}

TEST(name_follows_pointers_back) {
  const Result result = read("03777777 00 0161 c00c ffff", 17);
  CHECK_EQUAL(result.text, "a.www.");
  CHECK_EQUAL(result.end, 21u);
  CHECK_EQUAL(result.anomalies, 0u);
  CHECK_EQUAL(read("03777777 00 0161 c00c 0162 c011", 21).text, "b.a.www.");
}

TEST(name_with_a_pointer_to_itself_or_into_its_own_labels) {
  Result result = read("c00c ffff");
  CHECK_EQUAL(result.anomalies, anomaly::bad_pointer);
  CHECK_EQUAL(result.end, 14u);
  CHECK(result.ok);
  CHECK_EQUAL(result.text, ".");
  result = read("0161 c00c ffff");
  CHECK_EQUAL(result.anomalies, anomaly::bad_pointer);
  CHECK_EQUAL(result.text, "a.");
  CHECK_EQUAL(result.end, 16u);
  CHECK_EQUAL(read("0161 c00f").anomalies, anomaly::bad_pointer);
}

TEST(name_with_a_pointer_forward_is_read_and_flagged) {
  const Result result = read("0161 c012 ffff 0162 00");
  CHECK_EQUAL(result.text, "a.b.");
  CHECK_EQUAL(result.anomalies, anomaly::bad_pointer);
  CHECK_EQUAL(result.end, 16u);
}

TEST(name_with_pointers_in_a_loop) {
  const Result result = read("0161 c010 0162 c00c");
  CHECK_EQUAL(result.anomalies & anomaly::bad_pointer, anomaly::bad_pointer);
  CHECK_EQUAL(result.end, 16u);
  CHECK(result.ok);
  CHECK(result.text.starts_with("a.b."));
  CHECK(result.text.size() < 20);
}

TEST(name_with_a_pointer_outside) {
  CHECK_EQUAL(read("0161 ffff").anomalies, anomaly::bad_pointer);
  CHECK_EQUAL(read("0161 c000").anomalies, anomaly::bad_pointer);  // the header is no name
  // A name that a pointer leads to runs off the end.
  const Result result = read("0161 c011 00 0562");
  CHECK_EQUAL(result.anomalies, anomaly::bad_pointer);
  CHECK_EQUAL(result.text, "a.");
  CHECK(result.ok);
}

TEST(name_pointers_to_pointers_are_bounded) {
  std::string digits = "0161 00 c00c";  // 12: a., 15: -> 12
  digits = "016100c00c";
  for (int target = 15; target < 15 + 2 * 200; target += 2) {
    char pointer[5];
    std::snprintf(pointer, sizeof pointer, "%04x", 0xc000 | target);
    digits += pointer;
  }
  CHECK_EQUAL(read(digits, 15 + 2 * 100).anomalies, 0u);
  CHECK_EQUAL(read(digits, 15 + 2 * 100).text, "a.");
  CHECK_EQUAL(read(digits, 15 + 2 * 126).anomalies, 0u);
  CHECK_EQUAL(read(digits, 15 + 2 * 127).anomalies, anomaly::bad_pointer);
}

TEST(name_with_a_bad_label_type) {
  for (const char* digits : {"0161 40 00", "0161 80 00", "0161 bf 00"}) {
    const Result result = read(digits);
    CHECK_EQUAL(result.anomalies, anomaly::bad_label);
    CHECK_EQUAL(result.text, "a.");
    CHECK(!result.ok);
  }
  CHECK_EQUAL(read("41").text, "");
  // Behind a pointer the name's end is known, and reading goes on.
  const Result result = read("80 0161 c00c ffff", 13);
  CHECK_EQUAL(result.anomalies, anomaly::bad_label);
  CHECK(result.ok);
  CHECK_EQUAL(result.end, 17u);
}

TEST(name_of_255_octets_and_more) {
  const std::string most = label(63) + label(63) + label(63);
  const Result longest = read(most + label(61) + "00");
  CHECK_EQUAL(longest.anomalies, 0u);
  CHECK_EQUAL(longest.text.size(), 254u);
  const Result longer = read(most + label(62) + "00 ffff");
  CHECK_EQUAL(longer.anomalies, anomaly::name_too_long);
  CHECK_EQUAL(longer.text.size(), 192u);
  CHECK_EQUAL(longer.end, 12u + 256);
  CHECK(longer.ok);
}

TEST(name_of_127_labels) {
  std::string digits;
  for (int i = 0; i < 127; i++) digits += "0161";
  CHECK_EQUAL(read(digits + "00").anomalies, 0u);
  CHECK_EQUAL(read(digits + "00").text.size(), 254u);
  CHECK_EQUAL(read(digits + "016100").anomalies, anomaly::name_too_long);
}

TEST(name_of_255_octets_all_escaped_fits) {
  std::string digits;
  for (const size_t length : {63, 63, 63, 61}) {
    std::string part = label(length);
    for (size_t i = 2; i < part.size(); i += 2) part.replace(i, 2, "00");
    digits += part;
  }
  CHECK_EQUAL(read(digits + "00").text.size(), 250u * 4 + 4);
}

TEST(name_cut_off) {
  for (const char* digits : {"", "03", "037777", "03777777", "03777777c0"}) {
    const Result result = read(digits);
    CHECK(!result.ok);
    CHECK_EQUAL(result.anomalies, 0u);
  }
  CHECK_EQUAL(read("03777777 05").text, "www.");
}
