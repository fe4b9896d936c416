// In: rows that will be matched. Out: what their messages say, and what matching will read on its way into
// the processor's caches.
#pragma once
#include <array>
#include <vector>

#include "index.h"
#include "tables.h"
#include "transactions.h"

namespace dnstop::trace {

/// The most rows at a time: what they need stays in the processor's own caches until they are matched, also
/// where it shares them with another program.
constexpr size_t kAheadRows = 128;

/// A read outside the processor's caches takes as long as all else that is done for an event. Asked for
/// together, such reads take a twentieth of the time. Beside what messages say, nothing depends on this.
class Ahead {
 public:
  Ahead(const Events& events, const Keys& keys, const Tables& tables, const Roles& roles,
        const Transactions& transactions, const Index& index)
      : events_(events),
        keys_(keys),
        tables_(tables),
        roles_(roles),
        transactions_(transactions),
        index_(index) {}

  /// Reads the rows from..to-1, at most kAheadRows. Gives `to`, or the first row whose name has no hash yet:
  /// those before it were read.
  RowNumber read(RowNumber from, RowNumber to);
  /// Of a row that was read.
  const Message& message(RowNumber row) const { return messages_[row - from_]; }
  /// Whether it shows the very bytes of the row before: all that the message says is the same.
  bool is_again(RowNumber row) const { return again_[row - from_]; }

 private:
  /// A query that seems to begin a transaction.
  struct Beginning {
    Key question;
    Key asker;
    uint32_t netns;
    bool was_asked;
  };
  /// A sender for whom those will be looked at that asked it the same question, newest first.
  struct Walk {
    uint32_t transaction;
    uint32_t netns;
  };

  bool shows_same(size_t place, size_t before) const;
  void fetch(RowNumber to);
  void begin(RowNumber row);
  void fetch_beginnings();
  void walk();

  const Events& events_;
  const Keys& keys_;
  const Tables& tables_;
  const Roles& roles_;
  const Transactions& transactions_;
  const Index& index_;
  RowNumber from_ = 0;
  std::array<Message, kAheadRows> messages_;
  std::array<bool, kAheadRows> again_;
  std::vector<Beginning> beginnings_;
  std::vector<Walk> walks_;
};

}  // namespace dnstop::trace
