// In: addresses, ports and payloads. Out: packets as bytes, and the rows a decoder makes of them, for tests.
#pragma once
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "../core/decoder.h"

namespace dnstop::test {

using Data = std::vector<uint8_t>;

inline Data operator+(Data a, const Data& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline Data be16(size_t value) { return {static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)}; }
inline Data be32(size_t value) { return be16(value >> 16 & 0xffff) + be16(value & 0xffff); }

/// A query for the A records of example.com, `extra` bytes of padding behind it.
inline Data query(uint16_t id, size_t extra = 0) {
  const Data rest = {1,   0,   0,   1,   0, 0,   0,   0,   0, 0, 7, 'e', 'x', 'a',
                     'm', 'p', 'l', 'e', 3, 'c', 'o', 'm', 0, 0, 1, 0,   1};
  return be16(id) + rest + Data(extra, 0);
}

/// With its length prefix, as TCP carries it.
inline Data prefixed(const Data& message) { return be16(message.size()) + message; }

inline Data udp(const Data& payload, uint16_t src = 4000, uint16_t dst = 53) {
  return be16(src) + be16(dst) + be16(payload.size() + 8) + be16(0) + payload;
}

inline Data tcp(const Data& payload, uint32_t sequence, uint8_t flags = 0x10, uint16_t src = 4000) {
  return be16(src) + be16(53) + be32(sequence) + be32(0) + Data{0x50, flags} + be16(1000) + be32(0) + payload;
}

/// From 10.0.0.1 to 10.0.0.2. `fragment`: flags and offset (in 8 bytes) as in the header.
inline Data ipv4(const Data& payload, uint8_t protocol = 17, uint16_t fragment = 0, uint16_t id = 7,
                 const Data& options = {}) {
  const uint8_t words = static_cast<uint8_t>(5 + options.size() / 4);
  return Data{static_cast<uint8_t>(0x40 | words), 0} + be16(words * 4u + payload.size()) + be16(id) +
         be16(fragment) + Data{64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2} + options + payload;
}

/// From 2001:db8::1 to 2001:db8::2.
inline Data ipv6(const Data& payload, uint8_t next = 17) {
  const Data net = Data{0x20, 0x01, 0x0d, 0xb8} + Data(11, 0);
  return Data{0x60, 0, 0, 0} + be16(payload.size()) + Data{next, 64} + net + Data{1} + net + Data{2} +
         payload;
}

/// A decoder for port 53 and all it made.
class Decoded {
 public:
  Decoded() : decoder_(batch_, ports()) {}

  /// Gives one packet at `time_ms`; cut to `captured` bytes.
  int give(const Data& bytes, LinkType link_type = LinkType::kRaw, uint64_t time_ms = 0,
           size_t captured = SIZE_MAX) {
    Packet packet;
    packet.bytes = Bytes(bytes).first(std::min(bytes.size(), captured));
    packet.original_length = static_cast<uint32_t>(bytes.size());
    packet.link_type = link_type;
    packet.time_ns = time_ms * 1'000'000;
    return give(packet);
  }
  int give(const Packet& packet) {
    const Batch::Appending appending(batch_);
    decoder_.expire(packet.time_ns);
    return decoder_.packet(packet);
  }
  void finish() {
    const Batch::Appending appending(batch_);
    decoder_.finish();
  }

  size_t rows() const { return batch_.appended(); }
  const Row& row(size_t number) { return *batch_.pending(number); }
  const Row& last() { return row(rows() - 1); }
  std::string text(uint32_t index) {
    return std::string(batch_.dictionary(DictionaryKind::kText).text(index));
  }
  const DecoderCounters& counters() const { return decoder_.counters(); }
  Batch& batch() { return batch_; }

 private:
  static PortSet ports() {
    PortSet ports;
    ports.set(53);
    return ports;
  }
  Batch batch_{SIZE_MAX};
  Decoder decoder_;
};

}  // namespace dnstop::test
