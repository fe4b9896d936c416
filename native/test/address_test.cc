// In: addresses as bytes. Out: whether their text is what inet_ntop and RFC 5952 say.
#include "../core/address.h"

#include <arpa/inet.h>

#include <string>

#include "check.h"

namespace {

std::string round_trip(const char* text) {
  uint8_t bytes[16];
  const bool v6 = inet_pton(AF_INET6, text, bytes) == 1;
  if (!v6 && inet_pton(AF_INET, text, bytes) != 1) return "not an address";
  return std::string(dnstop::address_text({bytes, v6 ? 16u : 4u}).view());
}

}  // namespace

TEST(address_canonical_forms_stay) {
  for (const char* text :
       {"0.0.0.0", "10.96.0.10", "255.255.255.255", "199.9.14.201", "::", "::1", "1::", "fe80::1",
        "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1",
        "1:0:2:3:4:5:6:0", "64:ff9b::c000:201", "0:2:3:4:5:6:7:8", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "1:0:0:2::3", "1:2::3:0:0:4"}) {
    CHECK_EQUAL(round_trip(text), text);
  }
}

TEST(address_other_lengths_are_empty) {
  const uint8_t bytes[5] = {1, 2, 3, 4, 5};
  CHECK(dnstop::address_text({bytes, 5}).view().empty());
  CHECK(dnstop::address_text({bytes, 0}).view().empty());
}
