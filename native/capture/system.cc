// In: numbers and paths of the operating system. Out: see system.h.
#include "system.h"

#include <dirent.h>
#include <fcntl.h>

#include <charconv>
#include <memory>

namespace dnstop {

std::string read_file(const std::string& path) {
  const Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string content;
  if (!file) return content;
  size_t used = 0;
  while (true) {
    content.resize(used + 4096);
    const ssize_t got = read(file.get(), content.data() + used, 4096);
    if (got <= 0) break;
    used += static_cast<size_t>(got);
  }
  content.resize(used);
  return content;
}

std::string read_link(const std::string& path) {
  char target[4096];
  const ssize_t length = readlink(path.c_str(), target, sizeof target);
  return length > 0 ? std::string(target, static_cast<size_t>(length)) : std::string();
}

bool each_number(const std::string& folder, const std::function<bool(uint32_t)>& visit) {
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(folder.c_str()), closedir);
  if (!entries) return false;
  while (const dirent* entry = readdir(entries.get())) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    if (!visit(static_cast<uint32_t>(to_number(entry->d_name)))) break;
  }
  return true;
}

void each_line(std::string_view text, const std::function<void(std::string_view)>& visit) {
  while (!text.empty()) visit(take_field(text, '\n'));
}

std::string_view take_field(std::string_view& text, char separator) {
  const size_t end = text.find(separator);
  const std::string_view field = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return field;
}

uint64_t to_number(std::string_view text, int base) {
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

uint64_t netns_inode(std::string_view link) {
  constexpr std::string_view prefix = "net:[";
  return link.substr(0, prefix.size()) == prefix ? to_number(link.substr(prefix.size())) : 0;
}

}  // namespace dnstop
