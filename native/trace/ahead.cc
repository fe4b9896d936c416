// In: rows that will be matched. Out: see ahead.h.
#include "ahead.h"

namespace dnstop::trace {

namespace {
// Of an earlier lookup there are two, what was asked and what was asked on. Further on, to ask ahead costs
// what it spares.
constexpr int kSteps = 4;
}  // namespace

RowNumber Ahead::read(RowNumber from, RowNumber to) {
  from_ = from;
  for (RowNumber row = from; row < to; row++) tables_.prefetch_name_hash(events_.c.name[events_.place(row)]);
  RowNumber row = from;
  for (size_t before = 0; row < to; row++) {
    const size_t place = events_.place(row);
    const size_t n = static_cast<size_t>(row - from);
    again_[n] = row > from && shows_same(place, before);
    before = place;
    if (again_[n]) {
      messages_[n] = messages_[n - 1];
      continue;
    }
    if (tables_.name_hash(events_.c.name[place]) == 0) break;
    messages_[n] = keys_.message(events_.c, place);
    index_.prefetch(messages_[n].key);
  }
  fetch(row);
  return row;
}

bool Ahead::shows_same(size_t place, size_t before) const {
  const Columns& c = events_.c;
  return c.captured_length[place] != 0 && c.message[place] == c.message[before] &&
         c.captured_length[place] == c.captured_length[before] && c.transport[place] == c.transport[before];
}

/// Asks for the transactions of known messages, and for what those that begin will read.
void Ahead::fetch(RowNumber to) {
  beginnings_.clear();
  for (RowNumber row = from_; row < to; row++) {
    if (is_again(row)) continue;
    const uint32_t known = index_.get(message(row).key);
    if (known != 0)
      transactions_.prefetch(known);
    else if (events_.is_query(events_.place(row)))
      begin(row);
  }
  fetch_beginnings();
}

void Ahead::begin(RowNumber row) {
  Sighting s;
  s.read(events_, row, message(row));
  const bool was_asked = roles_.was_asked(s.client, s.netns);
  const Beginning& beginning =
      beginnings_.emplace_back(keys_.question(s.message), keys_.asked_name(s), s.netns, was_asked);
  index_.prefetch(beginning.question);
  index_.prefetch(beginning.asker);
  transactions_.prefetch(transactions_.next() + static_cast<uint32_t>(beginnings_.size()) - 1);
}

/// Asks for the transactions that the askers asked before, and begins the walks over those with the
/// questions.
void Ahead::fetch_beginnings() {
  walks_.clear();
  for (const Beginning& beginning : beginnings_) {
    const uint32_t asked = index_.get(beginning.asker);
    if (asked != 0) transactions_.prefetch(asked);
    if (!beginning.was_asked) continue;
    const uint32_t equal = index_.get(beginning.question);
    if (equal == 0) continue;
    transactions_.prefetch_link(equal);
    walks_.emplace_back(equal, beginning.netns);
  }
  for (int steps = 0; steps < kSteps && !walks_.empty(); steps++) walk();
}

/// A step of each walk, as those do not wait for each other.
void Ahead::walk() {
  const TransactionMemory& columns = transactions_.columns();
  std::erase_if(walks_, [&](Walk& walk) {
    const uint32_t place = transactions_.place(walk.transaction);
    if (columns.at_netns[place] == walk.netns) transactions_.prefetch(walk.transaction);
    walk.transaction = columns.same_question[place];
    if (!transactions_.is_kept(walk.transaction)) return true;
    transactions_.prefetch_link(walk.transaction);
    return false;
  });
}

}  // namespace dnstop::trace
