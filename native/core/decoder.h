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
  uint64_t not_dns = 0;             // other protocol or port
  uint64_t malformed_packets = 0;   // damaged below DNS: no ports to read
  uint64_t fragments_expired = 0;   // datagrams given up for want of fragments (first fragment absent)
  uint64_t streams_evicted = 0;     // TCP streams dropped to stay within bounds
};

/// frame -> fragments / TCP stream -> DNS -> batch. One for each source; keeps all reassembly state.
class Decoder {
 public:
  Decoder(Batch& batch, const PortSet& ports);
  ~Decoder();

  /// The caller holds Batch::Appending. Returns the number of rows appended (0 or more: a TCP segment may end several
  /// messages); the last has number batch.appended() - 1.
  int packet(const Packet& packet);

  /// Event time has reached `now_ns`: gives up on fragments and TCP gaps that are too old (as events with anomalies).
  void expire(uint64_t now_ns);

  /// End of input: everything still held becomes an event with its anomaly.
  void finish();

  const DecoderCounters& counters() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dnstop
