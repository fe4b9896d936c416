// In: the data of a record and its type. Out: its presentation form, and whether it has the form its type
// requires.
#include "rdata.h"

#include <array>
#include <ctime>

#include "../address.h"
#include "../anomalies.h"
#include "mnemonics.h"

namespace dnstop::dns {

uint8_t Fields::u8() {
  const uint8_t value = in.u8();
  number(value);
  return value;
}

uint16_t Fields::u16() {
  const uint16_t value = in.u16();
  number(value);
  return value;
}

uint32_t Fields::u32() {
  const uint32_t value = in.u32();
  number(value);
  return value;
}

void Fields::name() {
  next();
  anomalies |= put_name(in, out);
}

void Fields::quoted() {
  next();
  put_quoted(out, in.take(in.u8()));
}

void Fields::rest_hex() {
  next();
  if (in.at_end()) in.fail();
  put_hex(out, in.rest(), HexCase::kUpper);
}

void Fields::rest_base64() {
  if (in.at_end()) in.fail();
  base64(in.left());
}

void Fields::base64(size_t length) {
  next();
  put_base64(out, in.take(length));
}

void Fields::address(size_t length) {
  next();
  const Bytes bytes = in.take(length);
  if (out.wanted()) out.put(address_text(bytes).view());
}

void Fields::type() {
  next();
  put_type(out, in.u16());
}

void Fields::time() {
  next();
  const time_t seconds = in.u32();
  if (!out.wanted()) return;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  out.put(std::string_view(text, std::strftime(text, sizeof text, "%Y%m%d%H%M%S", &parts)));
}

void Fields::type_bitmap() {
  // | window | length 1..32 | bitmap ... |, windows ascending
  for (int last = -1; !in.at_end();) {
    const int window = in.u8();
    const size_t length = in.u8();
    if (window <= last || length < 1 || length > 32) in.fail();
    last = window;
    int type = window * 256;
    for (const uint8_t octet : in.take(length)) {
      for (int bit = 0; bit < 8; bit++, type++) {
        if (!(octet & 0x80 >> bit)) continue;
        next();
        put_type(out, static_cast<uint16_t>(type));
      }
    }
  }
}

namespace {

struct Known {
  RdataForm form = nullptr;
  bool in_only = false;  // the form holds in class IN only (RFC 3597 1: class-specific types)
};

constexpr uint16_t kTableEnd = 264;

constexpr std::array<Known, kTableEnd> forms() {
  std::array<Known, kTableEnd> table{};
  const auto all = [&table](RdataForm form, std::initializer_list<int> types) {
    for (const int type : types) table[static_cast<size_t>(type)] = {form, false};
  };
  // NS MD MF CNAME MB MG MR PTR NSAP-PTR DNAME
  all(form::name, {2, 3, 4, 5, 7, 8, 9, 12, 23, 39});
  all(form::two_names, {14, 17, 58});                 // MINFO RP TALINK
  all(form::preference_name, {15, 18, 21, 36, 107});  // MX AFSDB RT KX LP
  all(form::txt, {16, 56, 99, 258, 261, 262});        // TXT NINFO SPF AVC RESINFO WALLET
  all(form::ds, {43, 59});                            // DS CDS
  all(form::dnskey, {25, 48, 57, 60});                // KEY DNSKEY RKEY CDNSKEY
  all(form::rrsig, {24, 46});                         // SIG RRSIG
  all(form::tlsa, {52, 53});                          // TLSA SMIMEA
  all(form::base64, {49, 61});                        // DHCID OPENPGPKEY
  all(form::svcb, {64, 65});                          // SVCB HTTPS
  all(form::node_identifier, {104, 106});             // NID L64
  all(form::eui, {108, 109});                         // EUI48 EUI64
  all(form::soa, {6});
  all(form::hinfo, {13});
  all(form::x25, {19});
  all(form::isdn, {20});
  all(form::gpos, {27});
  all(form::loc, {29});
  all(form::srv, {33});
  all(form::naptr, {35});
  all(form::cert, {37});
  all(form::sshfp, {44});
  all(form::ipseckey, {45});
  all(form::nsec, {47});
  all(form::nsec3, {50});
  all(form::nsec3param, {51});
  all(form::hip, {55});
  all(form::csync, {62});
  all(form::zonemd, {63});
  all(form::dsync, {66});
  all(form::locator32, {105});
  all(form::tkey, {249});
  all(form::tsig, {250});
  all(form::uri, {256});
  all(form::caa, {257});
  all(form::amtrelay, {260});
  table[1] = {form::a, true};
  table[11] = {form::wks, true};
  table[22] = {form::nsap, true};
  table[26] = {form::px, true};
  table[28] = {form::aaaa, true};
  table[42] = {form::apl, true};
  return table;
}

constexpr std::array<Known, kTableEnd> kForms = forms();

RdataForm form_of(uint16_t type, uint16_t record_class) {
  if (type == 32768 || type == 32769) return form::ds;  // TA DLV (RFC 4431)
  if (type >= kTableEnd) return nullptr;
  const Known known = kForms[type];
  // HS shares IN's addresses; NONE and ANY stand in for the zone's class in updates (RFC 2136 2.4, 2.5).
  const bool is_in =
      has_mdns_flag(record_class) || record_class == 1 || record_class == 4 || record_class >= 254;
  return known.in_only && !is_in ? nullptr : known.form;
}

/// RFC 3597 5.
void put_unknown(Text& out, Bytes data) {
  if (!out.wanted()) return;
  out.put("\\# ");
  out.number(data.size());
  if (!data.empty()) out.put(' ');
  put_hex(out, data, HexCase::kUpper);
}

}  // namespace

uint32_t put_rdata(Text& out, uint16_t type, uint16_t record_class, Reader data) {
  // Updates name an RRset or a name by a record without data (RFC 2136 2.4.1 to 2.5.3).
  if (data.at_end() && (record_class == 254 || record_class == 255)) return 0;
  Reader unread = data;
  const RdataForm form = form_of(type, record_class);
  if (!form) {
    put_unknown(out, unread.rest());
    return 0;
  }
  const size_t start = out.size();
  Fields fields(data, out);
  form(fields);
  if (data.ok() && data.at_end()) return fields.anomalies;
  out.cut(start);
  put_unknown(out, unread.rest());
  return fields.anomalies | anomaly::bad_rdata;
}

}  // namespace dnstop::dns
