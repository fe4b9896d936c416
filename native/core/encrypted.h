// In: packets between a process and a server that speak DNS unreadably. Out: entries that tell who, when and
// how much.
#pragma once
#include <array>

#include "address_cache.h"
#include "batch.h"
#include "frame.h"

namespace dnstop {

/// DNS over TLS and over QUIC (RFC 7858 3.1, RFC 9250 4.1.1).
constexpr uint16_t kEncryptedPort = 853;

/// One segment or datagram with payload, of which nothing is known but this.
struct EncryptedPacket {
  uint64_t time_ns = 0;  // since the epoch
  uint32_t pid = 0;      // 0 unknown
  uint8_t transport = 0;
  bool sent = false;  // to the server
  AddressText own;
  AddressText server;
  uint16_t server_port = 0;
  size_t bytes = 0;  // of payload
};

/// Tells the reader, as an entry [seconds, nanoseconds, pid, IP protocol, 1 if sent, own address, address and
/// port of the server, bytes] joined by \0. Under Appending.
void tell_encrypted(const EncryptedPacket& packet, Batch& batch);

/// Finds them among the packets of a file, in which nothing says whose they are: by port 853 alone.
class EncryptedFrames {
 public:
  /// A packet that is seen at several interfaces, or sent again, counts once. Under Appending.
  void take(const Packet& packet, const Frame& frame, Batch& batch);

 private:
  bool is_repeated(const Frame& frame);

  std::array<uint64_t, 64> recent_{};  // hashes of the newest
  size_t next_ = 0;
};

}  // namespace dnstop
