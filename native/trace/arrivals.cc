// In: a response and its transaction. Out: see arrivals.h.
#include "arrivals.h"

namespace dnstop::trace {

namespace {
constexpr int kMaxRowsBack = 64;
}

bool Arrivals::judge(uint32_t t, const Sighting& s) {
  Transaction& transaction = transactions_[t];
  if (!is_back(transaction, s)) return false;
  const bool right_source =
      transaction.server_address == s.server && (transaction.ports & 0xffff) == s.server_port;
  if (!right_source && !was_asked(t, s)) {
    transaction.flags |= kWrongSource;
  } else if (transaction.state == kPending) {
    transaction.answer_row = static_cast<uint32_t>(s.row);
    answered(t, s);
    return true;
  } else if (transaction.state == kTimeout) {
    transaction.flags |= kLate;
  } else if (arrived_before(t, s)) {
    transaction.flags |= kSecond;
  }
  return false;
}

void Arrivals::answered(uint32_t t, const Sighting& s) {
  Transaction& transaction = transactions_[t];
  const bool late = s.time_ns - transaction.attempt_ns > timeout_ns_;
  transaction.flags |= late ? kLate | kEnded : kEnded;
  transaction.state = late ? kTimeout : kAnswered;
}

/// Whether the response is where its query began, on the way to the asker.
bool Arrivals::is_back(const Transaction& transaction, const Sighting& s) const {
  if (transaction.asker_netns != s.netns || transaction.asker_address != s.client) return false;
  if (transaction.attempts == 0 || transaction.ports >> 16 != s.client_port) return false;
  const bool query_left = transaction.asker_packet == kOutgoing;
  return s.pkt_type == kUnknown || query_left != (s.pkt_type == kOutgoing);
}

/// Whether an earlier attempt went to the server that this response comes from.
bool Arrivals::was_asked(uint32_t t, const Sighting& s) const {
  const Columns& c = events_.c;
  const uint32_t outgoing = transactions_[t].asker_packet;
  return has_row(t, [&](size_t place) {
    const bool point = events_.is_query(place) && c.netns[place] == s.netns && c.pkt_type[place] == outgoing;
    return point && c.dst_addr[place] == s.server && c.dst_port[place] == s.server_port;
  });
}

/// Whether a response was at this very point before.
bool Arrivals::arrived_before(uint32_t t, const Sighting& s) const {
  const Columns& c = events_.c;
  return has_row(t, [&](size_t place) {
    const bool response = place != s.place && !events_.is_query(place);
    const bool point = response && c.netns[place] == s.netns && c.ifindex[place] == c.ifindex[s.place];
    return point && c.pkt_type[place] == s.pkt_type;
  });
}

template <typename Test>
bool Arrivals::has_row(uint32_t t, Test test) const {
  RowNumber row = transactions_.newest_row(t);
  for (int n = 0; n < kMaxRowsBack && row >= 0; n++, row = transactions_.row_before(row)) {
    if (test(events_.place(row))) return true;
  }
  return false;
}

}  // namespace dnstop::trace
