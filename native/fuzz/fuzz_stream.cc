// In: lengths of messages, and the order in which segments of their stream are seen: [u16 start][u8
// length][u8 flags]. Out: an abort where a message comes out that was not sent, comes twice, or does not come
// though all of it was seen.
#include <algorithm>

#include "../core/anomalies.h"
#include "../core/streams.h"
#include "drained.h"

using namespace dnstop;

namespace {
constexpr size_t kDigits = 8;
constexpr uint32_t kFirst = 0xfffffff0;  // so that sequence numbers wrap

/// A message whose bytes look like the start of a message nowhere but at its start (see plausible_start): ID
/// and opcode fields that begin anywhere else read as more than is allowed. The number follows the header in
/// digits.
void put_message(std::vector<uint8_t>& stream, uint32_t number, uint8_t padding) {
  const size_t length = kDnsHeader + kDigits + padding;
  const uint8_t head[] = {0, static_cast<uint8_t>(length), 0xff, 0x78, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  if (length > 255) return;
  stream.insert(stream.end(), std::begin(head), std::end(head));
  for (size_t i = 0; i < kDigits; i++)
    stream.push_back(static_cast<uint8_t>(0xf0 | (number >> (4 * i) & 15)));
  stream.insert(stream.end(), padding, 0xff);
}

class Sink : public MessageSink {
 public:
  void message(const Packet&, const Frame&, Bytes bytes, size_t original_length,
               uint32_t anomalies) override {
    fuzz::require(bytes.size() <= original_length);
    if (bytes.size() < original_length) return fuzz::require(anomalies != 0);
    fuzz::require(bytes.size() >= kDnsHeader + kDigits);
    int64_t number = 0;
    for (size_t i = 0; i < kDigits; i++) number |= int64_t{bytes[kDnsHeader + i]} % 16 << (4 * i);
    fuzz::require(number > last_ && bytes[0] == 0xff && bytes[5] == 1);
    last_ = number;
    whole_++;
  }
  size_t whole() const { return whole_; }

 private:
  int64_t last_ = -1;
  size_t whole_ = 0;
};

struct Sent {
  std::vector<uint8_t> stream;
  uint32_t messages = 0;
};

Sent send(Reader& input) {
  Sent sent;
  for (int count = input.u8() % 32; count > 0; count--) {
    const size_t before = sent.stream.size();
    put_message(sent.stream, sent.messages, input.u8());
    if (sent.stream.size() > before) sent.messages++;
  }
  return sent;
}

Frame handshake() {
  Frame frame;
  frame.version = 4;
  frame.transport = kTransportTcp;
  frame.tcp_flags = kTcpSyn;
  frame.sequence = kFirst - 1;
  return frame;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Reader input(Bytes(data, size));
  const bool with_handshake = input.u8() & 1;
  const Sent sent = send(input);
  static Batch batch(1);  // only pinned entries of it are used
  Sink sink;
  Streams streams(batch, sink);
  Packet packet;
  std::vector<bool> seen(sent.stream.size());
  Frame frame = handshake();
  if (with_handshake) streams.segment(packet, frame);
  while (input.left() >= 4) {
    const size_t start = std::min<size_t>(input.u16(), sent.stream.size());
    const size_t length = std::min<size_t>(input.u8(), sent.stream.size() - start);
    const uint8_t flags = input.u8();
    frame.sequence = static_cast<uint32_t>(kFirst + start);
    frame.tcp_flags = flags & 1 && start + length == sent.stream.size() ? kTcpFin : 0;
    frame.original_length = length;
    frame.payload = Bytes(sent.stream).subspan(start, flags & 2 ? length / 2 : length);
    packet.time_ns += (flags >> 2) * 100'000'000ull;
    streams.expire(packet.time_ns);
    streams.segment(packet, frame);
    std::fill_n(seen.begin() + static_cast<ptrdiff_t>(start), frame.payload.size(), true);
  }
  streams.finish();
  const bool complete = with_handshake && std::find(seen.begin(), seen.end(), false) == seen.end();
  if (complete && streams.gaps() == 0) fuzz::require(sink.whole() == sent.messages);
  fuzz::require(streams.held_bytes() == 0 && streams.size() == 0);
  return 0;
}
