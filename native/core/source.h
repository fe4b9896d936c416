// In: options. Out: batches. The one interface behind which live capture, capture files and replay stand.
#pragma once
#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "batch.h"

namespace dnstop {

/// What a failed start says: one line a user can act on.
struct StartError : std::exception {
  StartError(std::string operation, std::string reason, std::string hint)
      : operation(std::move(operation)), reason(std::move(reason)), hint(std::move(hint)) {}
  const char* what() const noexcept override { return reason.c_str(); }

  std::string operation;  // what failed: "open capture file x.pcap"
  std::string reason;     // why: "No such file or directory"
  std::string hint;       // what to do; may be empty
};

/// A running source. Its own thread fills the batch; `drain` is called from the JavaScript thread.
class Source {
 public:
  virtual ~Source() = default;
  /// Throws StartError.
  virtual void start() = 0;
  /// Stops the thread and releases the kernel's resources; pending rows can still be drained. Idempotent.
  virtual void stop() = 0;
  /// True when nothing more will come (end of file, stopped); pending rows may remain.
  virtual bool ended() const = 0;
  /// Named counters, by the words in ARCHITECTURE.md (lost_ring, lost_reader, netns, ...).
  virtual std::vector<std::pair<std::string, double>> counters() const = 0;
  /// One line about what ended the source early (damaged file), or empty.
  virtual std::string failure() const { return {}; }
  Batch& batch() { return batch_; }

 protected:
  explicit Source(size_t max_pending_rows) : batch_(max_pending_rows) {}
  Batch batch_;
};

}  // namespace dnstop
