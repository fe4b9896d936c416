// In: records of the ring buffer. Out: rows, by way of the decoder, and what else the records ask for.
#pragma once
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>

#include "../core/decoder.h"
#include "clock.h"
#include "deliveries.h"
#include "kernel_programs.h"
#include "namespaces.h"
#include "processes.h"

struct ring_buffer;

namespace dnstop {

/// Reads the ring buffer on the capture thread.
class Consumer {
 public:
  Consumer(const KernelPrograms& programs, Batch& batch, Decoder& decoder, Namespaces& namespaces,
           Processes& processes);
  ~Consumer();

  /// Readable when records wait.
  int fd() const { return ring_fd_; }

  /// Takes the records there are, or so many that other work has waited long enough. Returns how many.
  size_t consume();

  /// Whether `consume` has left records.
  bool behind() const { return behind_; }

  WallClock& clock() { return clock_; }

 private:
  enum class Run { kEmpty, kMore };

  int take(const void* data);
  int record(const void* data);
  void packet(const packet_record& record);
  void delivered(const delivered_record& record);
  void encrypted(const encrypted_record& record);
  Run run();
  void act();

  Batch& batch_;
  Decoder& decoder_;
  Namespaces& namespaces_;
  Processes& processes_;
  const int ring_fd_;
  struct RingCloser {
    void operator()(ring_buffer* ring) const;
  };
  std::unique_ptr<ring_buffer, RingCloser> ring_;
  WallClock clock_;
  Deliveries deliveries_;
  size_t records_ = 0;  // of this run
  bool behind_ = false;
  std::exception_ptr error_;            // thrown within libbpf's loop
  bool unattributed_ = false;           // an arrival of this run has no owner yet
  std::optional<owner_record> notice_;  // to be acted on without the batch's lock
};

}  // namespace dnstop
