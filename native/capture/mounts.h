// In: /proc/self/mountinfo. Out: the network namespaces that are mounted somewhere, and an event when mounts
// change.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>

#include "system.h"

namespace dnstop {

/// `ip netns add` and container engines keep a namespace alive by mounting it (nsfs): /run/netns/NAME,
/// /run/docker/netns/ID, /run/snapd/ns and so on, anywhere.
class NetnsMounts {
 public:
  NetnsMounts();

  /// Readable with EPOLLPRI when mounts have changed since the last `read` (proc(5): poll on mountinfo).
  int fd() const { return file_.get(); }

  /// Reads the mounts again.
  void read();

  /// Inode of each mounted network namespace and one path of it, one of `ip netns` if there is any.
  const std::unordered_map<uint64_t, std::string>& paths() const { return paths_; }

 private:
  Fd file_;
  std::unordered_map<uint64_t, std::string> paths_;
};

/// The name that `ip netns` has for a mount: NAME of /run/netns/NAME or /var/run/netns/NAME, else empty.
std::string ip_netns_name(const std::string& path);

}  // namespace dnstop
