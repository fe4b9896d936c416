// In: transactions as they are found, and rows for them. Out: see transactions.h.
#include "transactions.h"

#include <algorithm>

namespace dnstop::trace {

bool Transactions::has_leg(uint32_t t, uint16_t leg) const {
  bool found = false;  // all at once: no branch that depends on where it is
  for (const uint16_t known : (*this)[t].legs) found |= known == leg;
  return found;
}

void Transactions::add_leg(uint32_t t, uint16_t leg) {
  auto& legs = (*this)[t].legs;
  size_t n = 0;
  while (n < kMaxLegs - 1 && legs[n] != 0) n++;
  legs[n] = leg;
}

uint32_t Transactions::create(const Sighting& s) {
  const uint32_t t = next_;
  next_ = t + 1 == 0 ? 1 : t + 1;
  const uint32_t at = place(t);
  Transaction& record = m_.records[at] = {};
  record.trace = t;
  record.member = t;
  record.first_row = record.last_row = static_cast<uint32_t>(s.row);
  m_.question[at] = s.message.question;
  m_.same_question[at] = 0;
  m_.same_asker[at] = 0;
  m_.same_receiver[at] = 0;
  set(m_.open, t, true);
  set(m_.asked_on, t, false);
  set(m_.served, t, false);
  add(t, s);
  sent(t, s);
  return t;
}

void Transactions::add(uint32_t t, const Sighting& s) {
  Transaction& record = (*this)[t];
  const auto row = static_cast<uint32_t>(s.row);
  m_.links[2 * s.place] = t;
  m_.links[2 * s.place + 1] = row - record.last_row;
  record.last_row = row;
  if (record.events < UINT16_MAX) record.events++;
  if (!s.is_query) return;
  m_.at_netns[place(t)] = s.netns;
  record.at_packet = s.pkt_type;
  record.at_address = s.server;
  record.at_process = s.process;
}

void Transactions::sent(uint32_t t, const Sighting& s) {
  Transaction& record = (*this)[t];
  record.attempt_row = static_cast<uint32_t>(s.row);
  record.attempt_ns = s.time_ns;
  if (record.attempts < UINT8_MAX) record.attempts++;
  record.asker_netns = s.netns;
  record.asker_address = s.client;
  record.server_address = s.server;
  record.ports = s.ports();
  record.asker_packet = s.pkt_type;
}

void Transactions::mark_responded(uint32_t t, uint32_t marks) {
  (*this)[t].flags |= marks;
  set_open(t, false);
}

void Transactions::forget_before(double time_ns) {
  if (age(oldest_) > mask_ + 1) oldest_ = std::max(next_ - (mask_ + 1), 1U);
  while (oldest_ != next_) {
    if (is_alive(oldest_) && (*this)[oldest_].attempt_ns > time_ns) break;
    set_open(oldest_, false);
    oldest_ = oldest_ + 1 == 0 ? 1 : oldest_ + 1;
  }
}

}  // namespace dnstop::trace
