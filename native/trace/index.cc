// In: keys as two hashes, and a number for each. Out: see index.h.
#include "index.h"

#include <bit>
#include <utility>

namespace dnstop::trace {

namespace {
constexpr size_t kSlotWords = 3;  // hash a, hash b, value; 0 where there is none
constexpr size_t kSpilledWord = Buckets::kSlots * kSlotWords;
constexpr int kProbes = 8;
// The smallest stays in a second-level cache, next to the newest rows.
constexpr size_t kMinBuckets = 1 << 12;
constexpr size_t kMaxBuckets = 1 << 20;
// A key that went on costs another line: so many of the buckets may have sent one on.
constexpr double kSpilledMost = 1.0 / 8;
// Of the room, what must stay.
constexpr double kCrowded = 1.0 / 2;
constexpr double kSparse = 1.0 / 16;
// One of so many buckets tells of all.
constexpr size_t kSample = 16;
}  // namespace

Buckets::Buckets(std::span<uint32_t> words)
    : words_(words.data()), mask_(words.size() - 1), shift_(32 - std::countr_zero(words.size() / kWords)) {}

uint32_t Buckets::get(Key key) const {
  size_t bucket = home(key);
  for (int n = 0; n < kProbes; n++, bucket = (bucket + kWords) & mask_) {
    const uint32_t* slot = &words_[bucket];
    for (size_t i = 0; i < kSlots; i++, slot += kSlotWords) {
      if (slot[0] == key.a && slot[1] == key.b) return slot[2];
    }
    if (*slot == 0) return 0;
  }
  return 0;
}

bool Buckets::exchange(Key key, uint32_t value, const Keep& keep, uint32_t& before) {
  bool has_place = false;
  size_t place = 0;
  size_t bucket = home(key);
  for (int n = 0; n < kProbes; n++, bucket = (bucket + kWords) & mask_) {
    uint32_t* slot = &words_[bucket];
    for (size_t i = 0; i < kSlots; i++, slot += kSlotWords) {
      if (slot[0] != key.a || slot[1] != key.b) continue;
      before = std::exchange(slot[2], value);
      return true;
    }
    if (!has_place) has_place = place_for(bucket, value, keep, place);
    if (*slot != 0) continue;
    if (has_place) break;
    *slot = 1;
    spilled_++;
  }
  before = 0;
  if (!has_place) return false;
  words_[place] = key.a;
  words_[place + 1] = key.b;
  words_[place + 2] = value;
  return true;
}

void Buckets::replace(Key key, uint32_t value) {
  size_t place = 0;
  place_for(
      home(key), value, [](uint32_t) { return false; }, place);
  words_[place] = key.a;
  words_[place + 1] = key.b;
  words_[place + 2] = value;
}

/// A free place in a bucket, or that of the oldest where it need not be kept, or of any other.
bool Buckets::place_for(size_t bucket, uint32_t value, const Keep& keep, size_t& place) const {
  const size_t end = bucket + kSpilledWord;
  int32_t most = -1;
  place = bucket;
  for (size_t at = bucket; at < end; at += kSlotWords) {
    const auto age = static_cast<int32_t>(value - words_[at + 2]);
    if (words_[at + 2] != 0 && age <= most) continue;
    place = at;
    if (words_[at + 2] == 0) return true;
    most = age;
  }
  if (!keep(words_[place + 2])) return true;
  for (place = bucket; place < end; place += kSlotWords) {
    if (!keep(words_[place + 2])) return true;
  }
  return false;
}

double Buckets::kept_part(const Keep& keep) const {
  const size_t buckets = count() / kSample;
  size_t kept = 0;
  for (size_t bucket = 0; bucket < buckets; bucket++) {
    const uint32_t* slot = &words_[bucket * kWords];
    for (size_t i = 0; i < kSlots; i++, slot += kSlotWords) kept += slot[2] != 0 && keep(slot[2]);
  }
  return static_cast<double>(kept) / static_cast<double>(buckets * kSlots);
}

void Buckets::copy_to(Buckets& copy, const Keep& keep) const {
  uint32_t before;
  for (size_t bucket = 0; bucket < count(); bucket++) {
    const uint32_t* slot = &words_[bucket * kWords];
    for (size_t i = 0; i < kSlots; i++, slot += kSlotWords) {
      if (slot[2] != 0) copy.exchange({slot[0], slot[1]}, slot[2], keep, before);
    }
  }
}

Index::Index(Allocate allocate, Keep keep)
    : allocate_(std::move(allocate)),
      keep_(std::move(keep)),
      buckets_(allocate_(kMinBuckets * Buckets::kWords)) {}

uint32_t Index::exchange(Key key, uint32_t value) {
  uint32_t before = 0;
  while (!buckets_.exchange(key, value, keep_, before)) {
    if (buckets_.count() < kMaxBuckets) {
      copy(2 * buckets_.count());
      continue;
    }
    buckets_.replace(key, value);
    break;
  }
  if (++set_since_ >= Buckets::kSlots * buckets_.count()) tidy();
  return before;
}

/// Now and then: makes the map larger where many must stay, and smaller where few do.
void Index::tidy() {
  set_since_ = 0;
  const size_t buckets = buckets_.count();
  const auto most_spilled = static_cast<size_t>(static_cast<double>(buckets) * kSpilledMost);
  if (buckets == kMinBuckets && buckets_.spilled() <= most_spilled) return;
  const double kept = buckets_.kept_part(keep_);
  if (kept > kCrowded && buckets < kMaxBuckets)
    copy(2 * buckets);
  else if (kept < kSparse && buckets > kMinBuckets)
    copy(buckets / 2);
  else if (buckets_.spilled() > most_spilled)
    copy(buckets);
}

void Index::copy(size_t buckets) {
  Buckets copy(allocate_(buckets * Buckets::kWords));
  buckets_.copy_to(copy, keep_);
  buckets_ = copy;
  set_since_ = 0;
}

}  // namespace dnstop::trace
