// In: rows of the store in their order. Out: see matcher.h.
#include "matcher.h"

#include <algorithm>
#include <utility>

namespace dnstop::trace {

namespace {
// mDNS (RFC 6762): responses are sent unasked, to a group, and from the port they are sent to.
constexpr uint16_t kMdnsPort = 5353;
// An attempt sent twice at one point within this time is one packet seen twice.
constexpr double kSameAttemptNs = 1e6;
constexpr uint16_t kNameError = 3;  // RFC 1035 4.1.1
}  // namespace

Matcher::Matcher(const Options& options)
    : events_(options.columns, options.rows),
      keys_(options.seeds, tables_),
      transactions_(options.transactions, events_),
      index_(options.allocate, [this](uint32_t transaction) { return transactions_.is_open(transaction); }),
      rejoin_(events_, transactions_, index_, tables_, options.same_bytes, options.look_back.attempt_ns),
      arrivals_(events_, transactions_, options.timeout_ns),
      roles_(tables_),
      ahead_(events_, keys_, tables_, roles_, transactions_, index_),
      look_back_(options.look_back),
      progress_(*options.progress),
      ended_(options.ended) {}

uint32_t Matcher::begin() {
  events_.refresh(static_cast<RowNumber>(progress_.first), static_cast<RowNumber>(progress_.end),
                  progress_.base_seconds);
  row_ = read_to_ = static_cast<RowNumber>(progress_.from);
  to_ = static_cast<RowNumber>(progress_.to);
  now_ns_ = progress_.now_ns;
  ended_count_ = 0;
  return run();
}

uint32_t Matcher::go_on() {
  ended_count_ = 0;
  const Rest rest = std::exchange(rest_, Rest::kNone);
  if (rest == Rest::kResponse) finish_response();
  const uint32_t why = rest == Rest::kQuery ? finish_query() : uint32_t{kDone};
  return why == kDone ? run() : stop(why);
}

uint32_t Matcher::run() {
  while (row_ < to_) {
    if (row_ == read_to_) {
      read_to_ = ahead_.read(row_, std::min<RowNumber>(row_ + kAheadRows, to_));
      if (row_ == read_to_) return stop(kName);
    }
    const uint32_t why = see();
    if (why != kDone) return stop(why);
    if (ended_count_ == ended_.size()) return stop(kTell);
  }
  transactions_.forget_before(now_ns_ - progress_.forget_before_ns);
  return stop(kDone);
}

uint32_t Matcher::stop(uint32_t why) {
  progress_.row = static_cast<double>(why == kName ? row_ : s_.row);
  progress_.transaction = transaction_;
  progress_.next = transactions_.next();
  progress_.now_ns = now_ns_;
  progress_.ended = static_cast<double>(ended_count_);
  return why;
}

uint32_t Matcher::see() {
  const bool again = ahead_.is_again(row_);
  s_.read(events_, row_, ahead_.message(row_));
  row_++;
  now_ns_ = std::max(now_ns_, s_.time_ns);
  leg_ = keys_.leg(s_);
  const uint32_t known = rejoin_.meet(s_, leg_, again);
  return s_.is_query ? query(known) : response(known, again);
}

uint32_t Matcher::query(uint32_t known) {
  began_ = false;
  transaction_ = continues(known) ? known : 0;
  if (transaction_ != 0) {
    transactions_.add(transaction_, s_);
    if ((transactions_[transaction_].flags & kResponded) == 0 && is_attempt(transaction_))
      attempt(transaction_);
    return finish_query();
  }
  transaction_ = adopt();
  began_ = transaction_ == 0;
  if (began_) transaction_ = create();
  transactions_.add_leg(transaction_, leg_);
  const bool may_begin_here = s_.pkt_type == kOutgoing || s_.pkt_type == kUnknown || s_.process == 0;
  if (!began_ || !may_begin_here || !may_be_linked(transaction_)) return finish_query();
  rest_ = Rest::kQuery;
  return kLink;
}

/// What comes after the links of a new transaction are known.
uint32_t Matcher::finish_query() {
  uint32_t why = kDone;
  Transaction& transaction = transactions_[transaction_];
  if (began_) {
    const bool asked_on = transaction.relation == kForwarded || transaction.relation == kResolving;
    // Its asker may try other names after it.
    if (!asked_on) index_.exchange(keys_.asked(s_), transaction_);
    if (s_.process == 0) why |= received(transaction_);
  }
  if (s_.pkt_type == kHost && s_.process != 0 && (transaction.flags & kReceived) == 0) {
    transaction.flags |= kReceived;
    why |= received(transaction_);
  }
  roles_.see(s_);
  return why;
}

/// Whether a query on a leg of this transaction belongs to it: not if it was answered or told as ended,
/// unless it is on its way still, as it went to several servers at once and another one has answered.
bool Matcher::continues(uint32_t transaction) const {
  if (transaction == 0) return false;
  const Transaction& known = transactions_[transaction];
  if (s_.time_ns - known.attempt_ns > look_back_.attempt_ns) return false;
  return (known.flags & (kResponded | kEnded)) == 0 || Rejoin::is_on_its_way(known, s_);
}

/// Adds the query to the transaction that it continues on a new leg, if there is one.
uint32_t Matcher::adopt() {
  uint32_t transaction = rejoin_.crossing(s_);
  if (transaction != 0) {
    if (rejoin_.doubtful()) transactions_[transaction].flags |= kDoubtfulRow;
    transactions_.add(transaction, s_);
    return transaction;
  }
  transaction = rejoin_.attempt(s_);
  if (transaction == 0) return 0;
  transactions_.add(transaction, s_);
  const Transaction& known = transactions_[transaction];
  const bool answered = (known.flags & kResponded) != 0 && known.is_content();
  if (answered && Rejoin::is_at_once(known, s_))
    transactions_.sent_as_well(transaction);
  else
    attempt(transaction);
  return transaction;
}

/// Whether the query was seen at the very point of the attempt before: sent again.
bool Matcher::is_attempt(uint32_t transaction) const {
  if (transactions_[transaction].asker_netns != s_.netns) return false;
  const RowNumber before = transactions_.attempt_row(transaction);
  if (before < events_.first()) return false;
  const Columns& c = events_.c;
  const size_t place = events_.place(before);
  const bool same_point = c.netns[place] == s_.netns && c.ifindex[place] == c.ifindex[s_.place] &&
                          c.pkt_type[place] == s_.pkt_type;
  if (!same_point || c.hop_limit[place] > c.hop_limit[s_.place]) return false;
  return s_.time_ns - rejoin_.last_sent_here(s_, transaction) > kSameAttemptNs;
}

void Matcher::attempt(uint32_t transaction) {
  transactions_.sent(transaction, s_);
  transactions_[transaction].flags &= ~uint32_t{kResponded | kFailed | kInVain};
  transactions_.set_open(transaction, true);
}

/// A new transaction, findable by its message, its question, and its asker and name.
uint32_t Matcher::create() {
  const uint32_t transaction = transactions_.create(s_);
  const uint32_t place = transactions_.place(transaction);
  const TransactionMemory& columns = transactions_.columns();
  columns.same_question[place] = index_.exchange(keys_.question(s_.message), transaction);
  columns.same_asker[place] = index_.exchange(keys_.asked_name(s_), transaction);
  rejoin_.remember(transaction, s_);
  return transaction;
}

/// Whether a new transaction may belong to an earlier one: its sender was asked something, or tried another
/// name in vain, or asked for this one not long ago. A quick no; src/trace/linker.ts decides.
bool Matcher::may_be_linked(uint32_t t) const {
  if (roles_.was_asked(s_.client, s_.netns)) return true;
  const uint32_t asked = index_.get(keys_.asked(s_));
  if (transactions_.is_kept(asked) && (transactions_[asked].flags & kInVain) != 0) return true;
  const TransactionMemory& columns = transactions_.columns();
  bool look_for_same = true;
  bool look_for_other = true;
  uint32_t earlier = columns.same_asker[transactions_.place(t)];
  for (uint32_t n = 0; n < look_back_.most && transactions_.is_kept(earlier); n++) {
    const uint32_t place = transactions_.place(earlier);
    const double age = s_.time_ns - transactions_[earlier].attempt_ns;
    look_for_same &= age <= look_back_.repeated_ns;
    look_for_other &= age <= look_back_.together_ns;
    const bool same = columns.question[place] == s_.message.question;
    if (same && look_for_same && may_be_repeated(transactions_[earlier], age)) return true;
    if (!same && look_for_other) return true;
    (same ? look_for_same : look_for_other) = false;
    if (!look_for_same && !look_for_other) return false;
    earlier = columns.same_asker[place];
  }
  return false;
}

/// Whether its asker may ask again under another ID now.
bool Matcher::may_be_repeated(const Transaction& transaction, double age) const {
  if ((transaction.flags & kResponded) != 0) return (transaction.flags & (kTruncated | kFailed)) != 0;
  return age >= look_back_.shortest_wait_ns && age <= look_back_.longest_wait_ns;
}

/// Makes a transaction findable by who received its query.
uint32_t Matcher::received(uint32_t transaction) {
  const uint32_t place = transactions_.place(transaction);
  transactions_.columns().same_receiver[place] = index_.exchange(keys_.received(s_), transaction);
  return progress_.resolvers != 0 ? kReceivedQuery : kDone;
}

uint32_t Matcher::response(uint32_t known, bool again) {
  transaction_ = known;
  if (transaction_ == 0) {
    const bool no_question = s_.message.question == 0 || events_.c.name[s_.place] == 0;
    transaction_ = no_question ? rejoin_.without_question(s_) : rejoin_.crossing(s_);
  }
  if (transaction_ == 0) {
    unasked();
    return kDone;
  }
  uint32_t& flags = transactions_[transaction_].flags;
  const bool first = (flags & kResponded) == 0;
  progress_.received_row = static_cast<double>(transactions_.newest_row(transaction_));
  transactions_.add(transaction_, s_);
  if (first || !again) flags = (flags & ~uint32_t{kFailed | kInVain}) | outcome();
  uint32_t why = may_be_heard() ? kHear : kDone;
  if (first) {
    const bool truncated = (events_.c.flags[s_.place] & kTruncatedFlag) != 0;
    transactions_.mark_responded(transaction_, truncated ? kResponded | kTruncated : kResponded);
    if (may_be_settled(transaction_)) why |= kSettle;
  }
  if (why == kDone)
    finish_response();
  else
    rest_ = Rest::kResponse;
  return why;
}

/// What the response says of the lookup.
uint32_t Matcher::outcome() const {
  const uint16_t rcode = events_.c.rcode[s_.place];
  if (rcode == kNameError) return kInVain;
  if (rcode != 0) return kFailed;
  return events_.c.num_answers[s_.place] == 0 ? uint32_t{kInVain} : 0;
}

void Matcher::finish_response() {
  if (arrivals_.judge(transaction_, s_)) note_end(transaction_);
}

/// Whether something was asked on for the transaction, or may have been asked on for another that it waited
/// for.
bool Matcher::may_be_settled(uint32_t t) const {
  const Transaction& transaction = transactions_[t];
  if ((transaction.flags & kHasChild) != 0) return true;
  if (progress_.resolvers != 0 && s_.pkt_type != kHost) return true;
  if (transaction.at_packet != kHost && transaction.at_packet != kUnknown) return false;
  return roles_.has_asked(transaction.at_address, transactions_.columns().at_netns[transactions_.place(t)]);
}

/// Whether the response is where its asker has it, and shows aliases or was not asked for with recursion.
bool Matcher::may_be_heard() const {
  if (s_.pkt_type != kUnknown && (s_.pkt_type != kHost || s_.process == 0)) return false;
  return events_.c.cname[s_.place] != 0 || (events_.c.flags[s_.place] & kRecursionDesiredFlag) == 0;
}

/// A response that belongs to no query that was seen: a transaction of its own, with nothing to wait for.
void Matcher::unasked() {
  transaction_ = transactions_.create(s_);
  transactions_[transaction_].attempts = 0;
  const bool expected = s_.client_port == kMdnsPort;
  transactions_.mark_responded(transaction_, outcome() | (expected ? kResponded : kResponded | kUnasked));
  rejoin_.remember(transaction_, s_);
  transactions_.add_leg(transaction_, leg_);
  arrivals_.answered(transaction_, s_);
  note_end(transaction_);
}

void Matcher::note_end(uint32_t transaction) {
  if (progress_.listens != 0) ended_[ended_count_++] = {s_.time_ns, static_cast<double>(transaction)};
}

}  // namespace dnstop::trace
