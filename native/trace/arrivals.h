// In: a response and its transaction. Out: answered, late, second, or from an address that was not asked.
#pragma once
#include "transactions.h"

namespace dnstop::trace {

class Arrivals {
 public:
  Arrivals(const Events& events, Transactions& transactions, double timeout_ns)
      : events_(events), transactions_(transactions), timeout_ns_(timeout_ns) {}

  /// Judges a response. True if it ended its transaction, as it is the first that is back where the query
  /// began.
  bool judge(uint32_t t, const Sighting& s);
  /// The response of a pending transaction reached its asker by `s`.
  void answered(uint32_t t, const Sighting& s);

 private:
  template <typename Test>
  bool has_row(uint32_t t, Test test) const;
  bool is_back(const Transaction& transaction, const Sighting& s) const;
  bool was_asked(uint32_t t, const Sighting& s) const;
  bool arrived_before(uint32_t t, const Sighting& s) const;

  const Events& events_;
  Transactions& transactions_;
  double timeout_ns_;
};

}  // namespace dnstop::trace
