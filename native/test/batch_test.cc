// In: rows and strings. Out: whether drains hand them over whole, in order, and share what is equal.
#include "../core/batch.h"

#include <cstring>
#include <map>
#include <string>
#include <thread>

#include "check.h"

using namespace dnstop;

namespace {
/// The reader's side, in TypeScript's layout.
class Reading {
 public:
  Reading(Batch& batch, uint32_t capacity, size_t message_room = 65536)
      : batch_(batch), capacity_(capacity), columns_(capacity * 200), messages_(message_room) {}

  DrainResult once(uint64_t kept_from = 0) {
    const DrainResult result = batch_.drain({columns_, entries_, messages_, capacity_}, kept_from);
    for (uint32_t at = 0; at < result.entry_bytes;) {
      uint32_t head[3];
      std::memcpy(head, entries_.data() + at, sizeof head);
      texts[{head[0], head[1]}].assign(reinterpret_cast<char*>(entries_.data()) + at + 12, head[2]);
      entries++;
      at += 12 + ((head[2] + 3) & ~3u);
    }
    stream.append(reinterpret_cast<char*>(messages_.data()), result.message_bytes);
    for (uint32_t i = 0; i < result.rows; i++) rows.push_back(row(i));
    return result;
  }

  void all() {
    for (DrainResult result = once(); result.rows + result.entry_bytes + result.message_bytes > 0;)
      result = once();
  }

  std::string message(const Row& row) const {
    return stream.substr(static_cast<size_t>(row.message), row.captured_length);
  }

  std::map<std::pair<uint32_t, uint32_t>, std::string> texts;
  std::vector<Row> rows;
  std::string stream;
  int entries = 0;

 private:
  Row row(uint32_t number) const {
    Row row;
    const uint8_t* column = columns_.data();
#define X(name, type, meaning)                                          \
  std::memcpy(&row.name, column + number * sizeof(type), sizeof(type)); \
  column += (sizeof(type) * capacity_ + 7) & ~size_t{7};
#include "../columns.def"
#undef X
    return row;
  }

  Batch& batch_;
  uint32_t capacity_;
  std::vector<uint8_t> columns_, entries_ = std::vector<uint8_t>(65536), messages_;
};

bool append(Batch& batch, const std::string& name, const std::string& message, uint16_t id = 0) {
  Row row;
  row.name = batch.text(name);
  row.id = id;
  row.captured_length = static_cast<uint16_t>(message.size());
  return batch.append(row, {reinterpret_cast<const uint8_t*>(message.data()), message.size()});
}
}  // namespace

TEST(batch_rows_come_whole_and_in_order) {
  Batch batch(1000);
  Reading reading(batch, 7, 100);
  for (uint16_t i = 0; i < 500; i++)
    append(batch, "n" + std::to_string(i % 90), "message " + std::to_string(i), i);
  reading.all();
  CHECK_EQUAL(reading.rows.size(), 500u);
  for (uint16_t i = 0; i < reading.rows.size(); i++) {
    const Row& row = reading.rows[i];
    CHECK_EQUAL(row.id, i);
    CHECK_EQUAL((reading.texts[{0, row.name}]), "n" + std::to_string(i % 90));
    CHECK_EQUAL(reading.message(row), "message " + std::to_string(i));
  }
}

