// In: /proc/self/mountinfo. Out: the network namespaces that are mounted somewhere (see mounts.h).
#include "mounts.h"

#include <fcntl.h>

namespace dnstop {

namespace {

/// Undoes the escapes of mountinfo: space, tab, newline and backslash as three octal digits (proc(5)).
std::string unescape(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] == '\\' && i + 3 < text.size()) {
      plain += static_cast<char>(to_number(text.substr(i + 1, 3), 8));
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace

NetnsMounts::NetnsMounts() : file_(open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)) { read(); }

void NetnsMounts::read() {
  const std::string list = read_file("/proc/self/mountinfo");
  if (list.empty()) return;  // no descriptor left for it: what was known stays
  paths_.clear();
  each_line(list, [&](std::string_view line) {
    for (int skipped = 0; skipped < 3; skipped++) take_field(line);
    const uint64_t inode = netns_inode(take_field(line));
    if (inode == 0) return;
    std::string path = unescape(take_field(line));
    std::string& known = paths_[inode];
    if (known.empty() || (ip_netns_name(known).empty() && !ip_netns_name(path).empty()))
      known = std::move(path);
  });
}

std::string ip_netns_name(const std::string& path) {
  for (const std::string_view folder : {"/run/netns/", "/var/run/netns/"}) {
    if (path.compare(0, folder.size(), folder) != 0) continue;
    const std::string name = path.substr(folder.size());
    if (!name.empty() && name.find('/') == std::string::npos) return name;
  }
  return {};
}

}  // namespace dnstop
