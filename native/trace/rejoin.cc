// In: a row whose leg is new. Out: see rejoin.h.
#include "rejoin.h"

#include <algorithm>
#include <cstdlib>

namespace dnstop::trace {

namespace {
// A message takes microseconds from point to point; a queue on the way may hold it back.
constexpr double kCrossingNs = 1e9;
constexpr double kSkewNs = 2e6;
constexpr double kOverNs = 50e6;
// No resolver gives a server less time before it asks the same one again from another socket.
constexpr double kNewSocketNs = 200e6;
// What goes to several servers leaves its socket within this time.
constexpr double kAtOnceNs = 5e6;
constexpr int kIdBits = 13;
constexpr int kMaxRouters = 8;
constexpr int kMaxCandidates = 32;
constexpr int kMaxRowsBack = 12;
constexpr int kMaxRowsSent = 64;

size_t id_slot_of(uint16_t id, uint8_t transport) {
  const size_t low = id & ((1U << kIdBits) - 1);
  return transport == kUdp ? low : low | (1U << kIdBits);
}
}  // namespace

Rejoin::Rejoin(const Events& events, Transactions& transactions, Index& index, const Tables& tables,
               SameBytes same_bytes, double attempt_ns)
    : events_(events),
      transactions_(transactions),
      index_(index),
      tables_(tables),
      same_bytes_(std::move(same_bytes)),
      attempt_ns_(attempt_ns),
      newest_of_id_(2U << kIdBits) {}

uint32_t Rejoin::meet(const Sighting& s, uint16_t leg, bool again) {
  if (!again) newest_ = index_.get(s.message.key);
  uint32_t t = newest_;
  for (int n = 0; n < kMaxCandidates && transactions_.is_alive(t); n++) {
    if (transactions_.has_leg(t, leg)) return t;
    t = transactions_[t].same_message;
  }
  return 0;
}

void Rejoin::remember(uint32_t transaction, const Sighting& s) {
  uint32_t older = newest_;
  while (is_over(older, s.time_ns)) older = transactions_[older].same_message;
  transactions_[transaction].same_message = older;
  newest_ = transaction;
  index_.exchange(s.message.key, transaction);
  uint32_t& newest_of_id = newest_of_id_[id_slot_of(events_.c.id[s.place], s.transport)];
  transactions_[transaction].same_id = newest_of_id;
  newest_of_id = transaction;
}

uint32_t Rejoin::crossing(const Sighting& s) {
  if (s.is_query) return best(s, [&](uint32_t t) { return score_query(s, t); });
  return best(s, [&](uint32_t t) { return score_response(s, t); });
}

uint32_t Rejoin::attempt(const Sighting& s) {
  // Of a sender elsewhere the first row shows that the packet came.
  if (s.pkt_type != kOutgoing && s.pkt_type != kUnknown && s.process != 0) return 0;
  return best(s, [&](uint32_t t) { return score_attempt(s, t); });
}

uint32_t Rejoin::without_question(const Sighting& s) const {
  uint32_t t = newest_of_id_[id_slot_of(events_.c.id[s.place], s.transport)];
  for (int n = 0; n < kMaxCandidates && transactions_.is_alive(t); n++) {
    const bool same_id = events_.c.id[events_.place(transactions_.newest_row(t))] == events_.c.id[s.place];
    if (same_id && has_ends(s, t)) return t;
    t = transactions_[t].same_id;
  }
  return 0;
}

/// Whether one of the newest queries of a transaction was seen here between the ends of `s`.
bool Rejoin::has_ends(const Sighting& s, uint32_t t) const {
  RowNumber row = transactions_.newest_row(t);
  for (int n = 0; n < kMaxRowsBack && row >= 0; n++, row = transactions_.row_before(row)) {
    const size_t place = events_.place(row);
    if (!events_.is_query(place) || events_.c.netns[place] != s.netns) continue;
    if (shared_ends(s, place) == kBoth) return true;
  }
  return false;
}

/// Whether a transaction was answered so long ago that nothing more of it is on its way.
bool Rejoin::is_over(uint32_t t, double now_ns) const {
  if (!transactions_.is_alive(t) || (transactions_[t].flags & kResponded) == 0) return false;
  return now_ns - events_.time_of(transactions_.newest_row(t)) > kOverNs;
}

template <typename Score>
uint32_t Rejoin::best(const Sighting& s, Score score) {
  uint32_t best = 0;
  int most = 0;
  doubtful_ = false;
  uint32_t t = newest_;
  for (int n = 0; n < kMaxCandidates && transactions_.is_alive(t); n++) {
    const int points = score(t);
    if (points > most) {
      best = t;
      most = points;
      doubtful_ = false;
    } else if (points > 0 && points == most) {
      const bool been = visited(s, best);
      doubtful_ = been == visited(s, t);
      if (been && !doubtful_) best = t;
    }
    t = transactions_[t].same_message;
  }
  return best;
}

int Rejoin::score_query(const Sighting& s, uint32_t t) const {
  if (transactions_.columns().question[transactions_.place(t)] != s.message.question) return 0;
  const Transaction& transaction = transactions_[t];
  if ((transaction.flags & kUnasked) != 0) return 0;
  if ((transaction.flags & kResponded) != 0 && !(transaction.attempts > 1 && is_on_its_way(transaction, s)))
    return 0;
  const RowNumber last = packet_before(s, t);
  if (last < 0) return 0;
  if (s.pkt_type == kOutgoing && s.process != 0 && !may_send(s, t, last)) return 0;
  const int ends = ends_in_common(s, last);
  if (ends == kNeither && !both_translated(s, last)) return 0;
  if (ends == kClient && is_sent_elsewhere(s, t)) return 0;
  if (!same_bytes(s.row, last)) return 0;
  return ends == kBoth ? 3 : ends == kNeither ? 1 : 2;
}

/// Whether `s` is where the query was sent, from the same socket, to another server: not a packet that was
/// translated on its way, unless its identification says so.
bool Rejoin::is_sent_elsewhere(const Sighting& s, uint32_t t) const {
  const RowNumber attempt = transactions_.attempt_row(t);
  if (attempt < events_.first()) return false;
  const Columns& c = events_.c;
  const size_t place = events_.place(attempt);
  const bool same_point = c.netns[place] == s.netns && c.ifindex[place] == c.ifindex[s.place] &&
                          c.pkt_type[place] == s.pkt_type && c.hop_limit[place] == c.hop_limit[s.place];
  return same_point && shared_ends(s, place) == kClient && c.ip_id[s.place] == 0;
}

/// The newest row of a query that `s` may be further on, or -1. Others may be sent at the same moment and
/// answered before, so that theirs are newer.
RowNumber Rejoin::packet_before(const Sighting& s, uint32_t t) const {
  RowNumber row = transactions_.newest_row(t);
  if (same_packet(s, row)) return row;
  const bool several = transactions_[t].attempts > 1 && is_at_once(transactions_[t], s);
  for (int n = 0; several && n < kMaxRowsBack && row >= 0; n++, row = transactions_.row_before(row)) {
    if (events_.is_query(events_.place(row)) && same_packet(s, row)) return row;
  }
  return -1;
}

/// A packet with a sender in this namespace begins here: it continues nothing but copies of itself.
bool Rejoin::may_send(const Sighting& s, uint32_t t, RowNumber last) const {
  const RowNumber attempt = transactions_.attempt_row(t);
  if (attempt < events_.first()) return false;
  const uint32_t sender = events_.c.process[events_.place(attempt)];
  const size_t place = events_.place(last);
  if (sender == 0) return s.time_ns <= events_.time_at(place) && shared_ends(s, place) == kBoth;
  return sender == s.process && events_.c.ip_id[s.place] != 0 && events_.c.netns[place] == s.netns;
}

int Rejoin::score_response(const Sighting& s, uint32_t t) const {
  if (transactions_.columns().question[transactions_.place(t)] != s.message.question) return 0;
  const RowNumber last = transactions_.newest_row(t);
  if (!events_.is_query(events_.place(last)) && same_packet(s, last) && same_bytes(s.row, last)) {
    const int ends = ends_in_common(s, last);
    if (ends != kNeither) return ends == kBoth ? 6 : 5;
  }
  RowNumber row = last;
  for (int n = 0; row >= 0 && n < kMaxRowsBack; n++, row = transactions_.row_before(row)) {
    const size_t place = events_.place(row);
    if (events_.is_query(place) && (shared_ends(s, place) & kClient) != 0)
      return events_.c.netns[place] == s.netns ? 4 : 3;
  }
  return 0;
}

int Rejoin::score_attempt(const Sighting& s, uint32_t t) const {
  const Transaction& transaction = transactions_[t];
  const RowNumber before = transactions_.attempt_row(t);
  if (transactions_.columns().question[transactions_.place(t)] != s.message.question) return 0;
  if (before < events_.first()) return 0;
  const double age = s.time_ns - transaction.attempt_ns;
  if (age < 0 || age > attempt_ns_) return 0;
  const bool elsewhere = transaction.server_address != s.server;
  const bool ended =
      (transaction.flags & kEnded) != 0 || (transaction.flags & (kResponded | kFailed)) == kResponded;
  if (ended) {
    const bool same_socket = transaction.ports >> 16 == s.client_port;
    if (transaction.attempts == 0 || !elsewhere || !same_socket) return 0;
    if (!is_at_once(transaction, s) || !transaction.is_content()) return 0;
  }
  if (transaction.asker_netns != s.netns || transaction.asker_packet != s.pkt_type) return 0;
  if (!same_sender(s, events_.place(before))) return 0;
  return elsewhere || age >= kNewSocketNs ? 1 : 0;
}

bool Rejoin::is_at_once(const Transaction& transaction, const Sighting& s) {
  return s.time_ns - transaction.attempt_ns < kAtOnceNs;
}

bool Rejoin::is_on_its_way(const Transaction& transaction, const Sighting& s) {
  if (!is_at_once(transaction, s)) return false;
  if (transaction.is_content()) return true;
  return s.pkt_type != kUnknown &&
         (s.netns != transaction.asker_netns || s.pkt_type != transaction.asker_packet);
}

double Rejoin::last_sent_here(const Sighting& s, uint32_t transaction) const {
  const Columns& c = events_.c;
  RowNumber row = transactions_.row_before(s.row);
  for (int n = 0; n < kMaxRowsSent && row >= 0; n++, row = transactions_.row_before(row)) {
    const size_t place = events_.place(row);
    const bool here = c.netns[place] == s.netns && c.ifindex[place] == c.ifindex[s.place];
    if (here && c.pkt_type[place] == s.pkt_type && c.dst_addr[place] == s.server)
      return events_.time_at(place);
  }
  return transactions_[transaction].attempt_ns;
}

bool Rejoin::same_sender(const Sighting& s, size_t place) const {
  const uint32_t before = events_.c.process[place];
  if (s.process == 0 || before == 0) return events_.c.src_addr[place] == s.client;
  return s.process == before || tables_.pid(s.process) == tables_.pid(before);
}

/// Whether the network layer allows `s` to be the packet of `last` further on: time, identification, hop
/// limit.
bool Rejoin::same_packet(const Sighting& s, RowNumber last) const {
  const Columns& c = events_.c;
  const size_t place = events_.place(last);
  const double elapsed = s.time_ns - events_.time_at(place);
  if (elapsed < -kSkewNs || elapsed > kCrossingNs) return false;
  if (c.ip_version[place] != c.ip_version[s.place]) return false;
  if (events_.is_query(place) != s.is_query) return false;
  if (s.transport == kUdp && c.ip_id[place] != c.ip_id[s.place]) return false;
  const int routers = c.hop_limit[place] - c.hop_limit[s.place];
  return (routers >= 0 || elapsed <= 0) && std::abs(routers) <= kMaxRouters;
}

/// Client and server both replaced (service and masquerade) leaves only the packet itself to go by.
bool Rejoin::both_translated(const Sighting& s, RowNumber last) const {
  const size_t place = events_.place(last);
  const bool marked = s.transport == kUdp && events_.c.ip_id[s.place] != 0;
  return events_.c.netns[place] == s.netns && (marked || s.time_ns - events_.time_at(place) < kSkewNs);
}

/// Ends that `s` shares with the newest rows of the same direction.
int Rejoin::ends_in_common(const Sighting& s, RowNumber last) const {
  int most = kNeither;
  RowNumber row = last;
  for (int n = 0; row >= 0 && n < kMaxRowsBack && most < kBoth; n++) {
    const size_t place = events_.place(row);
    if (events_.is_query(place) != s.is_query) break;
    most = std::max(most, shared_ends(s, place));
    row = transactions_.row_before(row);
  }
  return most;
}

int Rejoin::shared_ends(const Sighting& s, size_t place) const {
  const Columns& c = events_.c;
  const bool query = events_.is_query(place);
  const uint32_t client = query ? c.src_addr[place] : c.dst_addr[place];
  const uint16_t client_port = query ? c.src_port[place] : c.dst_port[place];
  const uint32_t server = query ? c.dst_addr[place] : c.src_addr[place];
  const uint16_t server_port = query ? c.dst_port[place] : c.src_port[place];
  return (client == s.client && client_port == s.client_port ? kClient : kNeither) |
         (server == s.server && server_port == s.server_port ? kServer : kNeither);
}

/// Whether the newest rows of a transaction have been at this very point already.
bool Rejoin::visited(const Sighting& s, uint32_t t) const {
  const Columns& c = events_.c;
  RowNumber row = transactions_.newest_row(t);
  for (int n = 0; row >= 0 && n < kMaxRowsBack; n++, row = transactions_.row_before(row)) {
    const size_t place = events_.place(row);
    const bool here = c.netns[place] == s.netns && c.ifindex[place] == c.ifindex[s.place];
    if (here && c.pkt_type[place] == s.pkt_type && s.time_ns - events_.time_at(place) < kCrossingNs)
      return true;
  }
  return false;
}

bool Rejoin::same_bytes(RowNumber a, RowNumber b) const {
  const Columns& c = events_.c;
  const size_t x = events_.place(a);
  const size_t y = events_.place(b);
  if (c.captured_length[x] != c.captured_length[y]) return false;
  return c.message[x] == c.message[y] || same_bytes_(a, b);
}

}  // namespace dnstop::trace
