// In: taps that are not needed any more. Out: the same, closed (see reaper.h).
#include "reaper.h"

#include <system_error>

namespace dnstop {

namespace {
constexpr size_t kMostThreads = 16;
}

void Reaper::close(Fd tap, uint32_t index) {
  std::unique_lock<std::mutex> lock(mutex_);
  waiting_.emplace_back(std::move(tap), index);
  if (waiting_.size() > idle_ && threads_.size() < kMostThreads) try {
      threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {
      // No thread to be had: those there are do it, or else this one.
      if (threads_.empty()) close_next(lock);
    }
  wake_.notify_one();
}

std::vector<uint32_t> Reaper::closed() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(closed_, {});
}

void Reaper::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    idle_++;
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    idle_--;
    if (waiting_.empty()) return;
    close_next(lock);
  }
}

void Reaper::close_next(std::unique_lock<std::mutex>& lock) {
  auto [tap, index] = std::move(waiting_.back());
  waiting_.pop_back();
  lock.unlock();
  tap.reset();
  lock.lock();
  closed_.push_back(index);
}

void Reaper::finish() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace dnstop
