// In: packets. Out: capture files of each format, and the rows and failures that reading them gives, for
// tests.
#pragma once
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <cstring>
#include <map>

#include "../file/file_source.h"
#include "packets.h"

namespace dnstop::test {

inline const Data kPacket = ipv4(udp(query(1)));

inline Data le16(size_t value) { return {static_cast<uint8_t>(value), static_cast<uint8_t>(value >> 8)}; }
inline Data le32(size_t value) { return le16(value) + le16(value >> 16); }

inline Data pcap_header(uint32_t magic, uint32_t link_type, bool little = true) {
  const auto u16 = little ? le16 : be16;
  const auto u32 = little ? le32 : be32;
  return u32(magic) + u16(2) + u16(4) + u32(0) + u32(0) + u32(65535) + u32(link_type);
}

inline Data pcap_record(const Data& packet, uint32_t fraction = 5, bool little = true) {
  const auto u32 = little ? le32 : be32;
  return u32(7) + u32(fraction) + u32(packet.size()) + u32(packet.size()) + packet;
}

inline Data pcap(size_t records) {
  Data file = pcap_header(0xa1b2c3d4, 101);
  for (size_t i = 0; i < records; i++) file = file + pcap_record(kPacket);
  return file;
}

inline Data gzip(const Data& from) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  Data to(from.size() + 100);
  stream.next_in = const_cast<uint8_t*>(from.data());
  stream.avail_in = static_cast<uInt>(from.size());
  stream.next_out = to.data();
  stream.avail_out = static_cast<uInt>(to.size());
  deflate(&stream, Z_FINISH);
  to.resize(stream.total_out);
  deflateEnd(&stream);
  return to;
}

inline PortSet dns_ports() {
  PortSet ports;
  ports.set(53);
  return ports;
}

/// A file with these bytes, read to its end.
class Read {
 public:
  explicit Read(const Data& bytes) {
    char path[] = "/tmp/dnstop-test-XXXXXX";
    const int fd = mkstemp(path);
    if (write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) std::abort();
    close(fd);
    read(path);
    unlink(path);
    const size_t at = failure.find(": ");
    if (at != std::string::npos) failure = failure.substr(at + 2);
  }

  std::string text(uint32_t index) const { return texts_.contains(index) ? texts_.at(index) : std::string(); }

  std::vector<Row> rows;
  std::string failure;  // without the file's name
  std::string refused;  // why start() threw
  double unknown_link_type = 0;

 private:
  void read(const char* path) {
    const auto source = open_file({path, dns_ports()});
    try {
      source->start();
    } catch (const StartError& error) {
      refused = error.reason;
      return;
    }
    Data columns(200 * 64), entries(65536), messages(65536);
    for (bool ended = false; !ended;) {
      ended = source->ended();
      for (DrainResult got{1, 0, 0}; got.rows + got.entry_bytes + got.message_bytes > 0;) {
        got = source->batch().drain({columns, entries, messages, 64}, 0);
        names(entries, got.entry_bytes);
        take(columns, got.rows);
      }
    }
    failure = source->failure();
    for (const auto& [name, value] : source->counters()) {
      if (name == "unknown_link_type") unknown_link_type = value;
    }
  }

  void names(const Data& entries, uint32_t bytes) {
    for (uint32_t at = 0; at < bytes;) {
      uint32_t head[3];
      std::memcpy(head, entries.data() + at, sizeof head);
      if (head[0] == 0)
        texts_[head[1]].assign(reinterpret_cast<const char*>(entries.data()) + at + 12, head[2]);
      at += 12 + ((head[2] + 3) & ~3u);
    }
  }

  void take(const Data& columns, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
      Row row;
      const uint8_t* column = columns.data();
#define X(name, type, meaning)                                     \
  std::memcpy(&row.name, column + i * sizeof(type), sizeof(type)); \
  column += sizeof(type) * 64;
#include "../columns.def"
#undef X
      rows.push_back(row);
    }
  }

  std::map<uint32_t, std::string> texts_;
};

}  // namespace dnstop::test
