// In: data of the record types that say where a service is. Out: their presentation form.
#include <string>

#include "../address.h"
#include "rdata.h"

namespace dnstop::dns::form {

/// RFC 2782: | PRIORITY 16 | WEIGHT 16 | PORT 16 | TARGET name |
void srv(Fields& fields) {
  for (int i = 0; i < 3; i++) fields.u16();
  fields.name();
}

/// RFC 3403 4.1: | ORDER 16 | PREFERENCE 16 | FLAGS | SERVICES | REGEXP (<character-string>s) | REPLACEMENT
/// name |
void naptr(Fields& fields) {
  fields.u16();
  fields.u16();
  for (int i = 0; i < 3; i++) fields.quoted();
  fields.name();
}

/// RFC 7553 4.5: | PRIORITY 16 | WEIGHT 16 | TARGET octets to the end |
void uri(Fields& fields) {
  fields.u16();
  fields.u16();
  fields.next();
  put_quoted(fields.out, fields.in.rest());
}

/// RFC 8659 4.1: | FLAGS 8 | TAG length 8 | TAG | VALUE octets to the end |, the tag of ASCII letters and
/// digits
void caa(Fields& fields) {
  fields.u8();
  const Bytes tag = fields.in.take(fields.in.u8());
  if (tag.empty()) return fields.in.fail();
  for (const uint8_t octet : tag) {
    const uint8_t lower = octet | 0x20;
    if (!(lower >= 'a' && lower <= 'z') && !(octet >= '0' && octet <= '9')) return fields.in.fail();
  }
  fields.next();
  put_escaped(fields.out, tag, "");
  fields.next();
  put_quoted(fields.out, fields.in.rest());
}

/// RFC 9859 2: | RRTYPE 16 | SCHEME 8 | PORT 16 | TARGET name |
void dsync(Fields& fields) {
  fields.type();
  fields.u8();
  fields.u16();
  fields.name();
}

namespace {

enum Key : uint16_t {
  kMandatory,
  kAlpn,
  kNoDefaultAlpn,
  kPort,
  kIpv4Hint,
  kEch,
  kIpv6Hint,
  kDohPath,
  kOhttp
};

// IANA "Service Parameter Keys (SvcParamKeys)".
constexpr std::string_view kKeyNames[] = {"mandatory", "alpn",     "no-default-alpn", "port", "ipv4hint",
                                          "ech",       "ipv6hint", "dohpath",         "ohttp"};

void put_key(Text& out, uint16_t key) {
  if (key < std::size(kKeyNames)) return out.put(kKeyNames[key]);
  out.put("key");
  out.number(key);
}

/// RFC 9460 8: one or more keys, 16 bits each, ascending, without "mandatory" itself
void put_mandatory(Text& out, Reader& value) {
  for (int last = 0; value.ok();) {
    const uint16_t key = value.u16();
    if (key <= last) return value.fail();
    if (last) out.put(',');
    put_key(out, key);
    last = key;
    if (value.at_end()) return;
  }
}

/// RFC 9460 7.1.1: one or more | length 8, not 0 | octets |; commas escaped once more for the list (Appendix
/// A.1)
void put_alpn(Text& out, Reader& value) {
  out.put('"');
  for (bool first = true; value.ok(); first = false) {
    const Bytes id = value.take(value.u8());
    if (id.empty()) return value.fail();
    if (!first) out.put(',');
    for (const uint8_t& octet : id) {
      if (octet == ',' || octet == '\\') out.put("\\\\");
      put_escaped(out, {&octet, 1}, "\"");
    }
    if (value.at_end()) break;
  }
  out.put('"');
}

/// RFC 9460 7.3: one or more addresses
void put_hints(Text& out, Reader& value, size_t length) {
  do {
    const Bytes address = value.take(length);
    if (out.wanted()) out.put(address_text(address).view());
    if (value.at_end()) return;
    out.put(',');
  } while (value.ok());
}

void put_value(Text& out, uint16_t key, Reader& value) {
  switch (key) {
    case kMandatory:
      return put_mandatory(out, value);
    case kAlpn:
      return put_alpn(out, value);
    case kPort:
      return out.number(value.u16());
    case kIpv4Hint:
      return put_hints(out, value, 4);
    case kIpv6Hint:
      return put_hints(out, value, 16);
    case kEch:
      return put_base64(out, value.rest());
    default:
      return put_quoted(out, value.rest());
  }
}

/// | KEY 16 | LENGTH 16 | VALUE ... |
void put_parameter(Fields& fields, uint16_t key) {
  Reader value = fields.in.within(fields.in.u16());
  fields.next();
  put_key(fields.out, key);
  // Keys that are flags, and keys without a known form, may have no value.
  const bool flag = key == kNoDefaultAlpn || key == kOhttp;
  if (!flag && (key < kOhttp || !value.at_end())) {
    fields.out.put('=');
    put_value(fields.out, key, value);
  }
  if (!value.ok() || !value.at_end()) fields.in.fail();
}

}  // namespace

/// SVCB and HTTPS (RFC 9460 2.2): | PRIORITY 16 | TARGET name | parameters, keys strictly ascending |
void svcb(Fields& fields) {
  fields.u16();
  fields.name();
  for (int last = -1; !fields.in.at_end();) {
    const uint16_t key = fields.in.u16();
    if (key <= last) return fields.in.fail();
    last = key;
    put_parameter(fields, key);
  }
}

}  // namespace dnstop::dns::form
