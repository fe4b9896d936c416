// In: short byte strings. Out: whether the bounded reader keeps within them.
#include "../core/reader.h"

#include "check.h"

using dnstop::Reader;

namespace {
const uint8_t bytes[] = {1, 2, 3, 4, 5, 6};
}

TEST(reader_reads_big_endian) {
  Reader reader(bytes);
  CHECK_EQUAL(reader.u8(), 1);
  CHECK_EQUAL(reader.u16(), 0x0203);
  CHECK_EQUAL(reader.take(2).size(), 2u);
  CHECK_EQUAL(reader.left(), 1u);
  CHECK(reader.ok());
}

TEST(reader_stops_at_the_end_for_good) {
  Reader reader(bytes);
  reader.skip(4);
  CHECK_EQUAL(reader.u32(), 0u);
  CHECK(!reader.ok());
  CHECK(reader.at_end());
  CHECK_EQUAL(reader.u8(), 0);
  CHECK(reader.take(1).empty());
}

TEST(reader_within_keeps_positions_and_sees_the_whole) {
  Reader reader(bytes);
  reader.skip(1);
  Reader inner = reader.within(2);
  CHECK_EQUAL(reader.position(), 3u);
  CHECK_EQUAL(inner.position(), 1u);
  CHECK_EQUAL(inner.left(), 2u);
  CHECK_EQUAL(inner.whole().size(), 6u);
  CHECK_EQUAL(inner.u32(), 0u);
  CHECK(!inner.ok());
  CHECK(reader.ok());
}

TEST(reader_within_more_than_there_is_fails_but_gives_the_rest) {
  Reader reader(bytes);
  Reader inner = reader.within(7);
  CHECK(!reader.ok());
  CHECK_EQUAL(inner.left(), 6u);
}

TEST(reader_starts_outside) {
  CHECK(!Reader(bytes, 7).ok());
  CHECK(Reader(bytes, 6).ok());
}
