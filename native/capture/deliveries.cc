// In: rows of arriving packets, and who got which packet. Out: completed rows (see deliveries.h).
#include "deliveries.h"

#include <cstring>

namespace dnstop {

namespace {
/// Whether both are the same packet. A later fragment has no mark; an interface may stand on another (VLAN,
/// bond).
bool same_packet(const flow& tapped, const flow& delivered) {
  return tapped.src_port == delivered.src_port && tapped.dst_port == delivered.dst_port &&
         tapped.protocol == delivered.protocol && tapped.version == delivered.version &&
         tapped.ip_id == delivered.ip_id && (tapped.mark == delivered.mark || tapped.mark == 0) &&
         std::memcmp(tapped.src, delivered.src, sizeof tapped.src) == 0 &&
         std::memcmp(tapped.dst, delivered.dst, sizeof tapped.dst) == 0;
}
}  // namespace

void Deliveries::remember(const flow& flow, uint64_t netns_cookie, uint64_t first, uint64_t end) {
  arrivals_[next_] = {flow, netns_cookie, first, end};
  next_ = (next_ + 1) % arrivals_.size();
}

void Deliveries::complete(const flow& flow, uint64_t netns_cookie, uint32_t process, Batch& batch) {
  for (const Arrival& arrival : arrivals_) {
    if (arrival.netns_cookie != netns_cookie || !same_packet(arrival.flow, flow)) continue;
    for (uint64_t sequence = arrival.first; sequence < arrival.end; sequence++) {
      Row* const row = batch.pending(sequence);
      if (!row) continue;
      row->process = process;
      batch.dictionary(DictionaryKind::kProcess).touch(process, sequence);
    }
  }
}

}  // namespace dnstop
