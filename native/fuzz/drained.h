// In: a batch. Out: an abort where what a drain hands over breaks what batch.h promises.
#pragma once
#include <cstdlib>
#include <cstring>
#include <map>
#include <vector>

#include "../core/batch.h"

namespace dnstop::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Drains as TypeScript does, in small pieces, and checks every reference.
class Drained {
 public:
  explicit Drained(Batch& batch) : batch_(batch) {}

  /// Everything pending; gives the number of rows.
  size_t all() {
    size_t total = 0;
    while (true) {
      const DrainResult result = batch_.drain({columns_, entries_, messages_, kRows}, 0);
      entries(result.entry_bytes);
      message_end_ += result.message_bytes;
      rows(result.rows);
      total += result.rows;
      if (result.rows + result.entry_bytes + result.message_bytes == 0) return total;
    }
  }

 private:
  static constexpr uint32_t kRows = 8;

  void entries(uint32_t bytes) {
    for (uint32_t at = 0; at < bytes;) {
      uint32_t head[3];
      std::memcpy(head, entries_.data() + at, sizeof head);
      require(head[0] < kDictionaries && head[1] > 0 && head[2] <= kMaxEntryText);
      known_[head[0]][head[1]] = true;
      at += 12 + ((head[2] + 3) & ~3u);
      require(at <= bytes);
    }
  }

  void rows(uint32_t count) {
    uint8_t* column = columns_.data();
    std::vector<Row> rows(count);
#define X(name, type, meaning)                                                                              \
  for (uint32_t i = 0; i < count; i++) std::memcpy(&rows[i].name, column + i * sizeof(type), sizeof(type)); \
  column += (sizeof(type) * kRows + 7) & ~size_t{7};
#include "../columns.def"
#undef X
    for (const Row& row : rows) {
      for (const u32 text : {row.iface, row.src_addr, row.dst_addr, row.name, row.addresses, row.cname,
                             row.edns_ecs, row.edns_ede}) {
        require(text == 0 || known_[0].contains(text));
      }
      require(row.src_addr != 0 && row.dst_addr != 0 && row.time_ns < 1'000'000'000);
      require(row.captured_length <= row.length && row.message + row.captured_length <= message_end_);
    }
  }

  Batch& batch_;
  std::vector<uint8_t> columns_ = std::vector<uint8_t>(sizeof(Row) * kRows + 8 * 64);
  std::vector<uint8_t> entries_ = std::vector<uint8_t>(65536);
  std::vector<uint8_t> messages_ = std::vector<uint8_t>(4096);
  std::map<uint32_t, bool> known_[kDictionaries];
  double message_end_ = 0;
};

}  // namespace dnstop::fuzz
