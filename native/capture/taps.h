// In: namespaces to tap. Out: their taps, opened at once and closed without making the capture thread wait.
#pragma once
#include <atomic>
#include <vector>

#include "kernel_programs.h"
#include "netns.h"
#include "reaper.h"

namespace dnstop {

/// Every tap and its index in the kernel's array. Lives on the capture thread; `open_now` is for any thread.
class Taps {
 public:
  explicit Taps(const KernelPrograms& programs);

  /// Opens a tap in the namespace this thread is in. `present`: before the socket hooks are attached, so that
  /// no packet can be seen by both. False on failure (errno).
  bool open(Netns& netns, bool present);

  /// Closes the tap of a namespace, if it has one, soon.
  void close(Netns& netns);

  /// Hands over a tap to be closed at the end; it still counts as open.
  void end(Netns& netns);
  /// Returns when all taps handed over are closed.
  void finish() { reaper_.finish(); }

  size_t open_now() const { return open_.load(std::memory_order_relaxed); }

 private:
  const KernelPrograms& programs_;
  std::vector<uint32_t> free_indices_;
  std::atomic<size_t> open_ = 0;
  Reaper reaper_;
};

}  // namespace dnstop