TEST(batch_equal_messages_share_their_bytes) {
  Batch batch(100'000);
  Reading reading(batch, 64);
  append(batch, "a", "first");
  append(batch, "a", "second");
  append(batch, "a", "first");
  const std::string filler(60'000, 'x');
  for (char end = 'a'; end < 'a' + 8; end++) append(batch, "a", filler + end);
  append(batch, "a", "first");
  reading.all();
  CHECK_EQUAL(reading.rows[0].message, reading.rows[2].message);
  CHECK(reading.rows.back().message > reading.rows[0].message);
  uint64_t end = 0;
  for (const Row& row : reading.rows) {
    const auto offset = static_cast<uint64_t>(row.message);
    CHECK(offset + kMessageGuardBytes >= end);
    end = std::max(end, offset + row.captured_length);
  }
  CHECK_EQUAL(reading.message(reading.rows.back()), "first");
}

TEST(batch_full_refuses_and_counts) {
  Batch batch(2);
  CHECK(append(batch, "a", "x"));
  CHECK(append(batch, "b", "y"));
  CHECK(!append(batch, "c", "z"));
  CHECK_EQUAL(batch.lost(), 1u);
  Reading reading(batch, 8);
  reading.all();
  CHECK_EQUAL(reading.rows.size(), 2u);
  CHECK(append(batch, "d", "w"));
}

TEST(batch_pending_rows_can_be_completed) {
  Batch batch(8);
  Reading reading(batch, 8);
  append(batch, "a", "x");
  batch.pending(0)->process = 7;
  CHECK(batch.pending(1) == nullptr);
  reading.all();
  CHECK_EQUAL(reading.rows[0].process, 7u);
  CHECK(batch.pending(0) == nullptr);
}

TEST(batch_updates_come_as_entries) {
  Batch batch(8);
  Reading reading(batch, 8);
  const uint32_t index = batch.intern(DictionaryKind::kNetns, "1");
  reading.all();
  batch.update(DictionaryKind::kNetns, index, "1 named");
  batch.update(DictionaryKind::kNetns, index, "1 named");
  reading.all();
  CHECK_EQUAL((reading.texts[{2, index}]), "1 named");
  CHECK_EQUAL(reading.entries, 2);
  CHECK_EQUAL(batch.intern(DictionaryKind::kNetns, "1 named"), index);
  CHECK(batch.intern(DictionaryKind::kNetns, "1") != index);
}

TEST(batch_indices_are_given_again_only_without_rows) {
  Batch batch(SIZE_MAX);
  Reading reading(batch, 4096);
  const uint32_t pinned = batch.text("pinned");
  batch.dictionary(DictionaryKind::kText).pin(pinned);
  uint64_t kept_from = 0;
  for (int i = 0; i < 400'000; i++) {
    append(batch, "name" + std::to_string(i), "");
    if (i % 1000 != 999) continue;
    const size_t before = reading.rows.size();
    while (reading.once(kept_from).rows > 0) continue;
    for (size_t row = before; row < reading.rows.size(); row++) {
      const std::string expected = "name" + std::to_string(row);
      if ((reading.texts[{0, reading.rows[row].name}]) != expected) CHECK_EQUAL(row, SIZE_MAX);
    }
    kept_from = reading.rows.size() - 1000;
  }
  const Dictionary& text = batch.dictionary(DictionaryKind::kText);
  CHECK(text.size() < 70'000);
  CHECK_EQUAL(std::string(text.text(pinned)), "pinned");
  CHECK_EQUAL(batch.text("pinned"), pinned);
}

TEST(batch_longest_text_fits_the_entries) {
  Batch batch(8);
  Reading reading(batch, 8);
  append(batch, std::string(200'000, 'a'), "x");
  reading.all();
  CHECK_EQUAL(reading.rows.size(), 1u);
  CHECK_EQUAL((reading.texts[{0, reading.rows[0].name}]).size(), kMaxEntryText);
}

TEST(batch_two_threads) {
  constexpr size_t kRows = 200'000;
  Batch batch(SIZE_MAX);
  Reading reading(batch, 512);
  const std::atomic<bool> stopping = false;
  std::thread appending([&] {
    for (size_t i = 0; i < kRows; i++) {
      if (i % 1000 == 0) batch.wait_for_drain(2000, stopping);
      const Batch::Appending lock(batch);
      append(batch, "name" + std::to_string(i % 5000), "message" + std::to_string(i));
    }
  });
  while (reading.rows.size() < kRows) reading.once();
  appending.join();
  for (size_t i = 0; i < kRows; i += 997) {
    CHECK_EQUAL(reading.message(reading.rows[i]), "message" + std::to_string(i));
    CHECK_EQUAL((reading.texts[{0, reading.rows[i].name}]), "name" + std::to_string(i % 5000));
  }
}
