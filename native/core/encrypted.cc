// In: packets that nobody can read. Out: entries about them (see encrypted.h).
#include "encrypted.h"

#include <algorithm>
#include <string>

namespace dnstop {

void tell_encrypted(const EncryptedPacket& packet, Batch& batch) {
  constexpr uint64_t kSecond = 1'000'000'000;
  const std::string fields[] = {std::to_string(packet.time_ns / kSecond),
                                std::to_string(packet.time_ns % kSecond),
                                std::to_string(packet.pid),
                                std::to_string(packet.transport),
                                packet.sent ? "1" : "0",
                                std::string(packet.own.view()),
                                std::string(packet.server.view()),
                                std::to_string(packet.server_port),
                                std::to_string(packet.bytes)};
  std::string entry;
  for (const std::string& field : fields) {
    if (&field != fields) entry += '\0';
    entry += field;
  }
  batch.tell(DictionaryKind::kEncrypted, entry);
}

void EncryptedFrames::take(const Packet& packet, const Frame& frame, Batch& batch) {
  const bool sent = frame.dst_port == kEncryptedPort;
  if ((!sent && frame.src_port != kEncryptedPort) || frame.original_length == 0 || is_repeated(frame)) return;
  EncryptedPacket told;
  told.time_ns = packet.time_ns;
  told.transport = frame.transport;
  told.sent = sent;
  told.own = address_text(sent ? frame.src : frame.dst, frame.version);
  told.server = address_text(sent ? frame.dst : frame.src, frame.version);
  told.server_port = kEncryptedPort;
  told.bytes = frame.original_length;
  tell_encrypted(told, batch);
}

/// By all that is the same at every point of its way without translation.
bool EncryptedFrames::is_repeated(const Frame& frame) {
  uint64_t hash = 1;
  const uint64_t parts[] = {frame.src.high,
                            frame.src.low,
                            frame.dst.high,
                            frame.dst.low,
                            uint64_t{frame.src_port} << 16 | frame.dst_port,
                            frame.transport == kTransportTcp ? frame.sequence : frame.ip_id,
                            frame.original_length};
  for (const uint64_t part : parts) hash = (hash ^ part) * 0x9e3779b97f4a7c15 + (hash >> 29);
  if (std::find(recent_.begin(), recent_.end(), hash) != recent_.end()) return true;
  recent_[next_] = hash;
  next_ = (next_ + 1) % recent_.size();
  return false;
}

}  // namespace dnstop
