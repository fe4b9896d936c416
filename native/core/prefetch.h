#pragma once
// Memory that TypeScript is going to read, asked for without waiting for it: the one thing about its own
// memory that it cannot do itself.
#include <cstddef>
#include <cstdint>
#include <span>

namespace dnstop {

/// An index as src/trace/index.ts keeps it: buckets of 16 words, a power of 2 of them.
using IndexWords = std::span<const uint32_t>;

/// Looks up keys of two hashes each, in their own buckets only, and asks for those all together. Sets
/// `found[n]` to the value of key `n`, or 0. All have at least `a.size()` elements.
void look_up(IndexWords words, std::span<const uint32_t> a, std::span<const uint32_t> b,
             std::span<uint32_t> found);

/// Asks for records of `bytes` bytes. A number names the record by those of its bits that `mask` has; 0 names
/// none. What is not within the memory is left out.
void prefetch(std::span<const uint8_t> memory, size_t bytes, uint32_t mask,
              std::span<const uint32_t> numbers);

}  // namespace dnstop
