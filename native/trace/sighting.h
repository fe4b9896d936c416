// In: a row. Out: what is read of it, with client and server told apart whatever the direction.
#pragma once
#include "events.h"
#include "hash.h"

namespace dnstop::trace {

/// Values of the pkt_type column (PACKET_* of linux/if_packet.h; 255 where a capture file does not say).
enum PacketType : uint8_t { kHost = 0, kOutgoing = 4, kUnknown = 255 };
constexpr uint8_t kUdp = 17;
/// Bits of the DNS header (RFC 1035 4.1.1).
constexpr uint16_t kTruncatedFlag = 0x0200;
constexpr uint16_t kRecursionDesiredFlag = 0x0100;

/// What a message says, the same at every point it passes.
struct Message {
  Key key;             // ID, transport and question
  uint32_t question;   // hash of name (letter case aside), type and class
  uint32_t name_hash;  // of the name alone
};

/// The row being looked at; filled in place, as reading it back from a copy would wait for the writes.
struct Sighting {
  RowNumber row;
  size_t place;
  double time_ns;
  bool is_query;
  uint8_t transport;
  uint8_t pkt_type;
  uint16_t client_port;
  uint16_t server_port;
  uint32_t netns;
  uint32_t client;
  uint32_t server;
  uint32_t process;
  uint32_t
      sender;  // the process that sent this query from here, 0 where it was not sent here or is not known
  Message message;

  uint32_t ports() const { return uint32_t{client_port} << 16 | server_port; }

  void read(const Events& events, RowNumber number, const Message& shown) {
    const Columns& c = events.c;
    row = number;
    place = events.place(number);
    time_ns = events.time_at(place);
    is_query = events.is_query(place);
    transport = c.transport[place];
    pkt_type = c.pkt_type[place];
    client_port = is_query ? c.src_port[place] : c.dst_port[place];
    server_port = is_query ? c.dst_port[place] : c.src_port[place];
    netns = c.netns[place];
    client = is_query ? c.src_addr[place] : c.dst_addr[place];
    server = is_query ? c.dst_addr[place] : c.src_addr[place];
    process = c.process[place];
    sender = is_query && pkt_type != kHost ? process : 0;
    message = shown;
  }
};

/// A hash of a row's leg in 16 bits, never 0: one message on one flow in one network namespace, in either
/// direction.
inline uint16_t leg_of(Seeds seeds, const Sighting& s) {
  const Key key = key_of(seeds, KeyKind::kLeg, s.netns, s.client, s.server, s.ports());
  return static_cast<uint16_t>(key.a >> 16 ? key.a >> 16 : 1);
}

}  // namespace dnstop::trace
