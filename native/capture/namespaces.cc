// In: processes, mounts and socket hooks. Out: a tap in every network namespace (see namespaces.h).
#include "namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>

#include "clock.h"
#include "process_info.h"
#include "tap.h"

namespace dnstop {

namespace {
constexpr uint64_t kSecond = 1'000'000'000;
// Records of a closed namespace may still be in the ring buffer.
constexpr uint64_t kForgetAfter = 3 * kSecond;
constexpr uint64_t kLeftoversEvery = 10 * kSecond;
constexpr uint64_t kFirstNetnsCookie = 1;  // the kernel's first namespace (net/core/net_namespace.c)
constexpr uint64_t kAlwaysTapped = 1;
}  // namespace

Namespaces::Namespaces(Batch& batch, const KernelPrograms& programs, std::vector<std::string> listed,
                       int epoll)
    : batch_(batch),
      programs_(programs),
      listed_(std::move(listed)),
      epoll_(epoll),
      home_(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)),
      host_inode_(netns_inode(read_link(netns_link(1)))) {
  for (uint32_t index = DNSTOP_TAPS; index-- > 0;) free_indices_.push_back(index);
}

Namespaces::~Namespaces() {
  for (auto& [cookie, netns] : by_cookie_) {
    if (netns->tap) reaper_.close(std::move(netns->tap), netns->tap_index);
  }
}

void Namespaces::open_present(const std::function<void(const Netns&)>& inside) {
  inside_ = &inside;
  adopt_mounts();
  adopt_processes();
  inside_ = nullptr;
}

/// Makes the namespace behind a path known and opens its tap; null where that is impossible. `process` may be
/// a witness for it, 0 if there is none.
Netns* Namespaces::adopt(const std::string& path, uint32_t process) {
  const Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status;
  if (!file || fstat(file.get(), &status) < 0) return nullptr;
  Netns* netns = nullptr;
  if (const auto known = by_inode_.find(status.st_ino); known != by_inode_.end()) {
    netns = known->second;
  } else if (setns(file.get(), CLONE_NEWNET) == 0) {
    netns = enter(status.st_ino, path);
    setns(home_.get(), CLONE_NEWNET);
  }
  if (!netns) {
    fail(status.st_ino);
  } else if (!witnessed(*netns)) {
    watch(*netns, path, process);
  }
  return netns;
}

void Namespaces::fail(uint64_t inode) {
  failed_inodes_.insert(inode);
  failed_ = failed_inodes_.size();
}

/// With this thread inside the namespace.
Netns* Namespaces::enter(uint64_t inode, const std::string& path) {
  const uint64_t cookie = current_netns_cookie(programs_);
  if (cookie == 0) return nullptr;
  Netns& netns = of(cookie);
  netns.inode = inode;
  identify(netns, path);
  if (netns.listed && !tap(netns)) {
    netns.inode = 0;
    return nullptr;
  }
  if (!netns.listed) programs_.set_tapped(cookie, kAlwaysTapped);
  netns.left_ns = 0;
  by_inode_[inode] = &netns;
  if (netns.listed && inside_) (*inside_)(netns);
  return &netns;
}

bool Namespaces::tap(Netns& netns) {
  for (const uint32_t index : reaper_.closed()) free_indices_.push_back(index);
  if (free_indices_.empty()) return false;
  const uint32_t index = free_indices_.back();
  programs_.set_tap(index, netns.cookie, inside_ ? 0 : clock_ns(CLOCK_MONOTONIC));
  netns.tap = open_tap(programs_, index);
  if (!netns.tap) return false;
  programs_.set_tapped(netns.cookie, inside_ ? kAlwaysTapped : clock_ns(CLOCK_MONOTONIC));
  free_indices_.pop_back();
  netns.tap_index = index;
  tapped_++;
  const Batch::Appending appending(batch_);
  learn_interfaces(netns, batch_, clock_ns(CLOCK_MONOTONIC));
  return true;
}

/// Name and path of a namespace whose inode is known; whether it is listed.
void Namespaces::identify(Netns& netns, const std::string& path) {
  const auto mount = mounts_.paths().find(netns.inode);
  const std::string best = mount != mounts_.paths().end() ? mount->second : path;
  const bool host = host_inode_ != 0 ? netns.inode == host_inode_ : netns.cookie == kFirstNetnsCookie;
  const std::string name = host ? "host" : ip_netns_name(best);
  if (netns.name != name || netns.path != best) {
    netns.name = name;
    netns.path = best;
    const Batch::Appending appending(batch_);
    update_netns(netns, batch_);
  }
  netns.listed = listed_.empty() || is_listed_any(netns);
}

bool Namespaces::is_listed_any(const Netns& netns) const {
  return std::any_of(listed_.begin(), listed_.end(),
                     [&](const std::string& entry) { return is_listed(netns, entry); });
}

