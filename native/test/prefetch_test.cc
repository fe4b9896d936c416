// In: an index of a few keys. Out: whether look_up finds them where src/trace/index.ts puts them, and stays
// in its memory.
#include "../core/prefetch.h"

#include <array>
#include <vector>

#include "check.h"

namespace {
constexpr size_t kBuckets = 4;
using Words = std::vector<uint32_t>;

Words index_with(size_t bucket, size_t slot, uint32_t a, uint32_t b, uint32_t value) {
  Words words(kBuckets * 16);
  uint32_t* at = &words[bucket * 16 + slot * 3];
  at[0] = a;
  at[1] = b;
  at[2] = value;
  return words;
}

uint32_t found(const Words& words, uint32_t a, uint32_t b) {
  std::array<uint32_t, 1> result{99};
  dnstop::look_up(words, {&a, 1}, {&b, 1}, result);
  return result[0];
}
}  // namespace

TEST(prefetch_looks_up_keys_in_each_slot_of_their_bucket) {
  // 1 * 0x9e3779b1 begins with the bits 10: the third of four buckets.
  for (size_t slot = 0; slot < 5; slot++) CHECK_EQUAL(found(index_with(2, slot, 1, 0, 77), 1, 0), 77u);
}

TEST(prefetch_finds_no_other_key) {
  CHECK_EQUAL(found(index_with(2, 0, 1, 0, 77), 1, 5), 0u);
  CHECK_EQUAL(found(index_with(1, 0, 1, 0, 77), 1, 0), 0u);
}

TEST(prefetch_leaves_alone_what_is_no_index) {
  CHECK_EQUAL(found(Words(), 1, 0), 99u);
  CHECK_EQUAL(found(Words(48), 1, 0), 99u);
}

TEST(prefetch_asks_for_nothing_outside_the_memory) {
  const std::vector<uint8_t> memory(256);
  const std::array<uint32_t, 4> numbers{0, 1, 2, UINT32_MAX};
  dnstop::prefetch(memory, 128, UINT32_MAX, numbers);
  dnstop::prefetch({}, 128, 1, numbers);
}
