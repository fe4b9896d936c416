// In: the bytes of a pcapng file (draft-ietf-opsawg-pcapng). Out: its packets.
#include "pcapng.h"

#include <algorithm>
#include <deque>

#include "pcapng_interface.h"
#include "remark.h"

namespace dnstop {

namespace {
constexpr uint32_t kSectionHeader = 0x0a0d0d0a;
constexpr uint32_t kInterfaceDescription = 1;
constexpr uint32_t kObsoletePacket = 2;
constexpr uint32_t kSimplePacket = 3;
constexpr uint32_t kEnhancedPacket = 6;
constexpr uint32_t kByteOrderMagic = 0x1a2b3c4d;

// A packet with all its options; blocks of other kinds are passed over whatever their length.
constexpr uint32_t kMaxBlockBytes = 4 * kMaxPacketBytes;
constexpr size_t kMaxInterfaces = 65536;

constexpr uint16_t kOptionComment = 1;
constexpr uint16_t kOptionFlags = 2;

/// epb_flags (4.3.1): bits 0-1 direction, bits 2-4 how it was received.
uint8_t packet_type_of(uint32_t flags) {
  static constexpr uint8_t kHost = 0, kBroadcast = 1, kMulticast = 2, kOtherHost = 3, kOutgoing = 4;
  if ((flags & 3) == 2) return kOutgoing;
  switch (flags >> 2 & 7) {
    case 1:
      return kHost;
    case 2:
      return kMulticast;
    case 3:
      return kBroadcast;
    case 4:
      return kOtherHost;
  }
  return (flags & 3) == 1 ? kHost : kPacketTypeUnknown;
}

class PcapngReader : public CaptureReader {
 public:
  explicit PcapngReader(Input& input) : CaptureReader(input) {}

  bool next(FilePacket& packet) override;

  /// The rest of a section header, behind its block type.
  bool section();

 private:
  /// Reads one block behind its type. True where it was a packet; false too where reading must end
  /// (`failure`).
  bool block(uint32_t type, FilePacket& packet);
  bool packet_of(uint32_t type, Bytes body, FilePacket& packet);
  bool simple_packet(Bytes body, FilePacket& packet);
  void options(FileFields& fields, FilePacket& packet);
  bool interface(Bytes body);
  bool trailer(uint32_t length);

