// In: nothing. Out: the form in which every source (live, pcap, pcapng) hands packets to the decoder.
#pragma once
#include <cstdint>
#include <span>

namespace dnstop {

using Bytes = std::span<const uint8_t>;

/// How the bytes of a packet begin. Values are those of pcap's LINKTYPE_ registry.
enum class LinkType : uint16_t {
  kNull = 0,      // loopback of BSD: 4 byte address family in host order
  kEthernet = 1,  // with any number of VLAN tags behind it
  kPpp = 9,
  kPppHdlc = 50,
  kRaw = 101,       // starts at the IP header; what the live tap delivers
  kLoop = 108,      // as kNull, in network order
  kLinuxSll = 113,  // Linux cooked v1
  kIpv4 = 228,
  kIpv6 = 229,
  kLinuxSll2 = 276,  // Linux cooked v2
};

constexpr uint8_t kPacketTypeUnknown = 255;

/// One packet at one point. The dictionary indices refer to the Batch that the decoder writes to.
struct Packet {
  uint64_t time_ns = 0;          // since the epoch
  Bytes bytes;                   // as captured
  uint32_t original_length = 0;  // on the wire, from the same start; >= bytes.size()
  LinkType link_type = LinkType::kRaw;
  uint8_t pkt_type = kPacketTypeUnknown;  // PACKET_* of linux/if_packet.h
  uint32_t netns = 0;                     // index into the netns dictionary
  uint32_t ifindex = 0;
  uint32_t iface = 0;    // text index
  uint32_t process = 0;  // index into the process dictionary; 0 where no socket of this end is known
  // Of a file that dnstop wrote: one whole message behind headers made for it, whatever its ports, with these
  // anomalies.
  bool one_message = false;
  uint32_t anomalies = 0;
};

}  // namespace dnstop
