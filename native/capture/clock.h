// In: the system's clocks. Out: times of day for the kernel's monotonic times, without jumps between events.
#pragma once
#include <time.h>

#include <algorithm>
#include <cstdint>

namespace dnstop {

inline uint64_t clock_ns(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

/// Kernel programs stamp packets with CLOCK_MONOTONIC. The offset to the time of day changes as the clock is
/// kept on time (adjtimex(2): by at most 500 us a second): it is followed that slowly, so that differences
/// between events stay right within a thousandth. It jumps where the clock was set.
class WallClock {
 public:
  WallClock() { set(measure()); }

  /// Measures again. Call now and then, also after a long wait.
  void refresh() {
    constexpr int64_t kSet = 10'000'000;
    const Measured now = measure();
    const int64_t offset = offset_at(now.monotonic_ns), behind = now.offset - offset;
    if (behind > kSet || behind < -kSet) return set(now);
    base_ns_ = now.monotonic_ns;
    offset_ = offset;
    per_second_ = std::clamp<int64_t>(behind, -kFastest, kFastest);
  }

  /// Nanoseconds since the epoch.
  uint64_t at(uint64_t monotonic_ns) const {
    return monotonic_ns + static_cast<uint64_t>(offset_at(monotonic_ns));
  }

 private:
  static constexpr int64_t kFastest = 1'000'000;  // ns a second

  struct Measured {
    uint64_t monotonic_ns;
    int64_t offset;
  };

  void set(const Measured& now) {
    base_ns_ = now.monotonic_ns;
    offset_ = now.offset;
    per_second_ = 0;
  }

  /// What was behind at the last refresh is made up for within a second.
  int64_t offset_at(uint64_t monotonic_ns) const {
    constexpr int64_t kSecond = 1'000'000'000;
    const int64_t since = std::clamp<int64_t>(static_cast<int64_t>(monotonic_ns - base_ns_), 0, kSecond);
    return offset_ + per_second_ * since / kSecond;
  }

  /// The best of a few: the thread may lose the processor between the two readings.
  static Measured measure() {
    Measured best{};
    uint64_t shortest = UINT64_MAX;
    for (int i = 0; i < 3; i++) {
      const uint64_t before = clock_ns(CLOCK_MONOTONIC);
      const uint64_t wall = clock_ns(CLOCK_REALTIME);
      const uint64_t after = clock_ns(CLOCK_MONOTONIC);
      if (after - before >= shortest) continue;
      shortest = after - before;
      best = {after, static_cast<int64_t>(wall - before - shortest / 2)};
    }
    return best;
  }

  uint64_t base_ns_ = 0;
  int64_t offset_ = 0;
  int64_t per_second_ = 0;  // ns by which the offset grows
};

}  // namespace dnstop
