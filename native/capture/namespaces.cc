// In: processes, mounts and socket hooks. Out: a tap in every network namespace (see namespaces.h).
#include "namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>

#include "../core/source.h"
#include "clock.h"
#include "conntrack.h"
#include "listed.h"
#include "process_info.h"
#include "tap.h"

namespace dnstop {

namespace {
constexpr uint64_t kSecond = 1'000'000'000;
// Records of a closed namespace may still be in the ring buffer.
constexpr uint64_t kForgetAfter = 3 * kSecond;
constexpr uint64_t kFirstNetnsCookie = 1;  // the kernel's first namespace (net/core/net_namespace.c)
constexpr uint64_t kAlwaysTapped = 1;
}  // namespace

Namespaces::Namespaces(Batch& batch, const KernelPrograms& programs, const LiveOptions& options, int epoll)
    : batch_(batch),
      programs_(programs),
      listed_(options.netns),
      ports_(options.ports),
      epoll_(epoll),
      home_(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)),
      host_inode_(netns_inode(read_link(netns_link(1)))),
      taps_(programs) {
  if (!home_) throw StartError{"open the network namespace of this program", std::strerror(errno), ""};
}

Namespaces::~Namespaces() { close_taps(); }

void Namespaces::close_taps() {
  for (auto& [cookie, netns] : by_cookie_) {
    taps_.end(*netns);
    netns->conntrack.reset();
  }
  taps_.finish();
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
  struct stat status {};
  if (!file || fstat(file.get(), &status) < 0) {
    if (errno != ENOENT && errno != ESRCH) fail(status.st_ino, errno);  // else it is gone
    return nullptr;
  }
  Netns* netns = nullptr;
  if (const auto known = by_inode_.find(status.st_ino); known != by_inode_.end()) {
    netns = known->second;
  } else if (setns(file.get(), CLONE_NEWNET) < 0) {
    fail(status.st_ino, errno);
  } else {
    netns = enter(status.st_ino, path);
    if (!netns) fail(status.st_ino, errno);
    setns(home_.get(), CLONE_NEWNET);
  }
  if (netns && !witnessed(*netns)) watch(*netns, path, process);
  return netns;
}

void Namespaces::fail(uint64_t inode, int error) {
  last_error_ = error;
  failed_inodes_.insert(inode);
  failed_ = failed_inodes_.size();
}

/// With this thread inside the namespace; null on failure (errno).
Netns* Namespaces::enter(uint64_t inode, const std::string& path) {
  const uint64_t cookie = current_netns_cookie(programs_);
  if (cookie == 0) return nullptr;
  Netns& netns = of(cookie);
  netns.inode = inode;
  identify(netns, path);
  if (netns.listed && !taps_.open(netns, inside_ != nullptr)) return nullptr;
  if (netns.listed) {
    const Batch::Appending appending(batch_);
    learn_interfaces(netns, batch_, clock_ns(CLOCK_MONOTONIC));
  } else {
    programs_.set_tapped(cookie, kAlwaysTapped);
  }
  if (netns.listed) watch_translations(netns);
  netns.left_ns = 0;
  by_inode_[inode] = &netns;
  if (netns.listed && inside_) (*inside_)(netns);
  return &netns;
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
  netns.listed = is_listed(netns, listed_);
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

/// With this thread inside.
void Namespaces::watch_translations(Netns& netns) {
  netns.conntrack = open_conntrack();
  epoll_event event{EPOLLIN, {.u64 = kTranslationEvent | netns.cookie}};
  if (netns.conntrack) epoll_ctl(epoll_, EPOLL_CTL_ADD, netns.conntrack.get(), &event);
}

void Namespaces::translated(uint64_t cookie) {
  const auto found = by_cookie_.find(cookie);
  if (found == by_cookie_.end() || !found->second->conntrack) return;
  read_conntrack(found->second->conntrack, found->second->inode, ports_, batch_);
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
      // Its name says only now that it is wanted; the number may be that of a new one.
      leave(netns);
      adopt(path, 0);
    }
  }
}

/// False where processes cannot be listed.
bool Namespaces::adopt_processes() {
  return each_process([&](uint32_t pid, uint64_t inode) {
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
  if (!adopt_processes()) return;
  for (Netns* netns : orphans()) close(*netns);
}

void Namespaces::close(Netns& netns) {
  taps_.close(netns);
  netns.conntrack.reset();
  programs_.forget_netns(netns.cookie);
  leftovers_.add(netns.inode);
  leave(netns);
}

/// It is forgotten in a while, unless it is entered again.
void Namespaces::leave(Netns& netns) {
  by_inode_.erase(netns.inode);
  netns.left_ns = clock_ns(CLOCK_MONOTONIC);
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
  leftovers_.search([&](const std::string& link) { adopt(link, 0); });
  forget_left();
}

void Namespaces::forget_left() {
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

Netns& Namespaces::of(uint64_t cookie) {
  std::unique_ptr<Netns>& netns = by_cookie_[cookie];
  if (!netns) {
    netns = std::make_unique<Netns>();
    netns->cookie = cookie;
    netns->listed = listed_.empty();  // until it is known by more than this
    netns->left_ns = clock_ns(CLOCK_MONOTONIC);
    netns->path = "net:cookie:" + std::to_string(cookie);
  }
  return *netns;
}

}  // namespace dnstop
