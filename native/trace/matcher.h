// In: rows of the store in their order. Out: for each its transaction, found by the packets; where more is to
// be decided, a stop.
#pragma once
#include "ahead.h"
#include "arrivals.h"
#include "rejoin.h"

namespace dnstop::trace {

/// Why a run of rows stopped: bits. It goes on when what they say is done.
enum Stop : uint32_t {
  kDone = 0,
  /// A transaction began that may belong to an earlier one.
  kLink = 1,
  /// A transaction's query reached who it was for, and somebody follows what resolvers received.
  kReceivedQuery = 2,
  /// A first response: what was asked on for its transaction can be decided.
  kSettle = 4,
  /// A response reached its asker and may say something for later lookups.
  kHear = 8,
  /// The hash of a name is not known.
  kName = 16,
  /// No more ends can be noted.
  kTell = 32,
};

/// A transaction that ended, and when.
struct Ended {
  double ns;
  double transaction;
};

/// Numbers that both languages read, in the order of src/trace/matching.ts.
struct Progress {
  // Set before a run.
  double from, to, first, end, base_seconds;
  double forget_before_ns;  // this long before the newest event nothing is expected any more
  double resolvers;  // 1: somebody resolves by itself, so that kReceivedQuery and answers to others matter
  double listens;    // 1: ends are noted
  // Set at a stop.
  double row, transaction, received_row, next, now_ns, ended;
};

/// What a new transaction may have to do with of what its asker began with the name
/// (src/capture/native-matcher.ts).
struct LookBack {
  double repeated_ns, shortest_wait_ns, longest_wait_ns, together_ns;
  double attempt_ns;  // under the same ID: the same transaction
  uint32_t most;
};

/// Everything that is done for each event; what is done for each transaction only is done at stops.
class Matcher {
 public:
  struct Options {
    Columns columns;
    int64_t rows;  // that the store keeps
    TransactionMemory transactions;
    Progress* progress;
    std::span<Ended> ended;
    Seeds seeds;
    double timeout_ns;
    LookBack look_back;
    Allocate allocate;  // memory of the index
    SameBytes same_bytes;
  };

  explicit Matcher(const Options& options);
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  void use(const Tables& tables) { tables_ = tables; }
  /// Begins with the rows that `progress` says.
  uint32_t begin();
  /// Goes on after a stop.
  uint32_t go_on();

 private:
  enum class Rest { kNone, kQuery, kResponse };

  uint32_t run();
  uint32_t see();
  uint32_t query(uint32_t known);
  uint32_t finish_query();
  uint32_t response(uint32_t known, bool again);
  uint32_t outcome() const;
  void finish_response();
  bool continues(uint32_t transaction) const;
  uint32_t adopt();
  bool is_attempt(uint32_t transaction) const;
  void attempt(uint32_t transaction);
  uint32_t create();
  bool may_be_linked(uint32_t transaction) const;
  bool may_be_repeated(const Transaction& transaction, double age) const;
  uint32_t received(uint32_t transaction);
  bool may_be_settled(uint32_t transaction) const;
  bool may_be_heard() const;
  void unasked();
  void note_end(uint32_t transaction);
  uint32_t stop(uint32_t why);

  Events events_;
  Tables tables_;
  Keys keys_;
  Transactions transactions_;
  Index index_;
  Rejoin rejoin_;
  Arrivals arrivals_;
  Roles roles_;
  Ahead ahead_;
  const LookBack look_back_;
  Progress& progress_;
  std::span<Ended> ended_;
  RowNumber row_ = 0;
  RowNumber read_to_ = 0;
  RowNumber to_ = 0;
  size_t ended_count_ = 0;
  double now_ns_ = 0;
  /// Of the row that is looked at.
  Sighting s_{};
  uint16_t leg_ = 0;
  uint32_t transaction_ = 0;
  bool began_ = false;
  Rest rest_ = Rest::kNone;
};

}  // namespace dnstop::trace
