// In: numbers of the IANA DNS registries. Out: their names. The only table of them in the program.
#include "mnemonics.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "message.h"

namespace dnstop::dns {

namespace {

struct Entry {
  uint16_t number;
  std::string_view name;
};

// IANA "Resource Record (RR) TYPEs"; 255 is "*" there and ANY in master files and tools.
constexpr Entry kTypes[] = {
    {1, "A"},           {2, "NS"},        {3, "MD"},        {4, "MF"},       {5, "CNAME"},
    {6, "SOA"},         {7, "MB"},        {8, "MG"},        {9, "MR"},       {10, "NULL"},
    {11, "WKS"},        {12, "PTR"},      {13, "HINFO"},    {14, "MINFO"},   {15, "MX"},
    {16, "TXT"},        {17, "RP"},       {18, "AFSDB"},    {19, "X25"},     {20, "ISDN"},
    {21, "RT"},         {22, "NSAP"},     {23, "NSAP-PTR"}, {24, "SIG"},     {25, "KEY"},
    {26, "PX"},         {27, "GPOS"},     {28, "AAAA"},     {29, "LOC"},     {30, "NXT"},
    {31, "EID"},        {32, "NIMLOC"},   {33, "SRV"},      {34, "ATMA"},    {35, "NAPTR"},
    {36, "KX"},         {37, "CERT"},     {38, "A6"},       {39, "DNAME"},   {40, "SINK"},
    {41, "OPT"},        {42, "APL"},      {43, "DS"},       {44, "SSHFP"},   {45, "IPSECKEY"},
    {46, "RRSIG"},      {47, "NSEC"},     {48, "DNSKEY"},   {49, "DHCID"},   {50, "NSEC3"},
    {51, "NSEC3PARAM"}, {52, "TLSA"},     {53, "SMIMEA"},   {55, "HIP"},     {56, "NINFO"},
    {57, "RKEY"},       {58, "TALINK"},   {59, "CDS"},      {60, "CDNSKEY"}, {61, "OPENPGPKEY"},
    {62, "CSYNC"},      {63, "ZONEMD"},   {64, "SVCB"},     {65, "HTTPS"},   {66, "DSYNC"},
    {67, "HHIT"},       {68, "BRID"},     {99, "SPF"},      {100, "UINFO"},  {101, "UID"},
    {102, "GID"},       {103, "UNSPEC"},  {104, "NID"},     {105, "L32"},    {106, "L64"},
    {107, "LP"},        {108, "EUI48"},   {109, "EUI64"},   {128, "NXNAME"}, {249, "TKEY"},
    {250, "TSIG"},      {251, "IXFR"},    {252, "AXFR"},    {253, "MAILB"},  {254, "MAILA"},
    {255, "ANY"},       {256, "URI"},     {257, "CAA"},     {258, "AVC"},    {259, "DOA"},
    {260, "AMTRELAY"},  {261, "RESINFO"}, {262, "WALLET"},  {263, "CLA"},    {264, "IPN"},
    {32768, "TA"},      {32769, "DLV"},
};

// IANA "DNS CLASSes".
constexpr Entry kClasses[] = {{1, "IN"}, {3, "CH"}, {4, "HS"}, {254, "NONE"}, {255, "ANY"}};

// IANA "DNS OpCodes".
constexpr Entry kOpcodes[] = {{0, "QUERY"},  {1, "IQUERY"}, {2, "STATUS"},
                              {4, "NOTIFY"}, {5, "UPDATE"}, {6, "DSO"}};

// 0 to 5 by the names that trace_dns of Inspektor Gadget uses, the others as in IANA "DNS RCODEs".
constexpr Entry kRcodes[] = {
    {0, "Success"},  {1, "FormatError"}, {2, "ServerFailure"}, {3, "NameError"}, {4, "NotImplemented"},
    {5, "Refused"},  {6, "YXDomain"},    {7, "YXRRSet"},       {8, "NXRRSet"},   {9, "NotAuth"},
    {10, "NotZone"}, {11, "DSOTYPENI"},  {16, "BADVERS"},      {17, "BADKEY"},   {18, "BADTIME"},
    {19, "BADMODE"}, {20, "BADNAME"},    {21, "BADALG"},       {22, "BADTRUNC"}, {23, "BADCOOKIE"},
};

// IANA "DNS EDNS0 Option Codes (OPT)", in the short forms that dig prints.
constexpr Entry kOptions[] = {
    {1, "LLQ"},
    {2, "UPDATE-LEASE"},
    {3, "NSID"},
    {5, "DAU"},
    {6, "DHU"},
    {7, "N3U"},
    {8, "ECS"},
    {9, "EXPIRE"},
    {10, "COOKIE"},
    {11, "TCP-KEEPALIVE"},
    {12, "PADDING"},
    {13, "CHAIN"},
    {14, "KEY-TAG"},
    {15, "EDE"},
    {16, "CLIENT-TAG"},
    {17, "SERVER-TAG"},
    {18, "REPORT-CHANNEL"},
    {19, "ZONEVERSION"},
    {20292, "UMBRELLA-IDENT"},
    {26946, "DEVICEID"},
};

// IANA "Extended DNS Error Codes".
constexpr Entry kExtendedErrors[] = {
    {0, "Other"},
    {1, "Unsupported DNSKEY Algorithm"},
    {2, "Unsupported DS Digest Type"},
    {3, "Stale Answer"},
    {4, "Forged Answer"},
    {5, "DNSSEC Indeterminate"},
    {6, "DNSSEC Bogus"},
    {7, "Signature Expired"},
    {8, "Signature Not Yet Valid"},
    {9, "DNSKEY Missing"},
    {10, "RRSIGs Missing"},
    {11, "No Zone Key Bit Set"},
    {12, "NSEC Missing"},
    {13, "Cached Error"},
    {14, "Not Ready"},
    {15, "Blocked"},
    {16, "Censored"},
    {17, "Filtered"},
    {18, "Prohibited"},
    {19, "Stale NXDomain Answer"},
    {20, "Not Authoritative"},
    {21, "Not Supported"},
    {22, "No Reachable Authority"},
    {23, "Network Error"},
    {24, "Invalid Data"},
    {25, "Signature Expired before Valid"},
    {26, "Too Early"},
    {27, "Unsupported NSEC3 Iterations Value"},
    {28, "Unable to conform to policy"},
    {29, "Synthesized"},
    {30, "Invalid Query Type"},
};

template <size_t count>
std::string_view find(const Entry (&entries)[count], uint16_t number) {
  const auto* found =
      std::lower_bound(std::begin(entries), std::end(entries), number,
                       [](const Entry& entry, uint16_t wanted) { return entry.number < wanted; });
  return found != std::end(entries) && found->number == number ? found->name : std::string_view();
}

void put_or_number(Text& out, std::string_view name, std::string_view prefix, uint16_t number) {
  if (!name.empty()) return out.put(name);
  out.put(prefix);
  out.number(number);
}

template <size_t count>
void put_object(Text& out, std::string_view key, const Entry (&entries)[count]) {
  put_json(out, key);
  out.put(":{");
  for (const Entry& entry : entries) {
    if (&entry != entries) out.put(',');
    put_json(out, std::to_string(entry.number));
    out.put(':');
    put_json(out, entry.name);
  }
  out.put('}');
}

}  // namespace

std::string_view type_name(uint16_t type) { return find(kTypes, type); }

std::string_view class_name(uint16_t value) { return find(kClasses, value); }

std::string_view option_name(uint16_t code) { return find(kOptions, code); }

std::string_view extended_error_name(uint16_t code) { return find(kExtendedErrors, code); }

std::string_view tsig_error_name(uint16_t code) {
  if (code == 0) return "NOERROR";
  if (code == 16) return "BADSIG";
  return find(kRcodes, code);
}

bool has_mdns_flag(uint16_t value) { return value == (kMdnsFlag | 1) || value == (kMdnsFlag | 255); }

void put_type(Text& out, uint16_t type) { put_or_number(out, type_name(type), "TYPE", type); }

void put_class(Text& out, uint16_t value) {
  const uint16_t plain = has_mdns_flag(value) ? value & ~kMdnsFlag : value;
  put_or_number(out, class_name(plain), "CLASS", value);
}

std::string mnemonics() {
  std::string json;
  Text out(json);
  out.put('{');
  put_object(out, "types", kTypes);
  out.put(',');
  put_object(out, "classes", kClasses);
  // The column holds the class as on the wire: readers of it need the forms with mDNS's flag too.
  json.pop_back();
  out.put(",\"32769\":\"IN\",\"33023\":\"ANY\"},");
  put_object(out, "opcodes", kOpcodes);
  out.put(',');
  put_object(out, "rcodes", kRcodes);
  out.put(",\"anomalies\":[");
#define X(name, meaning) out.put("\"" #name "\",");
#include "../../anomalies.def"
#undef X
  json.back() = ']';
  out.put('}');
  return json;
}

}  // namespace dnstop::dns
