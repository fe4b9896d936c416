// In: /proc. Out: what is known about a process (see process_info.h).
#include "process_info.h"

#include <algorithm>

#include "system.h"

namespace dnstop {

namespace {

constexpr size_t kContainerIdLength = 64;

std::string folder(uint32_t pid) { return "/proc/" + std::to_string(pid); }

std::string without_newline(std::string text) {
  if (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

/// Fields of /proc/PID/stat behind the name, which may hold spaces and parentheses (proc(5)): the first is
/// the state.
std::string stat_fields(uint32_t pid) {
  std::string stat = read_file(folder(pid) + "/stat");
  const size_t end = stat.rfind(") ");
  return end == std::string::npos ? std::string() : stat.substr(end + 2);
}

uint64_t start_of(std::string_view fields) {
  constexpr int kStartTime = 22, kState = 3;  // numbers of the fields in proc(5)
  for (int i = kState; i < kStartTime; i++) take_field(fields);
  return to_number(take_field(fields));
}

void read_ids(ProcessInfo& info, uint32_t pid) {
  each_line(read_file(folder(pid) + "/status"), [&](std::string_view line) {
    const std::string_view key = take_field(line, '\t');
    if (key == "Uid:") info.uid = static_cast<uint32_t>(to_number(take_field(line, '\t')));
    if (key == "Gid:") info.gid = static_cast<uint32_t>(to_number(take_field(line, '\t')));
  });
}

/// The v2 cgroup, or where the container's is known to a v1 hierarchy only, that one.
std::string cgroup_of(uint32_t pid) {
  std::string best;
  each_line(read_file(folder(pid) + "/cgroup"), [&](std::string_view line) {
    const bool v2 = take_field(line, ':') == "0";
    take_field(line, ':');
    const bool container = !container_id(line).empty();
    if (best.empty() || (v2 && (container || container_id(best).empty())) ||
        (container && container_id(best).empty())) {
      best = line;
    }
  });
  return best;
}

}  // namespace

uint64_t start_ticks(uint32_t pid) { return start_of(stat_fields(pid)); }

ProcessInfo read_process(uint32_t pid) {
  ProcessInfo info;
  const std::string stat = stat_fields(pid);
  std::string_view fields = stat;
  take_field(fields);
  info.parent = static_cast<uint32_t>(to_number(take_field(fields)));
  info.comm = without_newline(read_file(folder(pid) + "/comm"));
  info.exe = read_link(folder(pid) + "/exe");
  info.cmdline = read_file(folder(pid) + "/cmdline");
  while (!info.cmdline.empty() && info.cmdline.back() == '\0') info.cmdline.pop_back();
  std::replace(info.cmdline.begin(), info.cmdline.end(), '\0', ' ');
  read_ids(info, pid);
  if (info.parent != 0) info.parent_comm = without_newline(read_file(folder(info.parent) + "/comm"));
  info.cgroup = cgroup_of(pid);
  info.container_id = container_id(info.cgroup);
  info.start_ticks = start_of(stat);
  // The process may have ended, and its id come back, while it was read.
  if (info.start_ticks != start_ticks(pid)) info.start_ticks = 0;
  return info;
}

std::string container_id(std::string_view cgroup) {
  size_t run = 0;
  for (size_t i = 0; i <= cgroup.size(); i++) {
    const bool digit = i < cgroup.size() &&
                       ((cgroup[i] >= '0' && cgroup[i] <= '9') || (cgroup[i] >= 'a' && cgroup[i] <= 'f'));
    if (digit) {
      run++;
      continue;
    }
    if (run == kContainerIdLength) return std::string(cgroup.substr(i - run, run));
    run = 0;
  }
  return {};
}

std::string netns_link(uint32_t pid) { return folder(pid) + "/ns/net"; }

bool each_process(const std::function<void(uint32_t pid, uint64_t netns_inode)>& visit) {
  return each_number("/proc", [&](uint32_t pid) {
    const uint64_t inode = netns_inode(read_link(netns_link(pid)));
    if (inode != 0) visit(pid, inode);
    return true;
  });
}

}  // namespace dnstop
