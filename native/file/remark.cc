// In: a comment that dnstop wrote into a capture file. Out: entries of dictionaries and anomalies (see
// remark.h).
#include "remark.h"

#include <algorithm>

#include "../core/anomalies.h"

namespace dnstop {

namespace {
constexpr std::string_view kMark = "dnstop ";
// Digits of the longest number in an entry: a namespace's inode, a process or user id, all of 32 bits.
constexpr size_t kMaxDigits = 10;

/// One `name=value`; `quoted`: `value` is what stands between quotes, escapes included.
struct Item {
  std::string_view name;
  std::string_view value;
  bool quoted = false;
};

/// Takes the next item off the front of `rest`; false at the end. Words without a `=` are passed over.
bool next_item(std::string_view& rest, Item& item) {
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (rest.empty()) return false;
    const size_t end = rest.find_first_of(" =");
    if (end != std::string_view::npos && rest[end] == '=') {
      item.name = rest.substr(0, end);
      rest.remove_prefix(end + 1);
      break;
    }
    rest.remove_prefix(std::min(end, rest.size()));
  }
  item.quoted = rest.starts_with('"');
  size_t end = item.quoted ? 1 : std::min(rest.find(' '), rest.size());
  if (item.quoted) {
    rest.remove_prefix(1);
    for (end = 0; end < rest.size() && rest[end] != '"'; end++) end += rest[end] == '\\';
    end = std::min(end, rest.size());
  }
  item.value = rest.substr(0, end);
  rest.remove_prefix(std::min(end + item.quoted, rest.size()));
  return true;
}

/// Zeros stand between the fields of an entry, so none may be within.
std::string text_of(const Item& item) {
  std::string text;
  for (size_t i = 0; i < item.value.size(); i++) {
    if (item.quoted && item.value[i] == '\\' && i + 1 < item.value.size()) i++;
    text += item.value[i] == '\0' ? ' ' : item.value[i];
  }
  return text;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= kMaxDigits &&
         std::all_of(text.begin(), text.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
}

struct EntryField {
  std::string_view name;
  bool number;
};

/// The fields in the order of the entry; empty where the first, a number above 0, is missing.
template <size_t Count>
std::string entry_of(std::string_view remark, const EntryField (&fields)[Count]) {
  std::string entry;
  for (size_t i = 0; i < Count; i++) {
    std::string value = remark_value(remark, fields[i].name).value_or("");
    if (fields[i].number && !is_number(value)) value = "0";
    if (i == 0 && value == "0") return {};
    if (i > 0) entry += '\0';
    entry += value;
  }
  return entry;
}
}  // namespace

bool is_remark(std::string_view comment) { return comment.starts_with(kMark); }

std::optional<std::string> remark_value(std::string_view remark, std::string_view name) {
  for (Item item; next_item(remark, item);) {
    if (item.name == name) return text_of(item);
  }
  return std::nullopt;
}

std::string remark_process(std::string_view remark) {
  static constexpr EntryField kFields[] = {{"proc.pid", true},          {"proc.tid", true},
                                           {"proc.comm", false},        {"proc.exe", false},
                                           {"proc.cmdline", false},     {"proc.creds.uid", true},
                                           {"proc.creds.gid", true},    {"proc.parent.pid", true},
                                           {"proc.parent.comm", false}, {"runtime.containerId", false},
                                           {"proc.cgroup", false},      {"proc.creds.user", false}};
  return entry_of(remark, kFields);
}

std::string remark_netns(std::string_view remark) {
  static constexpr EntryField kFields[] = {{"netns_id", true}, {"netns.name", false}, {"netns.path", false}};
  return entry_of(remark, kFields);
}

uint32_t remark_anomalies(std::string_view remark) {
  const std::string list = ',' + remark_value(remark, "anomalies").value_or("") + ',';
  uint32_t bits = 0;
#define X(name, meaning) \
  if (list.find("," #name ",") != std::string::npos) bits |= anomaly::name;
#include "../anomalies.def"
#undef X
  return bits;
}

}  // namespace dnstop
