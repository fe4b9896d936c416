// In: rows that will be matched. Out: see ahead.h.
#include "ahead.h"

namespace dnstop::trace {

RowNumber Ahead::read(RowNumber from, RowNumber to) {
  from_ = from;
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
  const Beginning& beginning = beginnings_.emplace_back(keys_.question(s.message), keys_.asked_name(s));
  index_.prefetch(beginning.question);
  index_.prefetch(beginning.asker);
  transactions_.prefetch(transactions_.next() + static_cast<uint32_t>(beginnings_.size()) - 1);
}

/// Asks for the two newest transactions with the questions: one of a lookup is what was asked, one what was
/// asked on; and for those that the askers asked before.
void Ahead::fetch_beginnings() {
  const uint32_t* older = transactions_.columns().same_question;
  for (Beginning& beginning : beginnings_) {
    beginning.equal = index_.get(beginning.question);
    if (beginning.equal != 0) {
      transactions_.prefetch(beginning.equal);
      __builtin_prefetch(&older[transactions_.place(beginning.equal)], 1);
    }
    const uint32_t asked = index_.get(beginning.asker);
    if (asked != 0) transactions_.prefetch(asked);
  }
  for (const Beginning& beginning : beginnings_) {
    if (beginning.equal == 0) continue;
    const uint32_t next = older[transactions_.place(beginning.equal)];
    if (next != 0) transactions_.prefetch(next);
  }
}

}  // namespace dnstop::trace
