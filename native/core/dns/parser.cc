// In: the bytes of one DNS message. Out: its header, questions and records in order, and what is wrong with
// their frame.
#include "parser.h"

#include "../anomalies.h"

namespace dnstop::dns {

Parser::Parser(Bytes message, size_t original_length)
    : reader_(message), cut_(message.size() < original_length) {
  if (cut_) anomalies |= anomaly::truncated;
}

bool Parser::header(Header& header) {
  header.id = reader_.u16();
  header.flags = reader_.u16();
  header.questions = reader_.u16();
  for (uint16_t& count : header.records) count = reader_.u16();
  if (!reader_.ok()) {
    if (!cut_) anomalies |= anomaly::short_header;
    return false;
  }
  dso_ = opcode(header.flags) == kOpcodeDso;
  // Continuations of mDNS queries with known answers have none either (RFC 6762 7.2); worth a flag all the
  // same.
  if (!is_response(header.flags) && opcode(header.flags) == kOpcodeQuery && header.questions == 0) {
    anomalies |= anomaly::no_question;
  }
  return true;
}

bool Parser::question(NameText* name, Question& question) {
  question = {};
  if (!owner(name)) return false;
  question.type = reader_.u16();
  question.question_class = reader_.u16();
  return reader_.ok() || ended_early();
}

bool Parser::record(NameText* name, Record& record) {
  record.at_root = reader_.peek() == 0;
  if (!owner(name)) return false;
  record.type = reader_.u16();
  record.record_class = reader_.u16();
  record.ttl = reader_.u32();
  const uint16_t length = reader_.u16();
  if (!reader_.ok()) return ended_early();
  record.data = reader_.within(length);
  if (reader_.ok()) return true;
  if (record.type == kTypeOpt && !cut_) anomalies |= anomaly::bad_edns;
  return ended_early();
}

void Parser::end() {
  // The TLVs of DNS Stateful Operations stand where other messages have records (RFC 8490 5.4).
  if (!reader_.at_end() && !dso_) anomalies |= anomaly::trailing_bytes;
}

bool Parser::owner(NameText* name) {
  const uint32_t found = read_name(reader_, name);
  anomalies |= found;
  if (reader_.ok()) return true;
  // Where a label has no known length nothing behind it can be read, however many bytes there are.
  return found & anomaly::bad_label ? false : ended_early();
}

bool Parser::ended_early() {
  if (!cut_) anomalies |= anomaly::count_mismatch;
  return false;
}

}  // namespace dnstop::dns
