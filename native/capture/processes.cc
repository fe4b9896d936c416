// In: owners of sockets as the kernel programs saw them. Out: indices into the process dictionary (see
// processes.h).
#include "processes.h"

#include <cstring>

#include "cgroup.h"
#include "clock.h"

namespace dnstop {

namespace {

constexpr size_t kMostEntries = 4096;

uint64_t thread_key(const owner& owner) { return uint64_t{owner.pid} << 32 | owner.tid; }

bool same(const owner& a, const owner& b) {
  return a.pid == b.pid && a.tid == b.tid && a.uid == b.uid && a.gid == b.gid &&
         std::memcmp(a.comm, b.comm, sizeof a.comm) == 0;
}

std::string comm_of(const owner& owner) { return {owner.comm, strnlen(owner.comm, sizeof owner.comm)}; }

/// Whether a process that started at `ticks` since boot came only after `time_ns`: the id was given to
/// another.
bool started_after(uint64_t ticks, uint64_t time_ns) {
  static const auto tick_ns = 1'000'000'000ull / static_cast<uint64_t>(sysconf(_SC_CLK_TCK));
  const uint64_t suspended = clock_ns(CLOCK_BOOTTIME) - clock_ns(CLOCK_MONOTONIC);
  return ticks * tick_ns > time_ns + suspended;
}

}  // namespace

void Processes::announced(const owner& owner, uint64_t time_ns) {
  const auto before = by_pid_.find(owner.pid);
  const uint64_t start = start_ticks(owner.pid);
  if (before != by_pid_.end() && start != 0 && before->second.info.start_ticks == start &&
      (owner.tid != owner.pid || before->second.info.comm == comm_of(owner))) {
    return;
  }
  ProcessInfo info = read_process(owner.pid);
  if (info.start_ticks == 0 || started_after(info.start_ticks, time_ns)) info = gone(owner);
  if (by_pid_.size() >= kMostEntries) by_pid_.erase(by_pid_.begin());
  by_pid_[owner.pid] = {std::move(info), ++version_};
}

/// What can still be said of a process that ended before it was read.
ProcessInfo Processes::gone(const owner& owner) const {
  ProcessInfo info;
  info.comm = comm_of(owner);
  info.cgroup = cgroup_path(cgroup_root_, owner.cgroup_id);
  info.container_id = container_id(info.cgroup);
  return info;
}

const Processes::Known& Processes::known(const owner& owner) {
  const auto found = by_pid_.find(owner.pid);
  if (found != by_pid_.end()) return found->second;
  announced(owner, clock_ns(CLOCK_MONOTONIC));
  return by_pid_.at(owner.pid);
}

uint32_t Processes::index_of(const owner& owner) {
  const uint64_t key = thread_key(owner);
  const Known& process = known(owner);
  const auto found = by_thread_.find(key);
  if (found != by_thread_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    const Entry& entry = entries_.front();
    if (entry.version == process.version && same(entry.key, owner)) return entry.index;
    batch_.dictionary(DictionaryKind::kProcess).unpin(entry.index);
    entries_.pop_front();
  } else if (entries_.size() >= kMostEntries) {
    batch_.dictionary(DictionaryKind::kProcess).unpin(entries_.back().index);
    by_thread_.erase(thread_key(entries_.back().key));
    entries_.pop_back();
  }
  const uint32_t index = batch_.intern(DictionaryKind::kProcess, text(owner, process.info));
  batch_.dictionary(DictionaryKind::kProcess).pin(index);
  entries_.push_front({owner, index, process.version});
  by_thread_[key] = entries_.begin();
  return index;
}

/// The dictionary entry, as ARCHITECTURE.md lists its fields. User and group are those at the time of the
/// call.
std::string Processes::text(const owner& owner, const ProcessInfo& info) const {
  const std::string fields[] = {std::to_string(owner.pid),
                                std::to_string(owner.tid),
                                info.comm,
                                info.exe,
                                info.cmdline,
                                std::to_string(owner.uid),
                                std::to_string(owner.gid),
                                info.parent != 0 ? std::to_string(info.parent) : "",
                                info.parent_comm,
                                info.container_id,
                                info.cgroup};
  std::string joined;
  for (const std::string& field : fields) {
    if (&field != fields) joined += '\0';
    joined += field;
  }
  return joined;
}

}  // namespace dnstop
