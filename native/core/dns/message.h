// In: the bytes of one DNS message. Out: the columns of its row, or all of it as JSON text.
#pragma once
#include <string>

#include "../batch.h"
#include "../packet.h"

namespace dnstop::dns {

/// Fills the DNS columns of `row` (id … edns_ede, anomalies, length, captured_length). `original_length` is
/// the length of the message as sent, which exceeds message.size() where the capture cut it. Never fails:
/// what is wrong becomes an anomaly, and what could be read before it stays.
void decode(Bytes message, size_t original_length, Batch& batch, Row& row);

/// Everything in the message as one JSON object, for the detail pane and for `answers[]`:
/// {"questions":[{"name","type","class"}],"answers":[{"name","type","class","ttl","data"}],"authority":[…],
///  "additional":[…],"edns":{"udp_size","version","do","extended_rcode","options":[{"code","name","data"}]}|null,
///  "anomalies":["…"]}. Names escaped as RFC 1035 5.1 (and then as JSON), so the text is printable ASCII.
/// OPT is under "edns" and not repeated in "additional"; "extended_rcode" is its upper 8 bits of the rcode.
/// Where the top bit of an mDNS class is set, a question has "unicast_response":true and a record
/// "cache_flush":true.
std::string describe(Bytes message, size_t original_length);

/// {"types":{"1":"A",…},"classes":{…},"opcodes":{…},"rcodes":{"0":"Success",…},"anomalies":["truncated",…]}:
/// the mnemonics that columns hold as numbers. rcodes 0 to 5 are named as in the contract, the others by
/// IANA.
std::string mnemonics();

}  // namespace dnstop::dns