/// Waits for the end of a process that keeps the namespace alive. Before Linux 6.9 threads cannot be waited
/// for: their link is looked at now and then.
void Namespaces::watch(Netns& netns, const std::string& link, uint32_t process) {
  netns.witness = {};
  Fd exit(process != 0 ? static_cast<int>(syscall(SYS_pidfd_open, process, 0)) : -1);
  // Only now is it certain that the link is not that of a process that ended before.
  if (netns_inode(read_link(link)) != netns.inode) return;
  netns.witness = {link, std::move(exit)};
  epoll_event event{EPOLLIN, {.u64 = kProcessEvent | netns.cookie}};
  if (netns.witness.exit) epoll_ctl(epoll_, EPOLL_CTL_ADD, netns.witness.exit.get(), &event);
}

bool Namespaces::witnessed(const Netns& netns) const {
  return !netns.witness.link.empty() || mounts_.paths().count(netns.inode) != 0;
}

void Namespaces::noticed(uint32_t thread, uint64_t cookie) {
  of(cookie);  // forgotten in a while, and then noticed again, if it cannot be reached
  const Netns* const netns = adopt(netns_link(thread), thread);
  if (netns && netns->cookie == cookie) return;
  mounts_changed();
}

void Namespaces::process_ended(uint64_t cookie) {
  const auto found = by_cookie_.find(cookie);
  if (found == by_cookie_.end()) return;
  found->second->witness = {};
  close_orphans();
}

void Namespaces::mounts_changed() {
  mounts_.read();
  adopt_mounts();
  close_orphans();
}

void Namespaces::adopt_mounts() {
  for (const auto& [inode, path] : mounts_.paths()) {
    const auto known = by_inode_.find(inode);
    if (known == by_inode_.end()) {
      adopt(path, 0);
      continue;
    }
    Netns& netns = *known->second;
    const bool was_listed = netns.listed;
    identify(netns, netns.path);
    if (netns.listed && !was_listed) {
      by_inode_.erase(known);  // its name says only now that it is wanted
      adopt(path, 0);
    }
  }
}

void Namespaces::adopt_processes() {
  each_process([&](uint32_t pid, uint64_t inode) {
    const auto known = by_inode_.find(inode);
    if (known == by_inode_.end() || !witnessed(*known->second)) adopt(netns_link(pid), pid);
  });
}

std::vector<Netns*> Namespaces::orphans() {
  std::vector<Netns*> found;
  for (const auto& [inode, netns] : by_inode_) {
    if (!witnessed(*netns)) found.push_back(netns);
  }
  return found;
}

/// Taps keep their namespace alive: those that nobody else needs are closed at once.
void Namespaces::close_orphans() {
  if (orphans().empty()) return;
  adopt_processes();
  for (Netns* netns : orphans()) close(*netns);
}

void Namespaces::close(Netns& netns) {
  const uint64_t now = clock_ns(CLOCK_MONOTONIC);
  if (netns.tap) {
    // From here on the socket hooks emit too; the tap looks after them as long as it is there.
    programs_.set_tap(netns.tap_index, netns.cookie, now);
    reaper_.close(std::move(netns.tap), netns.tap_index);
    tapped_--;
  }
  programs_.forget_netns(netns.cookie);
  closed_inodes_.insert(netns.inode);
  by_inode_.erase(netns.inode);
  netns.left_ns = now;
}

void Namespaces::scan() {
  for (const auto& [inode, netns] : by_inode_) {
    const std::string& link = netns->witness.link;
    if (!link.empty() && netns_inode(read_link(link)) != inode) netns->witness = {};
  }
  failed_inodes_.clear();
  adopt_mounts();
  adopt_processes();
  failed_ = failed_inodes_.size();
  close_orphans();
  find_leftovers();
  const uint64_t now = clock_ns(CLOCK_MONOTONIC);
  const Batch::Appending appending(batch_);
  for (auto entry = by_cookie_.begin(); entry != by_cookie_.end();) {
    Netns& netns = *entry->second;
    if (netns.left_ns == 0 || now < netns.left_ns + kForgetAfter) {
      ++entry;
      continue;
    }
    programs_.forget_netns(netns.cookie);
    release_entries(netns, batch_);
    entry = by_cookie_.erase(entry);
  }
}

/// A namespace can be kept alive by a thread apart from its process, or by nothing but an open descriptor.
void Namespaces::find_leftovers() {
  const uint64_t now = clock_ns(CLOCK_MONOTONIC);
  if (closed_inodes_.empty() || now < leftovers_searched_ns_ + kLeftoversEvery) return;
  leftovers_searched_ns_ = now;
  const auto look = [&](const std::string& link) {
    if (closed_inodes_.count(netns_inode(read_link(link))) != 0) adopt(link, 0);
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
  closed_inodes_.clear();
}

Netns& Namespaces::of(uint64_t cookie) {
  std::unique_ptr<Netns>& netns = by_cookie_[cookie];
  if (!netns) {
    netns = std::make_unique<Netns>();
    netns->cookie = cookie;
    netns->left_ns = clock_ns(CLOCK_MONOTONIC);
    netns->path = "net:cookie:" + std::to_string(cookie);
  }
  return *netns;
}

}  // namespace dnstop
