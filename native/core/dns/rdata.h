// In: the data of a record and its type. Out: its presentation form, and whether it has the form its type
// requires.
#pragma once
#include "../reader.h"
#include "name.h"
#include "text.h"

namespace dnstop::dns {

/// Writes the data as master files and dig show it. Data that does not fit its type, and types without a
/// known form, are shown as in RFC 3597 5 (`\# LENGTH HEX`); the former is bad_rdata. `data` is limited to
/// the record's data but sees the whole message for compression pointers (RFC 3597 4: accepted wherever a
/// name stands). Returns anomalies.
uint32_t put_rdata(Text& out, uint16_t type, uint16_t record_class, Reader data);

/// The data of one record being written: each field is read, and put behind a space from the one before.
class Fields {
 public:
  Fields(Reader& in, Text& out) : in(in), out(out) {}

  Reader& in;
  Text& out;
  uint32_t anomalies = 0;

  /// The space before a field; for functions that put the field itself.
  void next() {
    if (!first_) out.put(' ');
    first_ = false;
  }
  void number(uint64_t value) {
    next();
    out.number(value);
  }
  uint8_t u8();
  uint16_t u16();
  uint32_t u32();
  void name();
  /// <character-string>: a length octet and as many octets (RFC 1035 3.3).
  void quoted();
  /// Every octet up to the end of the data; none is a failure.
  void rest_hex();
  void rest_base64();
  void base64(size_t length);
  void address(size_t length);
  void type();
  /// Seconds since 1970 as YYYYMMDDHHmmSS (RFC 4034 3.2).
  void time();
  /// Type bit maps (RFC 4034 4.1.2) up to the end of the data.
  void type_bitmap();

 private:
  bool first_ = true;
};

/// Reads and writes the data of one type; says by in.fail() that it does not fit.
using RdataForm = void (*)(Fields&);

// The forms, by subject. Each .cc cites the RFCs and shows the layouts.
namespace form {
void a(Fields&), aaaa(Fields&), name(Fields&), two_names(Fields&), soa(Fields&), preference_name(Fields&);
void txt(Fields&), hinfo(Fields&), wks(Fields&), x25(Fields&), isdn(Fields&), px(Fields&);
void srv(Fields&), naptr(Fields&), uri(Fields&), caa(Fields&), svcb(Fields&), dsync(Fields&);
void ds(Fields&), dnskey(Fields&), rrsig(Fields&), nsec(Fields&), nsec3(Fields&), nsec3param(Fields&);
void csync(Fields&), zonemd(Fields&);
void tlsa(Fields&), sshfp(Fields&), base64(Fields&), cert(Fields&), ipseckey(Fields&), hip(Fields&);
void tkey(Fields&), tsig(Fields&), amtrelay(Fields&);
void loc(Fields&), gpos(Fields&), apl(Fields&), eui(Fields&), nsap(Fields&);
void node_identifier(Fields&), locator32(Fields&);
}  // namespace form

}  // namespace dnstop::dns
