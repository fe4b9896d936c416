// In: byte strings. Out: small numbers for them, and an entry for the reader for each number it does not know
// yet.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dnstop {

/// Longest string that is kept; what is longer is cut, so that an entry always fits into the reader's buffer.
constexpr size_t kMaxEntryText = 65520;

/// Appends what a reader takes for one entry: [u32 kind][u32 index][u32 length][bytes, padded to 4].
void put_entry(std::vector<uint8_t>& out, uint32_t kind, uint32_t index, std::string_view text);

/// Interns strings. Index 0 is always the empty string. Bounded by use: an entry whose last row has left the
/// reader's store is given a new string when the dictionary would otherwise grow (see `release`).
class Dictionary {
 public:
  /// New and changed entries are appended to `entries` as [u32 kind][u32 index][u32 length][bytes, padded to
  /// 4].
  Dictionary(uint32_t kind, std::vector<uint8_t>& entries);

  /// The index of `text`, used by row number `row`.
  uint32_t intern(std::string_view text, uint64_t row);

  /// Replaces the text behind an index (a name became known later) and tells the reader again.
  void update(uint32_t index, std::string_view text);

  /// Row number `row` refers to the entry too.
  void touch(uint32_t index, uint64_t row) {
    if (entries_[index].last_row < row) entries_[index].last_row = row;
  }

  /// A pinned entry is never recycled: for holders that keep an index without rows (process cache,
  /// namespaces).
  void pin(uint32_t index) { entries_[index].pins++; }
  void unpin(uint32_t index) { entries_[index].pins--; }

  /// Rows below `kept_from` are gone from the reader's store: their entries may be recycled.
  void release(uint64_t kept_from) { kept_from_ = kept_from; }

  std::string_view text(uint32_t index) const { return entries_[index].text; }
  size_t size() const { return entries_.size(); }

  /// Changes whenever the index is given another string: a cache of indices compares it.
  uint32_t generation(uint32_t index) const { return entries_[index].generation; }

 private:
  struct Entry {
    std::string text;
    uint64_t last_row = 0;
    uint32_t hash = 0;
    uint32_t generation = 0;
    uint32_t pins = 0;
  };
  /// Open addressing with linear probing; index 0 marks a free slot (the empty string is never looked up).
  struct Slot {
    uint32_t hash = 0;
    uint32_t index = 0;
  };

  uint32_t place();
  void assign(uint32_t index, std::string_view text, uint32_t hash);
  size_t find_slot(std::string_view text, uint32_t hash) const;
  void erase_slot(uint32_t index);
  void grow();

  uint32_t kind_;
  std::vector<uint8_t>& fresh_;
  std::vector<Entry> entries_;
  std::vector<Slot> slots_;
  size_t used_slots_ = 0;
  uint64_t kept_from_ = 0;
  uint32_t hand_ = 1;  // next entry the recycler looks at
};

}  // namespace dnstop
