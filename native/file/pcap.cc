// In: the bytes of a pcap file (draft-ietf-opsawg-pcap). Out: its packets.
#include "pcap.h"

#include <algorithm>

namespace dnstop {

namespace {
/// What the magic number says.
struct Format {
  bool little = false;
  bool nanoseconds = false;
  bool extended = false;  // Kuznetzov's: interface and packet type behind each record header
};

std::optional<Format> format_of(Bytes magic) {
  for (const bool little : {false, true}) {
    switch (FileFields(magic, little).u32()) {
      case 0xa1b2c3d4:
        return Format{little, false, false};
      case 0xa1b23c4d:
        return Format{little, true, false};
      case 0xa1b2cd34:
        return Format{little, false, true};
    }
  }
  return std::nullopt;
}

class PcapReader : public CaptureReader {
 public:
  PcapReader(Input& input, Format format, LinkType link_type) : CaptureReader(input), format_(format) {
    interface_.link_type = link_type;
  }

  bool next(FilePacket& packet) override;

 private:
  const Format format_;
  FileInterface interface_;
};

bool PcapReader::next(FilePacket& packet) {
  if (at_end()) return false;
  const auto header = need(format_.extended ? 24 : 16);
  if (!header) return false;
  FileFields fields(*header, format_.little);
  const uint64_t seconds = fields.u32();
  const uint64_t fraction = fields.u32();
  const uint32_t length = fields.u32();
  packet.time_ns = seconds * 1'000'000'000 + fraction * (format_.nanoseconds ? 1 : 1000);
  packet.original_length = std::max(length, fields.u32());
  packet.interface = &interface_;
  if (format_.extended) {
    packet.ifindex = fields.u32();
    fields.u16();
    packet.pkt_type = fields.reader().u8();
  }
  if (length > kMaxPacketBytes) return fail("packet of " + std::to_string(length) + " bytes");
  const auto bytes = need(length);
  if (bytes) packet.bytes = *bytes;
  return bytes.has_value();
}
}  // namespace

std::unique_ptr<CaptureReader> open_pcap(Input& input, Bytes magic, std::string& reason) {
  const auto format = format_of(magic);
  if (!format) {
    reason = "not a capture file";
    return nullptr;
  }
  const Bytes header = input.take(20);
  FileFields fields(header, format->little);
  const uint16_t major = fields.u16();
  fields.reader().skip(14);                        // minor version, time zone, accuracy, snapshot length
  const uint32_t network = fields.u32() & 0xffff;  // above it: length of the frame check sequence
  if (!fields.reader().ok()) {
    reason = "truncated at byte " + std::to_string(input.position());
  } else if (major != 2) {
    reason = "pcap version " + std::to_string(major) + " is not known";
  } else if (const auto link_type = link_type_of(network); !link_type) {
    reason = "link type " + std::to_string(network) + " is not supported";
  } else {
    return std::make_unique<PcapReader>(input, *format, *link_type);
  }
  return nullptr;
}

}  // namespace dnstop
