// In: data of the record types of DNSSEC and zone maintenance. Out: their presentation form.
#include "rdata.h"

namespace dnstop::dns::form {

/// DS CDS TA DLV (RFC 4034 5.1): | KEY TAG 16 | ALGORITHM 8 | DIGEST TYPE 8 | DIGEST ... |
void ds(Fields& fields) {
  fields.u16();
  fields.u8();
  fields.u8();
  fields.rest_hex();
}

/// DNSKEY CDNSKEY RKEY (RFC 4034 2.1), KEY (RFC 2535 3.1): | FLAGS 16 | PROTOCOL 8 | ALGORITHM 8 | KEY ... |
void dnskey(Fields& fields) {
  const uint16_t flags = fields.u16();
  fields.u8();
  fields.u8();
  // RFC 2535 3.1.2: both top bits of KEY's flags say that there is no key.
  if ((flags & 0xc000) == 0xc000 && fields.in.at_end()) return;
  fields.rest_base64();
}

/// RRSIG (RFC 4034 3.1), SIG (RFC 2535 4.1): | TYPE COVERED 16 | ALGORITHM 8 | LABELS 8 | ORIGINAL TTL 32 |
/// EXPIRATION 32 | INCEPTION 32 | KEY TAG 16 | SIGNER name | SIGNATURE ... |
void rrsig(Fields& fields) {
  fields.type();
  fields.u8();
  fields.u8();
  fields.u32();
  fields.time();
  fields.time();
  fields.u16();
  fields.name();
  fields.rest_base64();
}

/// RFC 4034 4.1: | NEXT name | TYPE BIT MAPS ... |
void nsec(Fields& fields) {
  fields.name();
  fields.type_bitmap();
}

namespace {
/// | HASH ALGORITHM 8 | FLAGS 8 | ITERATIONS 16 | SALT LENGTH 8 | SALT |, an empty salt shown as `-` (RFC
/// 5155 3.3)
void nsec3_parameters(Fields& fields) {
  fields.u8();
  fields.u8();
  fields.u16();
  const Bytes salt = fields.in.take(fields.in.u8());
  fields.next();
  if (salt.empty()) fields.out.put('-');
  put_hex(fields.out, salt, HexCase::kUpper);
}
}  // namespace

/// RFC 5155 3.2: parameters | HASH LENGTH 8 | NEXT HASHED OWNER | TYPE BIT MAPS ... |
void nsec3(Fields& fields) {
  nsec3_parameters(fields);
  const Bytes hash = fields.in.take(fields.in.u8());
  if (hash.empty()) return fields.in.fail();
  fields.next();
  put_base32hex(fields.out, hash);
  fields.type_bitmap();
}

/// RFC 5155 4.2
void nsec3param(Fields& fields) { nsec3_parameters(fields); }

/// RFC 7477 2.1.1: | SOA SERIAL 32 | FLAGS 16 | TYPE BIT MAP ... |
void csync(Fields& fields) {
  fields.u32();
  fields.u16();
  fields.type_bitmap();
}

/// RFC 8976 2.2: | SERIAL 32 | SCHEME 8 | HASH ALGORITHM 8 | DIGEST of 12 octets or more |
void zonemd(Fields& fields) {
  fields.u32();
  fields.u8();
  fields.u8();
  if (fields.in.left() < 12) fields.in.fail();
  fields.rest_hex();
}

}  // namespace dnstop::dns::form
