// In: packets, each as [link type][time step][bytes cut off by the capture][u16 length][bytes]. Out: an abort
// where the decoder or the batch breaks a promise.
#include <algorithm>

#include "../core/decoder.h"
#include "../core/reader.h"
#include "drained.h"

using namespace dnstop;

namespace {
constexpr LinkType kLinkTypes[] = {
    LinkType::kRaw,  LinkType::kEthernet, LinkType::kPpp,  LinkType::kPppHdlc,  LinkType::kNull,
    LinkType::kLoop, LinkType::kIpv4,     LinkType::kIpv6, LinkType::kLinuxSll, LinkType::kLinuxSll2};

PortSet dns_ports() {
  PortSet ports;
  ports.set(53);
  return ports;
}

struct Target {
  Batch batch{SIZE_MAX};
  fuzz::Drained drained{batch};
};

/// Making a batch costs more than decoding; a new one from time to time bounds its dictionary.
Target& target_for_run() {
  static std::unique_ptr<Target> target;
  static unsigned runs = 0;
  if (runs++ % 1024 == 0) target = std::make_unique<Target>();
  return *target;
}

bool next_packet(Reader& input, Packet& packet) {
  packet.link_type = kLinkTypes[input.u8() % std::size(kLinkTypes)];
  packet.time_ns += input.u8() * 20'000'000ull;
  const size_t cut = input.u8();
  const size_t length = input.u16();
  packet.bytes = input.take(std::min(length, input.left()));
  packet.original_length = static_cast<uint32_t>(packet.bytes.size() + cut);
  return !packet.bytes.empty();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const PortSet ports = dns_ports();
  Target& target = target_for_run();
  Batch& batch = target.batch;
  const uint64_t first = batch.appended();
  Decoder decoder(batch, ports);
  Reader input(Bytes(data, size));
  Packet packet;
  {
    const Batch::Appending appending(batch);
    while (next_packet(input, packet)) {
      const uint64_t before = batch.appended();
      decoder.expire(packet.time_ns);
      const int rows = decoder.packet(packet);
      fuzz::require(rows >= 0 && batch.appended() >= before + static_cast<unsigned>(rows));
    }
    decoder.finish();
  }
  fuzz::require(target.drained.all() == batch.appended() - first);
  return 0;
}
