// In: pcap files made here. Out: whether their packets come out.
#include "capture_files.h"
#include "check.h"

using namespace dnstop;
using namespace dnstop::test;

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
