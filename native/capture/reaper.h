// In: taps that are not needed any more. Out: the same, closed, without the capture thread having to wait.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "system.h"

namespace dnstop {

/// Closing a packet socket waits until no processor can still be running its program (synchronize_net in
/// net/packet/af_packet.c): milliseconds each, but together when threads wait at the same time.
class Reaper {
 public:
  ~Reaper() { finish(); }

  /// Closes `tap` soon; its index comes back by `closed`.
  void close(Fd tap, uint32_t index);

  /// The indices of taps that have been closed since the last call.
  std::vector<uint32_t> closed();

  /// Returns when all are closed; none may follow.
  void finish();

 private:
  void run();
  void close_next(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::pair<Fd, uint32_t>> waiting_;
  std::vector<uint32_t> closed_;
  size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;  // last: they use all of the above
};

}  // namespace dnstop
