// In: keys with numbers. Out: whether the index of src/trace gives them back, keeps what must stay, and is
// bounded.
#include <memory>
#include <vector>

#include "../trace/index.h"
#include "check.h"

namespace {
using dnstop::trace::Index;
using dnstop::trace::Keep;
using dnstop::trace::Key;

Key spread(uint32_t i) { return {i * 0x9e3779b1U, i * 0x85ebca6bU}; }

/// An index and its memory.
struct Made {
  std::vector<std::unique_ptr<std::vector<uint32_t>>> memory;
  Index index;

  explicit Made(Keep keep) : index([this](size_t words) { return allocate(words); }, std::move(keep)) {}

  std::span<uint32_t> allocate(size_t words) {
    if (memory.size() == 2)
      memory.erase(memory.begin());  // what it gave before the last is not used any more
    return *memory.emplace_back(std::make_unique<std::vector<uint32_t>>(words));
  }
  size_t words() const { return memory.back()->size(); }
  void set(uint32_t from, uint32_t to) {
    for (uint32_t i = from; i <= to; i++) index.exchange(spread(i), i);
  }
  uint32_t found(uint32_t from, uint32_t to) const {
    uint32_t count = 0;
    for (uint32_t i = from; i <= to; i++) count += index.get(spread(i)) == i;
    return count;
  }
};

bool all(uint32_t) { return true; }
bool none(uint32_t) { return false; }
}  // namespace

TEST(trace_index_keeps_what_must_be_kept_whatever_comes_after) {
  Made made([](uint32_t value) { return value <= 50'000; });
  made.set(1, 400'000);
  CHECK_EQUAL(made.found(1, 50'000), 50'000u);
}

TEST(trace_index_forgets_the_rest_in_time_and_not_at_once) {
  Made made(none);
  made.set(1, 100'000);
  CHECK_EQUAL(made.index.get(spread(1)), 0u);
  CHECK_EQUAL(made.index.get(spread(95'000)), 95'000u);
}

TEST(trace_index_gives_the_number_that_was_there_before) {
  Made made(all);
  CHECK_EQUAL(made.index.exchange({1, 2}, 5), 0u);
  CHECK_EQUAL(made.index.exchange({1, 2}, 6), 5u);
  CHECK_EQUAL(made.index.get({1, 2}), 6u);
}

TEST(trace_index_replaces_the_oldest_of_a_bucket_first) {
  Made made(none);
  made.set(1, 20'000);
  CHECK(made.found(19'001, 20'000) > 990);
  CHECK(made.found(19'001, 20'000) > made.found(1, 1000));
}

TEST(trace_index_gives_the_number_last_set_also_after_it_grew) {
  Made made(all);
  made.index.exchange({7, 7}, 1);
  made.set(1, 20'000);
  made.index.exchange({7, 7}, 2);
  made.set(20'001, 60'000);
  CHECK_EQUAL(made.index.get({7, 7}), 2u);
}

TEST(trace_index_shrinks_where_little_must_be_kept) {
  bool kept = true;
  Made made([&](uint32_t) { return kept; });
  made.set(1, 100'000);
  const size_t largest = made.words();
  kept = false;
  made.set(100'001, 3'000'000);
  CHECK(made.words() < largest / 4);
}

TEST(trace_index_tells_keys_apart_that_share_one_hash) {
  Made made(all);
  for (uint32_t i = 1; i < 100; i++) made.index.exchange({42, i}, i);
  for (uint32_t i = 1; i < 100; i++) CHECK_EQUAL(made.index.get({42, i}), i);
  CHECK_EQUAL(made.index.get({42, 100}), 0u);
}

TEST(trace_index_takes_the_place_of_another_where_it_is_as_large_as_it_may_be) {
  Made made(all);
  for (uint32_t i = 1; i <= 100; i++) made.index.exchange({i << 20, 0}, i);
  CHECK(made.words() <= size_t{16} << 20);
  made.index.exchange({101U << 20, 0}, 101);
  CHECK_EQUAL(made.index.get({101U << 20, 0}), 101u);
}
