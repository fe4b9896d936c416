// In: the system's clocks. Out: times of day for the kernel's monotonic times, without jumps between events.
#pragma once
#include <time.h>

#include <cstdint>

namespace dnstop {

inline uint64_t clock_ns(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

/// Kernel programs stamp packets with CLOCK_MONOTONIC. The offset to the time of day is kept as long as it is
/// right within 100 us, so that differences between events stay exact; it follows when the clock is set.
class WallClock {
 public:
  WallClock() { offset_ = measure(); }

  /// Measures again. Call now and then, also after a long wait.
  void refresh() {
    constexpr int64_t kTolerance = 100'000;
    const int64_t offset = measure();
    if (offset - offset_ > kTolerance || offset_ - offset > kTolerance) offset_ = offset;
  }

  /// Nanoseconds since the epoch.
  uint64_t at(uint64_t monotonic_ns) const { return monotonic_ns + static_cast<uint64_t>(offset_); }

 private:
  /// The best of a few: the thread may lose the processor between the two readings.
  static int64_t measure() {
    int64_t best = 0;
    uint64_t shortest = UINT64_MAX;
    for (int i = 0; i < 3; i++) {
      const uint64_t before = clock_ns(CLOCK_MONOTONIC);
      const uint64_t wall = clock_ns(CLOCK_REALTIME);
      const uint64_t after = clock_ns(CLOCK_MONOTONIC);
      if (after - before >= shortest) continue;
      shortest = after - before;
      best = static_cast<int64_t>(wall - before - shortest / 2);
    }
    return best;
  }

  int64_t offset_;
};

}  // namespace dnstop
