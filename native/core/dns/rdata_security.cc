// In: data of the record types that carry keys, certificates and transaction signatures. Out: their
// presentation form.
#include "mnemonics.h"
#include "rdata.h"

namespace dnstop::dns::form {

/// TLSA (RFC 6698 2.1), SMIMEA (RFC 8162 2): | USAGE 8 | SELECTOR 8 | MATCHING TYPE 8 | DATA ... |
void tlsa(Fields& fields) {
  for (int i = 0; i < 3; i++) fields.u8();
  fields.rest_hex();
}

/// RFC 4255 3.1: | ALGORITHM 8 | FINGERPRINT TYPE 8 | FINGERPRINT ... |; SHA-1 has 20 octets, SHA-256 32 (RFC
/// 6594 4)
void sshfp(Fields& fields) {
  fields.u8();
  const uint8_t type = fields.u8();
  const size_t length = fields.in.left();
  if ((type == 1 && length != 20) || (type == 2 && length != 32)) fields.in.fail();
  fields.rest_hex();
}

/// DHCID (RFC 4701 3.1), OPENPGPKEY (RFC 7929 2.1): octets to the end
void base64(Fields& fields) { fields.rest_base64(); }

/// RFC 4398 2: | TYPE 16 | KEY TAG 16 | ALGORITHM 8 | CERTIFICATE ... |, numbers as section 2.2 permits
void cert(Fields& fields) {
  fields.u16();
  fields.u16();
  fields.u8();
  fields.rest_base64();
}

namespace {
/// Gateway of IPSECKEY (RFC 4025 2.5) and relay of AMTRELAY (RFC 8777 4.2.3): none, IPv4, IPv6 or a name
void gateway(Fields& fields, uint8_t type) {
  switch (type) {
    case 0:
      fields.next();
      return fields.out.put('.');
    case 1:
      return fields.address(4);
    case 2:
      return fields.address(16);
    case 3:
      return fields.name();
    default:
      return fields.in.fail();
  }
}
}  // namespace

/// RFC 4025 2.1: | PRECEDENCE 8 | GATEWAY TYPE 8 | ALGORITHM 8 | GATEWAY | PUBLIC KEY ..., none with
/// algorithm 0 |
void ipseckey(Fields& fields) {
  fields.u8();
  const uint8_t type = fields.u8();
  fields.u8();
  gateway(fields, type);
  if (!fields.in.at_end()) fields.rest_base64();
}

/// RFC 8777 4.2: | PRECEDENCE 8 | D 1 | TYPE 7 | RELAY |
void amtrelay(Fields& fields) {
  fields.u8();
  const uint8_t type = fields.in.u8();
  fields.number(type >> 7);
  fields.number(type & 0x7f);
  gateway(fields, type & 0x7f);
}

/// RFC 8005 5: | HIT LENGTH 8 | PK ALGORITHM 8 | PK LENGTH 16 | HIT | PUBLIC KEY | RENDEZVOUS SERVERS names |
void hip(Fields& fields) {
  const uint8_t hit_length = fields.in.u8();
  fields.u8();
  const uint16_t key_length = fields.in.u16();
  fields.next();
  put_hex(fields.out, fields.in.take(hit_length), HexCase::kUpper);
  fields.base64(key_length);
  while (!fields.in.at_end()) fields.name();
}

namespace {

/// | SIZE 16 | octets |, shown as dig does: the size, then base64 where there are any
void sized(Fields& fields) {
  const uint16_t size = fields.u16();
  if (size) fields.base64(size);
}

void error(Fields& fields) {
  const uint16_t code = fields.in.u16();
  fields.next();
  const std::string_view name = tsig_error_name(code);
  if (name.empty()) {
    fields.out.number(code);
  } else {
    fields.out.put(name);
  }
}

}  // namespace

/// RFC 2930 2: | ALGORITHM name | INCEPTION 32 | EXPIRATION 32 | MODE 16 | ERROR 16 | KEY SIZE 16 | KEY |
/// OTHER SIZE 16 | OTHER |
void tkey(Fields& fields) {
  fields.name();
  fields.time();
  fields.time();
  fields.u16();
  error(fields);
  sized(fields);
  sized(fields);
}

/// RFC 8945 4.2: | ALGORITHM name | TIME SIGNED 48 | FUDGE 16 | MAC SIZE 16 | MAC | ORIGINAL ID 16 | ERROR 16
/// | OTHER LEN 16 | OTHER |
void tsig(Fields& fields) {
  fields.name();
  fields.number(fields.in.u48());
  fields.u16();
  sized(fields);
  fields.u16();
  error(fields);
  sized(fields);
}

}  // namespace dnstop::dns::form
