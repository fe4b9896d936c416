// In: inodes of namespaces. Out: links to those that are still there (see leftovers.h).
#include "leftovers.h"

#include "clock.h"
#include "system.h"

namespace dnstop {

namespace {
constexpr uint64_t kEvery = 10'000'000'000;
}

void Leftovers::search(const std::function<void(const std::string& link)>& found) {
  const uint64_t now = clock_ns(CLOCK_MONOTONIC);
  if (inodes_.empty() || now < searched_ns_ + kEvery) return;
  searched_ns_ = now;
  const auto look = [&](const std::string& link) {
    if (inodes_.count(netns_inode(read_link(link))) != 0) found(link);
  };
  each_number("/proc", [&](uint32_t pid) {
    const std::string folder = "/proc/" + std::to_string(pid);
    each_number(folder + "/task", [&](uint32_t thread) {
      look(folder + "/task/" + std::to_string(thread) + "/ns/net");
      return true;
    });
    each_number(folder + "/fd", [&](uint32_t fd) {
      look(folder + "/fd/" + std::to_string(fd));
      return true;
    });
    return true;
  });
  inodes_.clear();
}

}  // namespace dnstop
