// In: the parts of live capture. Out: the same, opened in the right order and run by one thread until told to
// stop.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "consumer.h"
#include "live_source.h"

namespace dnstop {

/// `open`, `run` and `close` belong to one thread; `counters` is for any.
class Capture {
 public:
  Capture(Batch& batch, const LiveOptions& options);
  ~Capture();

  /// Loads and attaches everything; on return every DNS packet makes a row. Throws StartError; then `release`
  /// undoes what was done.
  void open();

  /// Until `stop` is readable.
  void run(const Fd& stop);

  /// Detaches from the kernel, then makes rows of what is still in the ring buffer and in reassembly.
  void close();

  /// Gives everything back to the kernel; only `counters` may be called after.
  void release();

  /// Names as in ARCHITECTURE.md; at most 100 ms old.
  std::vector<std::pair<std::string, double>> counters() const;

 private:
  void watch(int fd, uint32_t events);
  void require_taps() const;
  bool is_busy(size_t records);
  void handle(uint64_t source);
  void every_second();
  void count();

  Batch& batch_;
  const LiveOptions options_;
  Fd epoll_;
  Fd timer_;
  Fd cgroup_;
  KernelPrograms programs_;
  Decoder decoder_;
  std::unique_ptr<Processes> processes_;
  std::unique_ptr<Namespaces> namespaces_;
  std::unique_ptr<Consumer> consumer_;
  uint64_t wakes_since_ns_ = 0;
  int wakes_ = 0;  // since then
  uint64_t counted_ns_ = 0;
  mutable std::mutex counters_mutex_;
  std::vector<std::pair<std::string, double>> counters_;
};

}  // namespace dnstop
