// In: transactions as they are found, and rows for them. Out: what is known of each, in memory that
// src/trace/transactions.ts reads and writes as well.
#pragma once
#include <span>

#include "sighting.h"

namespace dnstop::trace {

/// Legs of a transaction that are kept: more than a query takes through two nodes.
constexpr size_t kMaxLegs = 8;

/// Bits of `flags`, MARK of src/trace/transactions.ts.
enum Mark : uint32_t {
  kResponded = 1,
  kTruncated = 2,
  kSecond = 4,
  kLate = 8,
  kWrongSource = 16,
  kUnasked = 32,
  kHasChild = 64,
  kDoubtfulRow = 128,
  kEnded = 256,
  kReceived = 512,
  kFailed = 2048,
  kInVain = 4096,
};

/// All of a transaction: two lines of the processor's cache, in the first what every event needs, and the
/// search for what a query was asked on for. The words of src/trace/transaction-columns.ts in their order,
/// which says what they mean.
struct Transaction {
  /// Whether its asker has no reason to ask again, as far as responses were seen.
  bool is_content() const { return (flags & (kFailed | kTruncated)) == 0; }

  double attempt_ns;
  uint32_t last_row, flags, state, events;
  uint32_t asker_netns, asker_address, ports;
  uint16_t legs[kMaxLegs];
  uint32_t at_packet, at_address, at_process;
  uint32_t server_address, attempts, attempt_row;
  uint32_t trace, member, parent, relation, confidence, evidence, shared;
  uint32_t first_row, answer_row;
  uint32_t asker_packet;           // of the attempt
  uint32_t same_message, same_id;  // older transactions
  uint32_t unused;
};
static_assert(sizeof(Transaction) == 128);

enum State : uint32_t { kPending = 0, kAnswered = 1, kTimeout = 2 };
/// Of RELATION in src/trace/words.ts, those of what was asked on for another.
enum Relation : uint32_t { kForwarded = 1, kResolving = 2 };

/// Memory of TypeScript, divided as src/trace/transaction-columns.ts does, which says what stands in it.
/// `capacity` of all but `links`, which has two words for each row of the store.
struct TransactionMemory {
  std::span<Transaction> records;
  uint32_t* question;
  uint32_t* same_question;
  uint32_t* same_asker;
  uint32_t* same_receiver;
  uint32_t* at_netns;
  uint32_t* open;  // a bit each, also the next two
  uint32_t* asked_on;
  uint32_t* served;
  uint32_t* links;

  static constexpr size_t bytes(size_t capacity, size_t rows) {
    return capacity * (sizeof(Transaction) + 5 * sizeof(uint32_t)) + 3 * capacity / 8 + 8 * rows;
  }
  TransactionMemory(uint8_t* memory, size_t capacity)
      : records(reinterpret_cast<Transaction*>(memory), capacity),
        question(reinterpret_cast<uint32_t*>(records.data() + capacity)),
        same_question(question + capacity),
        same_asker(same_question + capacity),
        same_receiver(same_asker + capacity),
        at_netns(same_receiver + capacity),
        open(at_netns + capacity),
        asked_on(open + capacity / 32),
        served(asked_on + capacity / 32),
        links(served + capacity / 32) {}
};

/// Transactions by number, newest kept. Numbers count up from 1 in 32 bits; 0 is none.
class Transactions {
 public:
  Transactions(const TransactionMemory& memory, const Events& events)
      : m_(memory), events_(events), mask_(static_cast<uint32_t>(memory.records.size() - 1)) {}

  Transaction& operator[](uint32_t t) { return m_.records[t & mask_]; }
  const Transaction& operator[](uint32_t t) const { return m_.records[t & mask_]; }
  const TransactionMemory& columns() const { return m_; }
  uint32_t place(uint32_t t) const { return t & mask_; }
  uint32_t next() const { return next_; }

  /// How many have begun since, itself included.
  uint32_t age(uint32_t t) const { return next_ - t; }
  bool is_kept(uint32_t t) const { return t != 0 && age(t) <= mask_ + 1; }
  /// Whether it is still kept, with at least one row.
  bool is_alive(uint32_t t) const { return is_kept(t) && age(t) > 0 && newest_row(t) >= events_.first(); }
  /// Whether something may still come for it.
  bool is_open(uint32_t t) const { return is_kept(t) && has(m_.open, t); }

  RowNumber newest_row(uint32_t t) const { return events_.widen((*this)[t].last_row); }
  RowNumber attempt_row(uint32_t t) const { return events_.widen((*this)[t].attempt_row); }
  /// The row of the same transaction before `row`, -1 where there is none or it is gone.
  RowNumber row_before(RowNumber row) const {
    const uint32_t back = m_.links[2 * events_.place(row) + 1];
    return back == 0 || row - back < events_.first() ? -1 : row - back;
  }

  bool has_leg(uint32_t t, uint16_t leg) const;
  /// Notes that it was seen on a leg; beyond kMaxLegs in place of another.
  void add_leg(uint32_t t, uint16_t leg);

  /// Makes a transaction that begins with `s`, a trace of its own.
  uint32_t create(const Sighting& s);
  /// Adds the row of `s` to it.
  void add(uint32_t t, const Sighting& s);
  /// Its asker sent the query by `s`, which was added.
  void sent(uint32_t t, const Sighting& s);
  /// It was sent to another server at the same moment, one having answered already.
  void sent_as_well(uint32_t t) { (*this)[t].attempts += (*this)[t].attempts < UINT8_MAX ? 1 : 0; }
  /// A response was seen: nothing more is expected.
  void mark_responded(uint32_t t, uint32_t marks);
  void set_open(uint32_t t, bool open) { set(m_.open, t, open); }
  /// Nothing more is expected for transactions that were asked before `time_ns` or have no row left.
  void forget_before(double time_ns);

  /// Asks for all of it, without waiting.
  void prefetch(uint32_t t) const {
    __builtin_prefetch(&(*this)[t], 1);
    __builtin_prefetch(&(*this)[t].trace, 1);
  }

  /// The same for what a walk over those with a question reads of each.
  void prefetch_link(uint32_t t) const {
    __builtin_prefetch(&m_.same_question[place(t)], 1);
    __builtin_prefetch(&m_.at_netns[place(t)]);
  }

 private:
  bool has(const uint32_t* bits, uint32_t t) const { return bits[place(t) >> 5] >> (t & 31) & 1; }
  void set(uint32_t* bits, uint32_t t, bool value) {
    const uint32_t bit = 1U << (t & 31);
    if (value)
      bits[place(t) >> 5] |= bit;
    else
      bits[place(t) >> 5] &= ~bit;
  }

  TransactionMemory m_;
  const Events& events_;
  uint32_t mask_;
  uint32_t next_ = 1;
  uint32_t oldest_ = 1;  // older ones are not open
};

}  // namespace dnstop::trace
