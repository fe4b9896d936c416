// In: byte strings. Out: small numbers for them, and the list of new numbers that the reader does not know yet.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dnstop {

/// Interns strings. Index 0 is always the empty string. Bounded by use: an entry whose last row has left the
/// reader's store is given a new string when the dictionary would otherwise grow (see `release`).
class Dictionary {
 public:
  Dictionary();

  /// The index of `text`, used by row number `row`. New or recycled entries are remembered for `take_fresh`.
  uint32_t intern(std::string_view text, uint64_t row);

  /// Replaces the text behind an index (a name became known later) and tells the reader again.
  void update(uint32_t index, std::string_view text);

  /// Row number `row` refers to the entry too.
  void touch(uint32_t index, uint64_t row) { if (entries_[index].last_row < row) entries_[index].last_row = row; }

  /// A pinned entry is never recycled: for holders that keep an index without rows (process cache, namespaces).
  void pin(uint32_t index) { entries_[index].pins++; }
  void unpin(uint32_t index) { entries_[index].pins--; }

  /// Rows below `kept_from` are gone from the reader's store: their entries may be recycled.
  void release(uint64_t kept_from) { kept_from_ = kept_from; }

  /// Indices that are new or changed since the last call.
  std::vector<uint32_t> take_fresh();

  std::string_view text(uint32_t index) const { return entries_[index].text; }
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string text;
    uint64_t last_row = 0;
    uint32_t pins = 0;
    bool fresh = false;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  uint32_t place();
  void mark_fresh(uint32_t index);

  std::vector<Entry> entries_;
  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> index_;
  std::vector<uint32_t> fresh_;
  uint64_t kept_from_ = 0;
  uint32_t hand_ = 1;  // next entry the recycler looks at
};

}  // namespace dnstop
