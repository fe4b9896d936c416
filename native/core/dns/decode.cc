// In: the bytes of one DNS message. Out: the DNS columns of its row, in one pass without allocations of its
// own.
#include <algorithm>
#include <string>

#include "edns.h"
#include "message.h"
#include "parser.h"
#include "rdata.h"

namespace dnstop::dns {

namespace {

constexpr uint16_t kTypeA = 1;
constexpr uint16_t kTypeCname = 5;
constexpr uint16_t kTypeAaaa = 28;
constexpr size_t kMaxLength = 65535;

/// Texts that grow with the number of records; kept from message to message so that they cost no allocation.
struct Lists {
  std::string addresses, cnames, ecs, ede;
  void clear() {
    for (std::string* list : {&addresses, &cnames, &ecs, &ede}) list->clear();
  }
};

/// One pass over one message.
class Decode {
 public:
  Decode(Bytes message, size_t original_length, Batch& batch, Row& row, Lists& lists)
      : parser_(message, original_length), batch_(batch), row_(row), lists_(lists) {}

  void run() {
    Header header;
    const bool complete = parser_.header(header);
    row_.id = header.id;
    row_.flags = header.flags;
    row_.rcode = header.flags & 15;
    row_.num_answers = header.records[kAnswer];
    if (complete && questions(header.questions) && records(header)) parser_.end();
    intern_lists();
    row_.anomalies |= parser_.anomalies;
  }

 private:
  bool questions(uint16_t count) {
    Question question;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        if (!parser_.question(nullptr, question)) return false;
        continue;
      }
      NameText name;
      const bool complete = parser_.question(&name, question);
      row_.name = batch_.text(name.view());
      row_.qtype = question.type;
      row_.qclass = question.question_class;
      if (!complete) return false;
    }
    return true;
  }

  bool records(const Header& header) {
    Record record;
    for (int section = 0; section < kSections; section++) {
      for (int i = 0; i < header.records[section]; i++) {
        if (!parser_.record(nullptr, record)) return false;
        if (record.type == kTypeOpt) {
          edns(record, static_cast<Section>(section));
        } else {
          data(record, section == kAnswer);
        }
      }
    }
    return true;
  }

  void data(const Record& record, bool in_answer) {
    if (in_answer && (record.type == kTypeA || record.type == kTypeAaaa))
      return add(lists_.addresses, record);
    if (in_answer && record.type == kTypeCname) return add(lists_.cnames, record);
    Text dropped;
    parser_.anomalies |= put_rdata(dropped, record.type, record.record_class, record.data);
  }

  void add(std::string& list, const Record& record) {
    const size_t before = list.size();
    Text out(list);
    if (before) out.put(',');
    const size_t start = list.size();
    const uint32_t anomalies = put_rdata(out, record.type, record.record_class, record.data);
    // Damaged data and that of other classes stays out (RFC 3597 form), and so does an update's empty data.
    if (list.size() == start || list[start] == '\\') list.resize(before);
    parser_.anomalies |= anomalies;
  }

  void edns(const Record& record, Section section) {
    parser_.anomalies |= misplaced(record, section, row_.edns_flags);
    if (row_.edns_flags) return;
    Opt opt(record);
    row_.edns_flags = static_cast<u8>(1 | opt.dnssec_ok << 1);
    row_.edns_udp_size = opt.udp_size;
    row_.edns_version = opt.version;
    row_.rcode |= static_cast<u16>(opt.extended_rcode << 4);
    for (Option option; next_option(opt.options, option, parser_.anomalies);) this->option(option);
  }

  void option(const Option& option) {
    Text out;
    if (option.code == kOptionEcs && lists_.ecs.empty()) out = Text(lists_.ecs);
    if (option.code == kOptionEde) {
      out = Text(lists_.ede);
      if (out.size()) out.put(',');
    }
    const size_t start = out.size();
    const uint32_t anomalies = put_option(out, option);
    if (anomalies) out.cut(start);
    parser_.anomalies |= anomalies;
  }

  void intern_lists() {
    if (!lists_.addresses.empty()) row_.addresses = batch_.text(lists_.addresses);
    if (!lists_.cnames.empty()) row_.cname = batch_.text(lists_.cnames);
    if (!lists_.ecs.empty()) row_.edns_ecs = batch_.text(lists_.ecs);
    if (!lists_.ede.empty()) row_.edns_ede = batch_.text(lists_.ede);
  }

  Parser parser_;
  Batch& batch_;
  Row& row_;
  Lists& lists_;
};

}  // namespace

void decode(Bytes message, size_t original_length, Batch& batch, Row& row) {
  static thread_local Lists lists;
  lists.clear();
  row.length = static_cast<u16>(std::min(original_length, kMaxLength));
  row.captured_length = static_cast<u16>(std::min(message.size(), kMaxLength));
  Decode(message, original_length, batch, row, lists).run();
}

}  // namespace dnstop::dns
