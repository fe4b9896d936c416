// In: the bytes of one DNS message. Out: its header, questions and records in order, and what is wrong with
// their frame.
#pragma once
#include <cstdint>

#include "../reader.h"
#include "name.h"

namespace dnstop::dns {

/// RFC 1035 4.1.1; the sections of an UPDATE have other names and the same form (RFC 2136 2.2).
struct Header {
  uint16_t id = 0;
  uint16_t flags = 0;
  uint16_t questions = 0;
  uint16_t records[3] = {};  // by Section
};

constexpr bool is_response(uint16_t flags) { return flags & 0x8000; }
constexpr uint16_t opcode(uint16_t flags) { return flags >> 11 & 15; }
constexpr uint16_t kOpcodeQuery = 0;
constexpr uint16_t kOpcodeDso = 6;
constexpr uint16_t kTypeOpt = 41;

enum Section : int { kAnswer, kAuthority, kAdditional, kSections };

struct Question {
  uint16_t type = 0;
  uint16_t question_class = 0;
};

struct Record {
  bool at_root = false;  // the owner name is the root, uncompressed
  uint16_t type = 0;
  uint16_t record_class = 0;
  uint32_t ttl = 0;
  Reader data{Bytes{}};
};

/// Reads a message front to back; each call continues where the one before stopped. After a false nothing
/// more can be read. decode() and describe() both go through it, so that they agree about every message.
class Parser {
 public:
  Parser(Bytes message, size_t original_length);

  /// What is there of the header; false where it is not complete.
  bool header(Header& header);
  /// `name`: null where only validation is wanted. It holds what could be read also where the result is
  /// false.
  bool question(NameText* name, Question& question);
  bool record(NameText* name, Record& record);
  /// Behind the last record of the header's counts.
  void end();

  uint32_t anomalies = 0;

 private:
  bool owner(NameText* name);
  bool ended_early();

  Reader reader_;
  bool cut_;
  bool dso_ = false;
};

}  // namespace dnstop::dns
