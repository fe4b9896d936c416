// In: the bytes of one DNS message. Out: everything in it as JSON text.
#include <optional>
#include <string>

#include "../anomalies.h"
#include "edns.h"
#include "message.h"
#include "mnemonics.h"
#include "parser.h"
#include "rdata.h"

namespace dnstop::dns {

namespace {

void put_key(Text& out, std::string_view key) {
  out.put('"');
  out.put(key);
  out.put("\":");
}

void put_number(Text& out, std::string_view key, uint64_t value) {
  put_key(out, key);
  out.number(value);
}

/// One pass over one message.
class Describe {
 public:
  Describe(Bytes message, size_t original_length) : parser_(message, original_length), out_(json_) {}

  std::string run() {
    Header header;
    bool more = parser_.header(header);
    out_.put("{\"questions\":[");
    more = more && questions(header.questions);
    static constexpr std::string_view kKeys[] = {"],\"answers\":[", "],\"authority\":[",
                                                 "],\"additional\":["};
    for (int section = 0; section < kSections; section++) {
      out_.put(kKeys[section]);
      more = more && records(header.records[section], static_cast<Section>(section));
    }
    if (more) parser_.end();
    out_.put("],\"edns\":");
    edns();
    out_.put(",\"anomalies\":[");
    anomalies();
    out_.put("]}");
    return std::move(json_);
  }

 private:
  bool questions(uint16_t count) {
    Question question;
    for (int i = 0; i < count; i++) {
      NameText name;
      const bool complete = parser_.question(&name, question);
      if (!complete && name.length == 0) return false;
      if (i > 0) out_.put(',');
      owner(name, question.type, question.question_class);
      if (has_mdns_flag(question.question_class)) out_.put(",\"unicast_response\":true");
      out_.put('}');
      if (!complete) return false;
    }
    return true;
  }

  bool records(uint16_t count, Section section) {
    Record record;
    bool first = true;
    for (int i = 0; i < count; i++) {
      NameText name;
      if (!parser_.record(&name, record)) return false;
      if (record.type == kTypeOpt) {
        parser_.anomalies |= misplaced(record, section, opt_.has_value());
        if (!opt_) opt_.emplace(record);
        continue;
      }
      if (!first) out_.put(',');
      first = false;
      this->record(name, record);
    }
    return true;
  }

  void record(const NameText& name, const Record& record) {
    owner(name, record.type, record.record_class);
    out_.put(',');
    put_number(out_, "ttl", record.ttl);
    std::string data;
    Text text(data);
    parser_.anomalies |= put_rdata(text, record.type, record.record_class, record.data);
    out_.put(",\"data\":");
    put_json(out_, data);
    if (has_mdns_flag(record.record_class)) out_.put(",\"cache_flush\":true");
    out_.put('}');
  }

  /// Opens the object.
  void owner(const NameText& name, uint16_t type, uint16_t value) {
    out_.put("{\"name\":");
    put_json(out_, name.view());
    out_.put(",\"type\":\"");
    put_type(out_, type);
    out_.put("\",\"class\":\"");
    put_class(out_, value);
    out_.put('"');
  }

  void edns() {
    if (!opt_) return out_.put("null");
    out_.put('{');
    put_number(out_, "udp_size", opt_->udp_size);
    out_.put(',');
    put_number(out_, "version", opt_->version);
    out_.put(opt_->dnssec_ok ? ",\"do\":true," : ",\"do\":false,");
    put_number(out_, "extended_rcode", opt_->extended_rcode);
    out_.put(",\"options\":[");
    bool first = true;
    for (Option option; next_option(opt_->options, option, parser_.anomalies); first = false) {
      if (!first) out_.put(',');
      this->option(option);
    }
    out_.put("]}");
  }

  void option(const Option& option) {
    out_.put('{');
    put_number(out_, "code", option.code);
    out_.put(",\"name\":");
    const std::string_view name = option_name(option.code);
    put_json(out_, name.empty() ? "OPT" + std::to_string(option.code) : std::string(name));
    std::string data;
    Text text(data);
    parser_.anomalies |= put_option(text, option);
    out_.put(",\"data\":");
    put_json(out_, data);
    out_.put('}');
  }

  void anomalies() {
    bool first = true;
#define X(name, meaning)                                  \
  if (parser_.anomalies & anomaly::name) {                \
    out_.put(first ? "\"" #name "\"" : ",\"" #name "\""); \
    first = false;                                        \
  }
#include "../../anomalies.def"
#undef X
  }

  Parser parser_;
  std::string json_;
  Text out_;
  std::optional<Opt> opt_;
};

}  // namespace

std::string describe(Bytes message, size_t original_length) {
  return Describe(message, original_length).run();
}

}  // namespace dnstop::dns
