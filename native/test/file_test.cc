// In: capture files made here, sound and damaged. Out: whether their packets and what is wrong with them come
// out.
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <cstring>

#include "../file/file_source.h"
#include "check.h"
#include "packets.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {
const Data kPacket = ipv4(udp(query(1)));

Data le16(size_t value) { return {static_cast<uint8_t>(value), static_cast<uint8_t>(value >> 8)}; }
Data le32(size_t value) { return le16(value) + le16(value >> 16); }

Data pcap_header(uint32_t magic, uint32_t link_type, bool little = true) {
  const auto u16 = little ? le16 : be16;
  const auto u32 = little ? le32 : be32;
  return u32(magic) + u16(2) + u16(4) + u32(0) + u32(0) + u32(65535) + u32(link_type);
}

Data pcap_record(const Data& packet, uint32_t fraction = 5, bool little = true) {
  const auto u32 = little ? le32 : be32;
  return u32(7) + u32(fraction) + u32(packet.size()) + u32(packet.size()) + packet;
}

Data pcap(size_t records) {
  Data file = pcap_header(0xa1b2c3d4, 101);
  for (size_t i = 0; i < records; i++) file = file + pcap_record(kPacket);
  return file;
}

Data gzip(const Data& from) {
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

PortSet dns_ports() {
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

  std::vector<Row> rows;
  std::string failure, refused;
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
        take(columns, got.rows);
      }
    }
    failure = source->failure();
    for (const auto& [name, value] : source->counters()) {
      if (name == "unknown_link_type") unknown_link_type = value;
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
};
}  // namespace

TEST(file_pcap_of_every_magic) {
  struct Case {
    uint32_t magic;
    bool little;
    uint32_t nanoseconds;
  };
  for (const Case& one : {Case{0xa1b2c3d4, true, 5000},
                          {0xa1b2c3d4, false, 5000},
                          {0xa1b23c4d, true, 5},
                          {0xa1b23c4d, false, 5}}) {
    const Read read(pcap_header(one.magic, 101, one.little) + pcap_record(kPacket, 5, one.little));
    CHECK_EQUAL(read.rows.size(), 1u);
    if (read.rows.size() != 1) continue;
    CHECK_EQUAL(read.rows[0].time_s, 7u);
    CHECK_EQUAL(read.rows[0].time_ns, one.nanoseconds);
    CHECK_EQUAL(read.rows[0].pkt_type, 255);
    CHECK_EQUAL(read.failure, "");
  }
}

TEST(file_pcap_modified_says_direction) {
  Data record = pcap_record(kPacket);
  const Data extra = le32(3) + le16(8) + Data{4, 0};
  record.insert(record.begin() + 16, extra.begin(), extra.end());
  const Read read(pcap_header(0xa1b2cd34, 101) + record);
  CHECK_EQUAL(read.rows.size(), 1u);
  CHECK_EQUAL(read.rows[0].pkt_type, 4);
  CHECK_EQUAL(read.rows[0].ifindex, 3u);
}

TEST(file_gzipped_of_one_and_more_members) {
  const Data file = pcap(3);
  CHECK_EQUAL(Read(gzip(file)).rows.size(), 3u);
  const auto cut = file.begin() + 90;
  CHECK_EQUAL(Read(gzip(Data(file.begin(), cut)) + gzip(Data(cut, file.end())) + Data(20, 0)).rows.size(),
              3u);
}

TEST(file_larger_than_what_may_be_pending) {
  const Read read(gzip(pcap(30'000)));
  CHECK_EQUAL(read.rows.size(), 30'000u);
  CHECK_EQUAL(read.failure, "");
}

TEST(file_truncated_gives_what_came_before) {
  Data file = pcap(3);
  file.resize(file.size() - 10);
  const Read inside(file);
  CHECK_EQUAL(inside.rows.size(), 2u);
  CHECK_EQUAL(inside.failure, "truncated at byte " + std::to_string(file.size()) + " (after 2 packets)");
  file.resize(24 + 2 * (16 + kPacket.size()) + 7);
  CHECK_EQUAL(Read(file).failure, "truncated at byte " + std::to_string(file.size()) + " (after 2 packets)");
}

TEST(file_truncated_gzip) {
  Data file = gzip(pcap(3));
  file.resize(file.size() - 12);
  CHECK(Read(file).failure.find("gzip data ends early at byte") == 0);
  Data damaged = gzip(pcap(200));
  damaged[40] ^= 0xff;
  CHECK(Read(damaged).failure.find("gzip data damaged") == 0 || Read(damaged).refused == "gzip data damaged");
}

TEST(file_absurd_length) {
  Data file = pcap(1);
  const Data record = le32(1) + le32(1) + le32(0xffffffff) + le32(0xffffffff);
  CHECK_EQUAL(Read(file + record).failure, "packet of 4294967295 bytes at byte 113 (after 1 packets)");
}

TEST(file_that_is_no_capture) {
  CHECK_EQUAL(Read({}).refused, "empty file");
  CHECK_EQUAL(Read({'h', 'i'}).refused, "not a capture file");
  CHECK_EQUAL(Read(Data(100, 'x')).refused, "not a capture file");
  CHECK_EQUAL(Read(pcap_header(0xa1b2c3d4, 105)).refused, "link type 105 is not supported");
  CHECK_EQUAL(Read({0xd4, 0xc3, 0xb2, 0xa1, 2, 0}).refused, "truncated at byte 6");
  for (const char* path : {"/", "/nonexistent/file"}) {
    std::string reason;
    try {
      open_file({path, dns_ports()})->start();
    } catch (const StartError& error) {
      reason = error.reason;
    }
    CHECK(reason == "Is a directory" || reason == "No such file or directory");
  }
}

TEST(file_stops_while_the_reader_does_not_drain) {
  char path[] = "/tmp/dnstop-test-XXXXXX";
  const int fd = mkstemp(path);
  const Data bytes = gzip(pcap(30'000));
  CHECK_EQUAL(write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  close(fd);
  const auto source = open_file({path, dns_ports()});
  source->start();
  source->stop();
  source->stop();
  CHECK(source->ended());
  CHECK_EQUAL(source->failure(), "");
  unlink(path);
}