  bool little_ = false;
  uint64_t last_time_ns_ = 0;  // simple packets have no time: that of the packet before
  std::deque<PcapngInterface> interfaces_;
};

bool PcapngReader::next(FilePacket& packet) {
  while (failure().empty() && !at_end()) {
    const auto bytes = need(4);
    if (!bytes) return false;
    packet = {};
    if (block(FileFields(*bytes, little_).u32(), packet)) return true;
  }
  return false;
}

bool PcapngReader::section() {
  const auto head = need(8);
  if (!head) return false;
  const Bytes magic = head->subspan(4);
  little_ = FileFields(magic, true).u32() == kByteOrderMagic;
  if (!little_ && FileFields(magic, false).u32() != kByteOrderMagic)
    return fail("section without byte order");
  const uint32_t length = FileFields(*head, little_).u32();
  if (length < 28 || length % 4 != 0) return fail("block of " + std::to_string(length) + " bytes");
  const auto version = need(4);
  if (!version) return false;
  const uint16_t major = FileFields(*version, little_).u16();
  if (major != 1) return fail("pcapng version " + std::to_string(major));
  interfaces_.clear();
  if (!input_.skip(length - 20)) return need(1).has_value();
  return trailer(length);
}

bool PcapngReader::block(uint32_t type, FilePacket& packet) {
  // The same in both byte orders, so that a new section may change it.
  if (type == kSectionHeader) return section() && false;
  const auto bytes = need(4);
  if (!bytes) return false;
  const uint32_t length = FileFields(*bytes, little_).u32();
  if (length < 12 || length % 4 != 0) return fail("block of " + std::to_string(length) + " bytes");
  const bool known = type == kInterfaceDescription || type == kObsoletePacket || type == kSimplePacket ||
                     type == kEnhancedPacket;
  if (!known) {
    if (!input_.skip(length - 12)) return need(1).has_value();
    trailer(length);
    return false;
  }
  if (length > kMaxBlockBytes) return fail("block of " + std::to_string(length) + " bytes");
  // With the trailer, so that the body stays valid while it is read.
  const auto body = need(length - 8);
  if (!body) return false;
  const Bytes inner = body->first(length - 12);
  if (FileFields(body->last(4), little_).u32() != length) return fail("block lengths that differ");
  if (type == kInterfaceDescription) return interface(inner);
  return type == kSimplePacket ? simple_packet(inner, packet) : packet_of(type, inner, packet);
}

bool PcapngReader::trailer(uint32_t length) {
  const auto bytes = need(4);
  if (!bytes) return false;
  return FileFields(*bytes, little_).u32() == length || fail("block lengths that differ");
}

bool PcapngReader::interface(Bytes body) {
  if (body.size() < 8) return fail("interface block of " + std::to_string(body.size()) + " bytes");
  if (interfaces_.size() >= kMaxInterfaces) return fail("more than 65536 interfaces");
  interfaces_.emplace_back(body, little_, interfaces_.size());
  return false;
}

/// Enhanced packet block (4.3), or the packet block it replaced (appendix A).
bool PcapngReader::packet_of(uint32_t type, Bytes body, FilePacket& packet) {
  FileFields fields(body, little_);
  uint32_t number;
  if (type == kEnhancedPacket) {
    number = fields.u32();
  } else {
    number = fields.u16();
    fields.u16();  // drops
  }
  const uint64_t high = fields.u32();
  const uint64_t stamp = high << 32 | fields.u32();
  const uint32_t captured = fields.u32();
  packet.original_length = std::max(captured, fields.u32());
  packet.bytes = fields.reader().take(captured);
  if (!fields.reader().ok() || captured > kMaxPacketBytes) {
    return fail("packet of " + std::to_string(captured) + " bytes");
  }
  if (number >= interfaces_.size()) return fail("packet of unknown interface " + std::to_string(number));
  PcapngInterface& interface = interfaces_[number];
  packet.interface = &interface;
  packet.time_ns = last_time_ns_ = interface.time_ns(stamp);
  fields.reader().skip((4 - captured % 4) % 4);
  options(fields, packet);
  return true;
}

/// Simple packet block (4.4): of interface 0, no time, captured length by the snapshot length.
bool PcapngReader::simple_packet(Bytes body, FilePacket& packet) {
  if (interfaces_.empty()) return fail("packet of unknown interface 0");
  FileFields fields(body, little_);
  const uint32_t original = fields.u32();
  const uint32_t limit = interfaces_[0].snapshot_length;
  const uint32_t captured = limit ? std::min(original, limit) : original;
  packet.bytes = fields.reader().take(captured);
  if (!fields.reader().ok() || captured > kMaxPacketBytes) {
    return fail("packet of " + std::to_string(captured) + " bytes");
  }
  packet.original_length = original;
  packet.interface = &interfaces_[0];
  packet.time_ns = last_time_ns_;
  return true;
}

void PcapngReader::options(FileFields& fields, FilePacket& packet) {
  for (PcapngOption option; next_option(fields, option);) {
    if (option.code == kOptionFlags && option.value.size() == 4) {
      packet.pkt_type = packet_type_of(FileFields(option.value, little_).u32());
    } else if (option.code == kOptionComment) {
      // Others may have added theirs.
      const std::string_view comment(reinterpret_cast<const char*>(option.value.data()), option.value.size());
      if (is_remark(comment)) packet.remark = comment;
    }
  }
}
}  // namespace

std::unique_ptr<CaptureReader> open_pcapng(Input& input, std::string& reason) {
  auto reader = std::make_unique<PcapngReader>(input);
  if (reader->section()) return reader;
  reason = reader->failure() + " at byte " + std::to_string(reader->failure_at());
  return nullptr;
}

}  // namespace dnstop
