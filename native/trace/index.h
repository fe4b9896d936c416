// In: keys as two hashes, and a number for each. Out: the number last set for a key, while it is young or
// kept.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "hash.h"

namespace dnstop::trace {

/// Gives so many zeroed words; what it gave before is not used any more.
using Allocate = std::function<std::span<uint32_t>(size_t words)>;
/// Whether an entry with this value must stay.
using Keep = std::function<bool(uint32_t value)>;

/// The buckets of an index: a line of the processor's cache each, five keys with their values, and in the
/// last word whether keys went on to the next bucket. src/trace/index.ts reads the same memory.
class Buckets {
 public:
  Buckets() = default;
  /// `words`: of a power of 2 of buckets, zeroed or an index already.
  explicit Buckets(std::span<uint32_t> words);

  size_t count() const { return mask_ / kWords + 1; }
  size_t spilled() const { return spilled_; }
  void prefetch(Key key) const { __builtin_prefetch(&words_[home(key)], 1); }
  uint32_t get(Key key) const;
  /// The value before, 0 where there was none. False where there is no room near enough.
  bool exchange(Key key, uint32_t value, const Keep& keep, uint32_t& before);
  /// Sets a key in place of the oldest in its bucket.
  void replace(Key key, uint32_t value);
  /// Which part of the room is taken by what must stay; estimated, as keys are spread evenly.
  double kept_part(const Keep& keep) const;
  void copy_to(Buckets& copy, const Keep& keep) const;

  static constexpr size_t kWords = 16;
  static constexpr size_t kSlots = 5;

 private:
  size_t home(Key key) const {
    return size_t{((key.a ^ (key.b * 0x85ebca6bU)) * 0x9e3779b1U) >> shift_} * kWords;
  }
  bool place_for(size_t bucket, uint32_t value, const Keep& keep, size_t& place) const;

  uint32_t* words_ = nullptr;
  size_t mask_ = 0;  // of a word's position
  int shift_ = 0;
  size_t spilled_ = 0;
};

/// A bounded map without deletion: a key is found within one line of memory, nearly always. A new key takes
/// the place of the oldest in its bucket that need not be kept, and the map grows when there is none. Numbers
/// count up in 32 bits.
class Index {
 public:
  Index(Allocate allocate, Keep keep);

  uint32_t get(Key key) const { return buckets_.get(key); }
  void prefetch(Key key) const { buckets_.prefetch(key); }
  /// Sets the value for the key; must not be 0. Gives the one before, 0 where there was none.
  uint32_t exchange(Key key, uint32_t value);

 private:
  void tidy();
  void copy(size_t buckets);

  Allocate allocate_;
  Keep keep_;
  Buckets buckets_;
  size_t set_since_ = 0;
};

}  // namespace dnstop::trace
