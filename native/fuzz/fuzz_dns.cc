// In: two bytes that say how much the capture cut, then a DNS message. Out: an abort where decode() and
// describe() break what message.h promises.
#include <cstdlib>
#include <memory>
#include <string>

#include "../core/anomalies.h"
#include "../core/dns/message.h"

using namespace dnstop;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void require_printable(std::string_view text) {
  for (const char letter : text) require(letter >= 0x20 && letter <= 0x7e);
}

/// Brackets and quotes match and escapes are those of JSON; the vocabulary is describe()'s own.
void require_json(std::string_view text) {
  std::string open;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); i++) {
    const char letter = text[i];
    if (quoted) {
      if (letter == '\\') require(++i < text.size() && (text[i] == '"' || text[i] == '\\'));
      if (letter == '"') quoted = false;
    } else if (letter == '"') {
      quoted = true;
    } else if (letter == '{' || letter == '[') {
      open.push_back(letter == '{' ? '}' : ']');
    } else if (letter == '}' || letter == ']') {
      require(!open.empty() && open.back() == letter);
      open.pop_back();
    }
  }
  require(open.empty() && !quoted);
}

/// Making a batch costs more than decoding; a new one from time to time bounds its dictionary.
Batch& batch_for_run() {
  static std::unique_ptr<Batch> batch;
  static unsigned runs = 0;
  if (runs++ % 4096 == 0) batch = std::make_unique<Batch>(4);
  return *batch;
}

std::string anomaly_list(uint32_t bits) {
  std::string list;
#define X(name, meaning) \
  if (bits & anomaly::name) list += list.empty() ? "\"" #name "\"" : ",\"" #name "\"";
#include "../anomalies.def"
#undef X
  return "\"anomalies\":[" + list + "]}";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const size_t cut = static_cast<size_t>(data[0] << 8 | data[1]);
  const Bytes message{data + 2, size - 2};

  Batch& batch = batch_for_run();
  Row row;
  dns::decode(message, message.size() + cut, batch, row);
  require(row.captured_length == (message.size() < 65535 ? message.size() : 65535));
  require(row.length >= row.captured_length);
  require(!(row.anomalies & anomaly::truncated) == (cut == 0));
  for (const uint32_t index : {row.name, row.addresses, row.cname, row.edns_ecs, row.edns_ede}) {
    require_printable(batch.dictionary(DictionaryKind::kText).text(index));
  }

  const std::string json = dns::describe(message, message.size() + cut);
  require_printable(json);
  require_json(json);
  require(json.ends_with(anomaly_list(row.anomalies)));
  return 0;
}
