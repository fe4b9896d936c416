// In: owners of sockets as the kernel programs saw them. Out: indices into the process dictionary.
#pragma once
#include <list>
#include <unordered_map>

#include "../../bpf/dnstop.h"
#include "../core/batch.h"
#include "process_info.h"
#include "system.h"

namespace dnstop {

/// Caches what /proc says about owners, so that it outlives the process, and their dictionary entries.
/// Bounded.
class Processes {
 public:
  /// `cgroup_root`: to name cgroups of processes that have ended before they could be read.
  Processes(Batch& batch, const Fd& cgroup_root) : batch_(batch), cgroup_root_(cgroup_root) {}

  /// A process has taken a DNS socket at `time_ns` (CLOCK_MONOTONIC): reads /proc, unless it is the one known
  /// under this id. Not under Appending (reading takes some 100 us).
  void announced(const owner& owner, uint64_t time_ns);

  /// The dictionary entry of an owner. Under Appending.
  uint32_t index_of(const owner& owner);

 private:
  struct Entry {
    owner key;
    uint32_t index;    // pinned
    uint64_t version;  // of the ProcessInfo it was made from
  };
  struct Known {
    ProcessInfo info;
    uint64_t version;
  };
  using Entries = std::list<Entry>;

  const Known& known(const owner& owner);
  std::string text(const owner& owner, const ProcessInfo& info) const;
  ProcessInfo gone(const owner& owner) const;

  Batch& batch_;
  const Fd& cgroup_root_;
  Entries entries_;  // latest used first
  std::unordered_map<uint64_t, Entries::iterator> by_thread_;
  std::unordered_map<uint32_t, Known> by_pid_;
  uint64_t version_ = 0;
};

}  // namespace dnstop
