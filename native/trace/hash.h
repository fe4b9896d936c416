// In: the numbers that make up a key. Out: two independent 32-bit hashes of it, those of src/trace/hash.ts.
#pragma once
#include <cstdint>

namespace dnstop::trace {

struct Key {
  uint32_t a = 0;
  uint32_t b = 0;
};

/// Of this run: names and addresses are chosen by strangers.
using Seeds = Key;

/// What a key is about; keeps equal numbers of different meaning apart (src/trace/party.ts).
enum class KeyKind : uint32_t {
  kLeg = 1,
  kQuestion = 2,
  kAskedName = 3,
  kAsked = 4,
  kReceived = 5,
  kHeard = 6,  // of TypeScript alone
  kMessage = 7
};

/// The body of MurmurHash3_x86_32.
inline uint32_t mix_a(uint32_t hash, uint32_t word) {
  const uint32_t k = word * 0xcc9e2d51U;
  const uint32_t h = hash ^ (((k << 15) | (k >> 17)) * 0x1b873593U);
  return ((h << 13) | (h >> 19)) * 5 + 0xe6546b64U;
}

inline uint32_t mix_b(uint32_t hash, uint32_t word) {
  const uint32_t h = (hash ^ word) * 0x85ebca77U;
  return h ^ (h >> 15);
}

/// The finalizer of MurmurHash3.
inline uint32_t finish(uint32_t h) {
  h = (h ^ (h >> 16)) * 0x85ebca6bU;
  h = (h ^ (h >> 13)) * 0xc2b2ae35U;
  return h ^ (h >> 16);
}

template <typename... Words>
Key key_of(Seeds seeds, KeyKind kind, Words... words) {
  Key key{seeds.a ^ static_cast<uint32_t>(kind), seeds.b + static_cast<uint32_t>(kind)};
  ((key.a = mix_a(key.a, words), key.b = mix_b(key.b, words)), ...);
  return {finish(key.a), finish(key.b)};
}

}  // namespace dnstop::trace
