// In: sockets that were there before the start. Out: the same, made known to the kernel programs with their
// owners.
#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "../core/decoder.h"
#include "kernel_programs.h"

namespace dnstop {

/// A UDP or TCP socket with a port of interest, or to one that may be asked unreadably.
struct PresentSocket {
  uint64_t cookie = 0;  // 0: to be asked from the socket itself
  uint64_t inode = 0;   // of the socket, as /proc/PID/fd links to it
  uint64_t netns_cookie = 0;
  uint32_t address[4] = {};  // local, in the form of struct flow
  uint16_t port = 0;         // local
  uint16_t remote_port = 0;  // 0: not connected
  uint8_t protocol = 0;
  uint8_t version = 0;
};

/// Collects sockets namespace by namespace, then finds their processes and tells the kernel programs. The
/// hooks must be attached before `publish`, so that no socket falls between.
class PresentSockets {
 public:
  explicit PresentSockets(const PortSet& ports) : ports_(ports) {}

  /// The sockets of the namespace this thread is in.
  void collect(uint64_t netns_cookie);

  /// Looks for their processes in /proc and hands owners and local ends over.
  void publish(const KernelPrograms& programs);

 private:
  bool dump(uint8_t family, uint8_t protocol, uint64_t netns_cookie);
  void read_table(uint8_t family, uint8_t protocol, uint64_t netns_cookie);
  void add(const PresentSocket& socket);
  bool is_dns(const PresentSocket& socket) const {
    return ports_.test(socket.port) || ports_.test(socket.remote_port);
  }
  void tell(const KernelPrograms& programs);

  const PortSet& ports_;
  std::vector<PresentSocket> sockets_;
  std::vector<std::pair<PresentSocket, uint32_t>> owned_;  // with the process
};

}  // namespace dnstop
