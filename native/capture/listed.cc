// In: the list of --netns. Out: whether it can be meant, and whether a namespace is on it (see listed.h).
#include "listed.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "../core/source.h"

namespace dnstop {

namespace {

bool is_path(const std::string& entry) { return entry.find('/') != std::string::npos; }

bool is_netns(const Fd& file) { return ioctl(file.get(), NS_GET_NSTYPE) == CLONE_NEWNET; }

bool matches(const Netns& netns, const std::string& entry) {
  if (!is_path(entry)) return entry == netns.name || entry == std::to_string(netns.inode);
  struct stat status;
  // The number alone may be that of another file system's file.
  if (stat(entry.c_str(), &status) < 0 || status.st_ino != netns.inode) return false;
  const Fd file(open(entry.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  return file && is_netns(file);
}

}  // namespace

void check_listed(const std::vector<std::string>& list) {
  for (const std::string& entry : list) {
    if (!is_path(entry)) continue;
    const Fd file(open(entry.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file ? is_netns(file) : errno == ENOENT) continue;
    throw StartError{"watch the network namespace " + entry,
                     file ? "that is no network namespace" : std::strerror(errno),
                     "give an inode, a name of `ip netns` or a path such as /proc/PID/ns/net"};
  }
}

bool is_listed(const Netns& netns, const std::vector<std::string>& list) {
  return list.empty() || std::any_of(list.begin(), list.end(),
                                     [&](const std::string& entry) { return matches(netns, entry); });
}

}  // namespace dnstop
