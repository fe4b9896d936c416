// In: the bytes of an IPv4 or IPv6 address. Out: its canonical text.
#pragma once
#include <string_view>

#include "packet.h"

namespace dnstop {

/// Room for the longest address text, "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".
struct AddressText {
  char chars[46];
  uint8_t length = 0;
  std::string_view view() const { return {chars, length}; }
};

/// Dotted decimal for 4 bytes, RFC 5952 for 16 (IPv4-mapped ones with a dotted end, section 5); empty for
/// other lengths.
AddressText address_text(Bytes address);

}  // namespace dnstop
