// In: the bytes of a capture file. Out: its packets in file order. Stands before pcap and pcapng.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "../core/packet.h"
#include "../core/reader.h"
#include "input.h"

namespace dnstop {

/// Longest packet that is believed; libpcap's MAXIMUM_SNAPLEN.
constexpr uint32_t kMaxPacketBytes = 262144;

/// An interface of a capture file.
struct FileInterface {
  std::string name;                   // empty where the file does not say
  std::optional<LinkType> link_type;  // absent: a type that cannot be decoded
  bool recorded = false;  // by dnstop itself: each packet is one message, under headers of its own making
  std::string remark;     // where recorded: what dnstop said of it
  uint32_t text = 0;      // place for the source's index of the name
  uint32_t netns = 0;     // place for the source's index of its namespace
  bool interned = false;
};

/// A packet of a capture file; all that it refers to is valid until the next one.
struct FilePacket {
  uint64_t time_ns = 0;
  Bytes bytes;
  uint32_t original_length = 0;
  uint8_t pkt_type = kPacketTypeUnknown;
  uint32_t ifindex = 0;
  FileInterface* interface = nullptr;
  std::string_view remark;  // comment that dnstop wrote
};

/// Fixed-width numbers in the byte order of the file's writer.
class FileFields {
 public:
  FileFields(Bytes bytes, bool little) : reader_(bytes), little_(little) {}
  uint16_t u16() { return little_ ? __builtin_bswap16(reader_.u16()) : reader_.u16(); }
  uint32_t u32() { return little_ ? __builtin_bswap32(reader_.u32()) : reader_.u32(); }
  uint64_t u64() { return little_ ? __builtin_bswap64(reader_.u64()) : reader_.u64(); }
  Reader& reader() { return reader_; }

 private:
  Reader reader_;
  bool little_;
};

class CaptureReader {
 public:
  virtual ~CaptureReader() = default;

  /// False at the end and where the file cannot be read further; then `failure` says which.
  virtual bool next(FilePacket& packet) = 0;

  /// What is wrong at byte `failure_at` ("truncated", "packet of 4294967295 bytes"), or empty.
  const std::string& failure() const { return failure_; }
  uint64_t failure_at() const { return failure_at_; }

 protected:
  explicit CaptureReader(Input& input) : input_(input) {}

  /// Exactly `size` bytes, or nothing: then the input ends here, and `failure` says so.
  std::optional<Bytes> need(size_t size);
  bool fail(std::string what);
  /// True where the input ends here properly, between two packets.
  bool at_end();

  Input& input_;

 private:
  std::string failure_;
  uint64_t failure_at_ = 0;
};

/// A link type that the decoder knows, by its number in pcap's registry.
std::optional<LinkType> link_type_of(uint32_t number);

/// Reads the file's first bytes and makes the reader for them; null, and the reason, where it is no capture
/// file.
std::unique_ptr<CaptureReader> open_capture(Input& input, std::string& reason);

}  // namespace dnstop
