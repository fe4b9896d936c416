// In: packets of any link type, in time order. Out: a row in the batch for every DNS message.
#pragma once
#include <bitset>
#include <cstdint>
#include <memory>

#include "batch.h"
#include "packet.h"

namespace dnstop {

using PortSet = std::bitset<65536>;

/// Counts of what the decoder saw and could not make an event of; every discarded packet is in one of them.
struct DecoderCounters {
  uint64_t packets = 0;
  uint64_t not_dns = 0;            // other protocol or port, or a TCP segment in which no message begins
  uint64_t malformed_packets = 0;  // damaged or cut below DNS: no ports to read; overlapping fragments
  uint64_t fragments_expired = 0;  // datagrams given up: first fragment absent, or fragments that overlap
  uint64_t streams_evicted =
      0;                     // TCP streams dropped to stay within bounds while bytes of a message were held
  uint64_t stream_gaps = 0;  // places in TCP streams where bytes never arrived or were not captured
};

/// frame -> fragments / TCP stream -> DNS -> batch. Of what is encrypted it tells that it was there
/// (encrypted.h). One for each source; keeps all reassembly state. A packet
/// is DNS by its ports alone: whatever a datagram from or to one of them carries is an event, with anomalies
/// where it is not a DNS message (also an empty one). TCP segments without payload (handshake, ACK) make no
/// event.
class Decoder {
 public:
  Decoder(Batch& batch, const PortSet& ports);
  ~Decoder();

  /// The caller holds Batch::Appending. Returns the number of rows appended (0 or more: a TCP segment may end
  /// several messages); the last has number batch.appended() - 1.
  int packet(const Packet& packet);

  /// Event time has reached `now_ns`: gives up on fragments and TCP gaps that are too old (as events with
  /// anomalies).
  void expire(uint64_t now_ns);

  /// End of input: everything still held becomes an event with its anomaly.
  void finish();

  const DecoderCounters& counters() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace dnstop
