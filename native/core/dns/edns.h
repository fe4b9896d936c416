// In: an OPT record (RFC 6891). Out: its fixed part, its options by name and their data in presentation form.
#pragma once
#include "parser.h"

namespace dnstop::dns {

constexpr uint16_t kOptionEcs = 8;
constexpr uint16_t kOptionEde = 15;

/// RFC 6891 6.1.2 and 6.1.3: CLASS is the payload size; TTL is | EXTENDED-RCODE 8 | VERSION 8 | DO 1 | Z 15
/// |.
struct Opt {
  explicit Opt(const Record& record)
      : udp_size(record.record_class),
        extended_rcode(static_cast<uint8_t>(record.ttl >> 24)),
        version(static_cast<uint8_t>(record.ttl >> 16)),
        dnssec_ok(record.ttl & 0x8000),
        options(record.data) {}

  uint16_t udp_size;
  uint8_t extended_rcode;  // upper 8 bits of 12
  uint8_t version;
  bool dnssec_ok;
  Reader options;
};

/// What is wrong with where an OPT record stands (RFC 6891 6.1.1): one of them, of the root, in the
/// additional section.
uint32_t misplaced(const Record& record, Section section, bool seen_before);

/// RFC 6891 6.1.2: | OPTION-CODE 16 | OPTION-LENGTH 16 | OPTION-DATA |
struct Option {
  uint16_t code = 0;
  Reader data{Bytes{}};
};

/// The next option of `options`; false at their end, with bad_edns in `anomalies` where they end within an
/// option.
bool next_option(Reader& options, Option& option, uint32_t& anomalies);

/// Appends the option's data: client subnet as ADDRESS/SOURCE/SCOPE, extended error as CODE NAME[: TEXT], a
/// cookie as hex, others as their form says; hex where there is no form, or the data does not fit it (then
/// bad_edns is returned).
uint32_t put_option(Text& out, const Option& option);

}  // namespace dnstop::dns
