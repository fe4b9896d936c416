// In: rows of arriving packets, and who got which packet. Out: rows with the process that got the packet.
#pragma once
#include <array>
#include <cstdint>

#include "../../bpf/dnstop.h"
#include "../core/batch.h"

namespace dnstop {

/// The tap sees an arriving packet before its socket is known. Where the kernel could not tell the owner yet,
/// it says so microseconds later, and the row, if it has not been taken by the reader, is completed. Under
/// Appending.
class Deliveries {
 public:
  /// Rows `first` to `end` - 1 came from a packet to this host.
  void remember(const flow& flow, uint64_t netns_cookie, uint64_t first, uint64_t end);

  /// The packet with this flow went to a process (index in the process dictionary).
  void complete(const flow& flow, uint64_t netns_cookie, uint32_t process, Batch& batch);

 private:
  struct Arrival {
    struct flow flow {};
    uint64_t netns_cookie = 0;
    uint64_t first = 0;
    uint64_t end = 0;
  };
  std::array<Arrival, 256> arrivals_;
  size_t next_ = 0;
};

}  // namespace dnstop
