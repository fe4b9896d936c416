// In: data of the record types about hosts, names and mail. Out: their presentation form.
#include <charconv>

#include "../address.h"
#include "rdata.h"

namespace dnstop::dns::form {

/// RFC 1035 3.4.1: | ADDRESS 32 |
void a(Fields& fields) { fields.address(4); }

/// RFC 3596 2.2: | ADDRESS 128 |
void aaaa(Fields& fields) { fields.address(16); }

/// NS MD MF CNAME MB MG MR PTR (RFC 1035 3.3), NSAP-PTR (RFC 1706), DNAME (RFC 6672 2.1): | name |
void name(Fields& fields) { fields.name(); }

/// MINFO (RFC 1035 3.3.7), RP (RFC 1183 2.2), TALINK: | name | name |
void two_names(Fields& fields) {
  fields.name();
  fields.name();
}

/// RFC 1035 3.3.13: | MNAME | RNAME | SERIAL 32 | REFRESH 32 | RETRY 32 | EXPIRE 32 | MINIMUM 32 |
void soa(Fields& fields) {
  fields.name();
  fields.name();
  for (int i = 0; i < 5; i++) fields.u32();
}

/// MX (RFC 1035 3.3.9), AFSDB (RFC 1183 1), RT (RFC 1183 3.3), KX (RFC 2230 3), LP (RFC 6742 2.4):
/// | PREFERENCE 16 | name |
void preference_name(Fields& fields) {
  fields.u16();
  fields.name();
}

/// TXT (RFC 1035 3.3.14), SPF (RFC 7208 3.1), NINFO, AVC, RESINFO (RFC 9606 5), WALLET: one or more | length
/// 8 | octets |
void txt(Fields& fields) {
  do {
    fields.quoted();
  } while (!fields.in.at_end());
}

/// RFC 1035 3.3.2: | CPU <character-string> | OS <character-string> |
void hinfo(Fields& fields) {
  fields.quoted();
  fields.quoted();
}

/// RFC 1035 3.4.2: | ADDRESS 32 | PROTOCOL 8 | BIT MAP ... |, bit n from the left for port n
void wks(Fields& fields) {
  fields.address(4);
  fields.u8();
  for (unsigned port = 0; !fields.in.at_end();) {
    const uint8_t octet = fields.in.u8();
    for (int bit = 0; bit < 8; bit++, port++) {
      if (octet & 0x80 >> bit) fields.number(port);
    }
    if (port > 65536) fields.in.fail();
  }
}

/// RFC 1183 3.1: | PSDN-address <character-string> |
void x25(Fields& fields) { fields.quoted(); }

/// RFC 1183 3.2: | ISDN-address <character-string> | sa <character-string>, optional |
void isdn(Fields& fields) {
  fields.quoted();
  if (!fields.in.at_end()) fields.quoted();
}

/// RFC 2163 4: | PREFERENCE 16 | MAP822 name | MAPX400 name |
void px(Fields& fields) {
  fields.u16();
  fields.name();
  fields.name();
}

/// RFC 1706 5: the octets of the address, shown as 0x and hex
void nsap(Fields& fields) {
  fields.next();
  if (fields.in.at_end()) fields.in.fail();
  fields.out.put("0x");
  put_hex(fields.out, fields.in.rest(), HexCase::kLower);
}

/// RFC 3123 4, repeated: | ADDRESSFAMILY 16 | PREFIX 8 | N 1 | AFDLENGTH 7 | AFDPART ... |, trailing zero
/// octets left out
void apl(Fields& fields) {
  while (!fields.in.at_end()) {
    const uint16_t family = fields.in.u16();
    const uint8_t prefix = fields.in.u8();
    const uint8_t length = fields.in.u8();
    const Bytes part = fields.in.take(length & 0x7f);
    const size_t size = family == 1 ? 4 : 16;
    if (family < 1 || family > 2 || part.size() > size || prefix > size * 8) return fields.in.fail();
    uint8_t address[16] = {};
    for (size_t i = 0; i < part.size(); i++) address[i] = part[i];
    fields.next();
    if (length & 0x80) fields.out.put('!');
    fields.out.number(family);
    fields.out.put(':');
    fields.out.put(address_text({address, size}).view());
    fields.out.put('/');
    fields.out.number(prefix);
  }
}

/// RFC 7043 3.1, 4.1: 6 or 8 octets, shown in lower case hex with `-` between
void eui(Fields& fields) {
  fields.next();
  const size_t length = fields.in.left();
  if (length != 6 && length != 8) return fields.in.fail();
  for (size_t i = 0; i < length; i++) {
    if (i) fields.out.put('-');
    put_hex(fields.out, fields.in.take(1), HexCase::kLower);
  }
}

/// NID (RFC 6742 2.1), L64 (2.3): | PREFERENCE 16 | 64 bits |, as four groups of hex digits
void node_identifier(Fields& fields) {
  fields.u16();
  fields.next();
  for (int group = 0; group < 4; group++) {
    if (group) fields.out.put(':');
    char digits[4];
    fields.out.put(std::string_view(digits, std::to_chars(digits, digits + 4, fields.in.u16(), 16).ptr));
  }
}

/// L32 (RFC 6742 2.2): | PREFERENCE 16 | LOCATOR 32 |
void locator32(Fields& fields) {
  fields.u16();
  fields.address(4);
}

}  // namespace dnstop::dns::form
