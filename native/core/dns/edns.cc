// In: an OPT record (RFC 6891). Out: its fixed part, its options by name and their data in presentation form.
#include "edns.h"

#include "../address.h"
#include "../anomalies.h"
#include "mnemonics.h"

namespace dnstop::dns {

namespace {

using OptionForm = void (*)(Text&, Reader&);

/// LLQ (RFC 8764 3.2): | VERSION 16 | OPCODE 16 | ERROR 16 | ID 64 | LEASE 32 |
void llq(Text& out, Reader& data) {
  for (int i = 0; i < 3; i++) {
    out.number(data.u16());
    out.put(' ');
  }
  out.number(data.u64());
  out.put(' ');
  out.number(data.u32());
}

/// UPDATE-LEASE (RFC 9664 4): | LEASE 32 | KEY-LEASE 32, optional |, seconds
void update_lease(Text& out, Reader& data) {
  out.number(data.u32());
  if (data.at_end()) return;
  out.put(' ');
  out.number(data.u32());
}

/// NSID (RFC 5001 2.3): octets of any kind; hex, and as text behind it where all are printable
void nsid(Text& out, Reader& data) {
  const Bytes bytes = data.rest();
  put_hex(out, bytes, HexCase::kLower);
  for (const uint8_t octet : bytes) {
    if (octet < 0x20 || octet > 0x7e) return;
  }
  if (bytes.empty()) return;
  out.put(" (");
  put_quoted(out, bytes);
  out.put(')');
}

/// DAU DHU N3U (RFC 6975 3): | ALGORITHM 8 | ...
void algorithms(Text& out, Reader& data) {
  for (bool first = true; !data.at_end(); first = false) {
    if (!first) out.put(' ');
    out.number(data.u8());
  }
}

/// ECS (RFC 7871 6): | FAMILY 16 | SOURCE PREFIX 8 | SCOPE PREFIX 8 | ADDRESS, as many octets as SOURCE needs
/// |
void client_subnet(Text& out, Reader& data) {
  const uint16_t family = data.u16();
  const uint8_t source = data.u8(), scope = data.u8();
  const Bytes part = data.rest();
  // Family 0 with prefix 0: the client wants no subnet used (section 7.1.2 and its implementations).
  const size_t size = family == 2 ? 16 : 4;
  if (family > 2 || (family == 0 && source) || source > size * 8 || scope > size * 8) return data.fail();
  if (part.size() != (source + 7u) / 8) return data.fail();
  uint8_t address[16] = {};
  for (size_t i = 0; i < part.size(); i++) address[i] = part[i];
  // Section 6: bits beyond the prefix must be 0.
  if (source % 8 && part.back() & 0xff >> source % 8) return data.fail();
  out.put(address_text({address, size}).view());
  out.put('/');
  out.number(source);
  out.put('/');
  out.number(scope);
}

/// EXPIRE (RFC 7314 3): empty in a query, | SECONDS 32 |
void expire(Text& out, Reader& data) {
  if (!data.at_end()) out.number(data.u32());
}

/// COOKIE (RFC 7873 4): | CLIENT COOKIE 64 | SERVER COOKIE 8 to 32 octets, optional |
void cookie(Text& out, Reader& data) {
  const size_t length = data.left();
  if (length != 8 && (length < 16 || length > 40)) return data.fail();
  put_hex(out, data.rest(), HexCase::kLower);
}

/// TCP-KEEPALIVE (RFC 7828 3.1): empty in a query, | TIMEOUT 16, in 100 milliseconds |
void tcp_keepalive(Text& out, Reader& data) {
  if (data.at_end()) return;
  const uint16_t timeout = data.u16();
  out.number(timeout / 10);
  out.put('.');
  out.number(timeout % 10);
  out.put('s');
}

/// PADDING (RFC 7830 3): its length is all that matters
void padding(Text& out, Reader& data) {
  out.number(data.rest().size());
  out.put(" bytes");
}

/// CHAIN (RFC 7901 3), REPORT-CHANNEL (RFC 9567 5): | name |
void name(Text& out, Reader& data) {
  if (put_name(data, out)) data.fail();
}

/// KEY-TAG (RFC 8145 4.1), CLIENT-TAG, SERVER-TAG: | TAG 16 | ...
void tags(Text& out, Reader& data) {
  for (bool first = true; !data.at_end(); first = false) {
    if (!first) out.put(' ');
    out.number(data.u16());
  }
}

/// EDE (RFC 8914 2): | INFO-CODE 16 | EXTRA-TEXT UTF-8 |
void extended_error(Text& out, Reader& data) {
  const uint16_t code = data.u16();
  out.number(code);
  if (const std::string_view known = extended_error_name(code); !known.empty()) {
    out.put(' ');
    out.put(known);
  }
  if (data.at_end()) return;
  out.put(": ");
  put_escaped(out, data.rest(), "");
}

/// ZONEVERSION (RFC 9660 2): empty in a query, | LABEL COUNT 8 | TYPE 8 | VERSION |
void zone_version(Text& out, Reader& data) {
  if (data.at_end()) return;
  out.number(data.u8());
  out.put(' ');
  out.number(data.u8());
  out.put(' ');
  put_hex(out, data.rest(), HexCase::kLower);
}

OptionForm form_of(uint16_t code) {
  switch (code) {
    case 1:
      return llq;
    case 2:
      return update_lease;
    case 3:
      return nsid;
    case 5:
    case 6:
    case 7:
      return algorithms;
    case kOptionEcs:
      return client_subnet;
    case 9:
      return expire;
    case 10:
      return cookie;
    case 11:
      return tcp_keepalive;
    case 12:
      return padding;
    case 13:
    case 18:
      return name;
    case 14:
    case 16:
    case 17:
      return tags;
    case kOptionEde:
      return extended_error;
    case 19:
      return zone_version;
    default:
      return nullptr;
  }
}

}  // namespace

uint32_t misplaced(const Record& record, Section section, bool seen_before) {
  return seen_before || section != kAdditional || !record.at_root ? anomaly::bad_edns : 0;
}

bool next_option(Reader& options, Option& option, uint32_t& anomalies) {
  if (options.at_end()) return false;
  option.code = options.u16();
  option.data = options.within(options.u16());
  if (options.ok()) return true;
  anomalies |= anomaly::bad_edns;
  return false;
}

uint32_t put_option(Text& out, const Option& option) {
  const OptionForm form = form_of(option.code);
  const size_t start = out.size();
  Reader data = option.data;
  if (form) {
    form(out, data);
    if (data.ok() && data.at_end()) return 0;
    out.cut(start);
  }
  Reader unread = option.data;
  put_hex(out, unread.rest(), HexCase::kLower);
  return form ? anomaly::bad_edns : 0;
}

}  // namespace dnstop::dns
