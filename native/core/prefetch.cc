// In: keys and numbers. Out: their records on the way into the processor's caches (see prefetch.h).
#include "prefetch.h"

#include <bit>

namespace dnstop {

namespace {
constexpr size_t kLineBytes = 64;
constexpr size_t kBucketWords = 16;
constexpr size_t kSlotWords = 3;  // hash a, hash b, value
constexpr size_t kSlots = 5;

/// The first word of the bucket of a key.
size_t bucket_of(uint32_t a, uint32_t b, int shift) {
  return size_t{((a ^ (b * 0x85ebca6bU)) * 0x9e3779b1U) >> shift} * kBucketWords;
}
}  // namespace

void look_up(IndexWords words, std::span<const uint32_t> a, std::span<const uint32_t> b,
             std::span<uint32_t> found) {
  const size_t buckets = words.size() / kBucketWords;
  if (buckets < 2 || !std::has_single_bit(buckets)) return;
  const int shift = 32 - std::countr_zero(buckets);
  for (size_t n = 0; n < a.size(); n++) __builtin_prefetch(&words[bucket_of(a[n], b[n], shift)], 1);
  for (size_t n = 0; n < a.size(); n++) {
    const uint32_t* slot = &words[bucket_of(a[n], b[n], shift)];
    const uint32_t* end = slot + kSlots * kSlotWords;
    while (slot != end && (slot[0] != a[n] || slot[1] != b[n])) slot += kSlotWords;
    found[n] = slot == end ? 0 : slot[2];
  }
}

void prefetch(std::span<const uint8_t> memory, size_t bytes, uint32_t mask,
              std::span<const uint32_t> numbers) {
  for (const uint32_t number : numbers) {
    const size_t first = size_t{number & mask} * bytes;
    if (number == 0 || first + bytes > memory.size()) continue;
    for (size_t at = first; at < first + bytes; at += kLineBytes) __builtin_prefetch(&memory[at], 1);
  }
}

}  // namespace dnstop
