// In: capture files that are damaged, cut or none at all. Out: whether what can be read comes out, and what
// is said.
#include "capture_files.h"
#include "check.h"

using namespace dnstop;
using namespace dnstop::test;

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
