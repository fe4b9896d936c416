// In: a row whose leg is new. Out: the transaction it continues: crossing a namespace, translated, or asked
// again.
#pragma once
#include <functional>
#include <vector>

#include "index.h"
#include "tables.h"
#include "transactions.h"

namespace dnstop::trace {

/// Whether the bytes of the messages of two rows are equal, where they are not kept at one place.
using SameBytes = std::function<bool(RowNumber, RowNumber)>;

/// Finds transactions by what survives translation: ID and transport, question, bytes, IP identification, hop
/// limit. All but `meet` is about the row that was met last.
class Rejoin {
 public:
  Rejoin(const Events& events, Transactions& transactions, Index& index, const Tables& tables,
         SameBytes same_bytes, double attempt_ns);

  /// Looks up the transactions with the message of `s`; `again`: it shows the message that was met last. The
  /// one among them that was seen on this leg, or 0.
  uint32_t meet(const Sighting& s, uint16_t leg, bool again);
  /// Makes the new transaction that was met findable.
  void remember(uint32_t transaction, const Sighting& s);
  /// The transaction of which `s` is the same message at another point, or 0.
  uint32_t crossing(const Sighting& s);
  /// The transaction whose asker sends its query again, to another server or from another socket, or 0.
  uint32_t attempt(const Sighting& s);
  /// Whether `s` may have been sent together with the newest attempt, to several servers at once (musl does).
  static bool is_at_once(const Transaction& transaction, const Sighting& s);
  /// Whether `s` may be further on than where that was sent, a response to another one having come already:
  /// what its sender sends after an error is another attempt.
  static bool is_on_its_way(const Transaction& transaction, const Sighting& s);
  /// When a query, whose row was added, was seen before at this point, to this server: others may be asked at
  /// the same moment.
  double last_sent_here(const Sighting& s, uint32_t transaction) const;
  /// The transaction that a response without question belongs to (servers may leave it out of an error), or
  /// 0.
  uint32_t without_question(const Sighting& s) const;
  /// Whether another transaction fitted the last row found as well.
  bool doubtful() const { return doubtful_; }

 private:
  enum Ends { kNeither = 0, kClient = 1, kServer = 2, kBoth = 3 };

  template <typename Score>
  uint32_t best(const Sighting& s, Score score);
  int score_query(const Sighting& s, uint32_t t) const;
  int score_response(const Sighting& s, uint32_t t) const;
  int score_attempt(const Sighting& s, uint32_t t) const;
  bool is_over(uint32_t t, double now_ns) const;
  bool has_ends(const Sighting& s, uint32_t t) const;
  bool is_sent_elsewhere(const Sighting& s, uint32_t t) const;
  RowNumber packet_before(const Sighting& s, uint32_t t) const;
  bool may_send(const Sighting& s, uint32_t t, RowNumber last) const;
  bool same_sender(const Sighting& s, size_t place) const;
  bool same_packet(const Sighting& s, RowNumber last) const;
  bool both_translated(const Sighting& s, RowNumber last) const;
  bool visited(const Sighting& s, uint32_t t) const;
  bool same_bytes(RowNumber a, RowNumber b) const;
  int ends_in_common(const Sighting& s, RowNumber last) const;
  int shared_ends(const Sighting& s, size_t place) const;

  const Events& events_;
  Transactions& transactions_;
  Index& index_;
  const Tables& tables_;
  SameBytes same_bytes_;
  double attempt_ns_;  // LookBack of matcher.h
  /// The newest by the low bits of its ID alone; TCP behind UDP.
  std::vector<uint32_t> newest_of_id_;
  /// The newest transaction with the message that was met; older ones by `same_message`.
  uint32_t newest_ = 0;
  bool doubtful_ = false;
};

}  // namespace dnstop::trace
