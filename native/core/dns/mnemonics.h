// In: numbers of the IANA DNS registries. Out: their names. Text to number is left to the reader of
// mnemonics().
#pragma once
#include <cstdint>
#include <string_view>

#include "text.h"

namespace dnstop::dns {

/// The registered name, or empty. Names are those of the IANA registry in the case of master files.
std::string_view type_name(uint16_t type);
std::string_view class_name(uint16_t value);
std::string_view option_name(uint16_t code);
/// INFO-CODEs of RFC 8914 and its registry.
std::string_view extended_error_name(uint16_t code);
/// Extended RCODE by its IANA name, BADSIG for 16 as TSIG means it (RFC 8945 3).
std::string_view tsig_error_name(uint16_t code);

/// The name, or TYPEn / CLASSn where there is none (RFC 3597 5). The top bit of a class is a flag of mDNS,
/// not part of the class (RFC 6762 5.4, 10.2): classes 0x8001 and 0x80ff are IN and ANY.
void put_type(Text& out, uint16_t type);
void put_class(Text& out, uint16_t value);

constexpr uint16_t kMdnsFlag = 0x8000;
/// Whether the top bit of the class is mDNS's cache-flush or unicast-response flag.
bool has_mdns_flag(uint16_t value);

}  // namespace dnstop::dns
