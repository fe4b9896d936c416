// In: the mounts of this machine. Out: the root of the cgroup v2 hierarchy (see cgroup.h).
#include "cgroup.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>

#include "../core/source.h"

namespace dnstop {

namespace {

/// Where the root is mounted, or empty. Seen from a cgroup namespace, the true root of a mount made outside
/// it is called "/.." or "/../..", and "/" is only the root of that namespace (cgroup_namespaces(7)).
std::string find_mount() {
  std::string best, best_root;
  each_line(read_file("/proc/self/mountinfo"), [&](std::string_view line) {
    if (line.find(" - cgroup2 ") == std::string_view::npos) return;
    for (int skipped = 0; skipped < 3; skipped++) take_field(line);
    const std::string_view root = take_field(line);
    const bool is_root =
        root == "/" || (root.substr(0, 3) == "/.." && root.find_first_not_of("/.") == root.npos);
    if (!is_root || root.size() <= best_root.size()) return;
    best_root = root;
    best = take_field(line);
  });
  return best;
}

// glibc 2.35 and older have no wrappers for these calls of Linux 5.2.
Fd mount_detached() {
  const Fd context(static_cast<int>(syscall(SYS_fsopen, "cgroup2", FSOPEN_CLOEXEC)));
  if (!context) return {};
  if (syscall(SYS_fsconfig, context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) < 0) return {};
  return Fd(static_cast<int>(syscall(SYS_fsmount, context.get(), FSMOUNT_CLOEXEC, 0)));
}

}  // namespace

Fd open_cgroup_root() {
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  const std::string path = find_mount();
  if (!path.empty()) {
    Fd root(open(path.c_str(), flags));
    if (root) return root;
  }
  const Fd mount = mount_detached();
  Fd root(mount ? openat(mount.get(), ".", flags) : -1);
  if (root) return root;
  throw StartError{"find the cgroup v2 hierarchy", std::strerror(errno),
                   "mount it: mount -t cgroup2 none /mnt"};
}

std::string cgroup_path(const Fd& root, uint64_t id) {
  // The file handle of a cgroup is its id: FILEID_KERNFS (fs/kernfs/mount.c, include/linux/exportfs.h).
  constexpr int kFileIdKernfs = 0xfe;
  alignas(file_handle) unsigned char memory[sizeof(file_handle) + sizeof id];
  auto* const handle = reinterpret_cast<file_handle*>(memory);
  handle->handle_bytes = sizeof id;
  handle->handle_type = kFileIdKernfs;
  std::memcpy(memory + sizeof(file_handle), &id, sizeof id);
  const Fd folder(open_by_handle_at(root.get(), handle, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return {};
  const std::string whole = read_link("/proc/self/fd/" + std::to_string(folder.get()));
  const std::string prefix = read_link("/proc/self/fd/" + std::to_string(root.get()));
  if (prefix == "/") return whole;
  return whole.compare(0, prefix.size(), prefix) == 0 ? whole.substr(prefix.size()) : whole;
}

}  // namespace dnstop
