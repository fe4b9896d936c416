// In: namespaces to tap. Out: their taps (see taps.h).
#include "taps.h"

#include <cerrno>

#include "clock.h"
#include "tap.h"

namespace dnstop {

namespace {
constexpr uint64_t kAlwaysTapped = 1;
}

Taps::Taps(const KernelPrograms& programs) : programs_(programs) {
  for (uint32_t index = DNSTOP_TAPS; index-- > 0;) free_indices_.push_back(index);
}

bool Taps::open(Netns& netns, bool present) {
  for (const uint32_t index : reaper_.closed()) free_indices_.push_back(index);
  if (free_indices_.empty()) {
    errno = ENOSPC;
    return false;
  }
  const uint32_t index = free_indices_.back();
  programs_.set_tap(index, netns.cookie, present ? 0 : clock_ns(CLOCK_MONOTONIC));
  netns.tap = open_tap(programs_, index);
  if (!netns.tap) return false;
  programs_.set_tapped(netns.cookie, present ? kAlwaysTapped : clock_ns(CLOCK_MONOTONIC));
  free_indices_.pop_back();
  netns.tap_index = index;
  open_++;
  return true;
}

void Taps::close(Netns& netns) {
  if (!netns.tap) return;
  // From here on the socket hooks emit too; the tap looks after them as long as it is there.
  programs_.set_tap(netns.tap_index, netns.cookie, clock_ns(CLOCK_MONOTONIC));
  end(netns);
  open_--;
}

void Taps::end(Netns& netns) {
  if (netns.tap) reaper_.close(std::move(netns.tap), netns.tap_index);
}

}  // namespace dnstop
