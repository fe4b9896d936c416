// In: the bytes of an IPv4 or IPv6 address. Out: its canonical text, without inet_ntop's cost.
#include "address.h"

#include <cstring>

namespace dnstop {

namespace {

char* put_decimal(char* at, uint8_t value) {
  if (value >= 100) *at++ = static_cast<char>('0' + value / 100);
  if (value >= 10) *at++ = static_cast<char>('0' + value / 10 % 10);
  *at++ = static_cast<char>('0' + value % 10);
  return at;
}

char* put_v4(char* at, const uint8_t* address) {
  for (int i = 0; i < 4; i++) {
    if (i) *at++ = '.';
    at = put_decimal(at, address[i]);
  }
  return at;
}

char* put_group(char* at, unsigned group) {
  static const char digits[] = "0123456789abcdef";
  if (group >= 0x1000) *at++ = digits[group >> 12];
  if (group >= 0x100) *at++ = digits[group >> 8 & 15];
  if (group >= 0x10) *at++ = digits[group >> 4 & 15];
  *at++ = digits[group & 15];
  return at;
}

struct Run {
  int start = -1;
  int length = 1;  // a single zero group is not shortened (RFC 5952 4.2.2)
};

/// The first of the longest runs of zero groups (RFC 5952 4.2.3).
Run longest_zeros(const unsigned* groups, int count) {
  Run best;
  for (int i = 0; i < count;) {
    int end = i;
    while (end < count && groups[end] == 0) end++;
    if (end - i > best.length) best = {i, end - i};
    i = end + 1;
  }
  return best;
}

char* put_v6(char* at, const uint8_t* address) {
  static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  const bool dotted = std::memcmp(address, mapped, sizeof mapped) == 0;
  const int count = dotted ? 6 : 8;
  unsigned groups[8];
  for (int i = 0; i < count; i++) groups[i] = static_cast<unsigned>(address[2 * i] << 8 | address[2 * i + 1]);
  const Run zeros = longest_zeros(groups, count);
  for (int i = 0; i < count; i++) {
    if (i == zeros.start) {
      *at++ = ':';
      i += zeros.length - 1;
      if (i + 1 == 8) *at++ = ':';
      continue;
    }
    if (i) *at++ = ':';
    at = put_group(at, groups[i]);
  }
  if (!dotted) return at;
  *at++ = ':';
  return put_v4(at, address + 12);
}

}  // namespace

AddressText address_text(Bytes address) {
  AddressText text;
  char* end = text.chars;
  if (address.size() == 4) end = put_v4(end, address.data());
  if (address.size() == 16) end = put_v6(end, address.data());
  text.length = static_cast<uint8_t>(end - text.chars);
  return text;
}

}  // namespace dnstop
