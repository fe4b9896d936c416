// In: /proc. Out: what is known about a process, and where processes are.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace dnstop {

struct ProcessInfo {
  std::string comm;
  std::string exe;
  std::string cmdline;  // arguments joined by a space
  uint32_t uid = 0;     // real, as the kernel programs see it
  uint32_t gid = 0;
  uint32_t parent = 0;
  std::string parent_comm;
  std::string container_id;
  std::string cgroup;
  uint64_t start_ticks = 0;  // since boot; 0: the process is gone
};

/// When the process started, in clock ticks since boot; 0 where there is none.
uint64_t start_ticks(uint32_t pid);

/// All of it; `start_ticks` is 0 where the process is gone.
ProcessInfo read_process(uint32_t pid);

/// The id of the container that a cgroup belongs to: its 64 hexadecimal digits, or empty.
std::string container_id(std::string_view cgroup);

/// Path of the link that names the network namespace of a thread or process.
std::string netns_link(uint32_t pid);

/// Every process whose network namespace may be read, by ascending id. False where
/// processes cannot be listed.
bool each_process(const std::function<void(uint32_t pid, uint64_t netns_inode)>& visit);

}  // namespace dnstop
