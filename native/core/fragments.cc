// In: IP fragments in any order. Out: whole datagrams (see fragments.h). RFC 791 3.2, RFC 8200 4.5, RFC 5722.
#include "fragments.h"

#include <algorithm>
#include <cstring>

namespace dnstop {

namespace {
constexpr size_t kMaxDatagrams = 1024;
constexpr size_t kMaxHeldBytes = 8 * 1024 * 1024;
constexpr uint32_t kMaxDatagram = 65535;
// 65,535 bytes in fragments of the least MTU of IPv4 that is in use (576) are 119.
constexpr size_t kMaxFragments = 256;

/// The datagram's length by its own UDP header, where the last fragment is missing; 0 unknown.
uint32_t length_by_header(const Frame& frame, Bytes bytes) {
  if (frame.transport != kTransportUdp) return 0;
  Reader reader(bytes, std::min<size_t>(bytes.size(), 4));
  return reader.u16();
}
}  // namespace

Fragments::Added Fragments::add(const Packet& packet, Frame& frame) {
  const Range range{frame.fragment_offset,
                    static_cast<uint32_t>(frame.fragment_offset + frame.original_length)};
  // RFC 8200 4.5: all but the last are multiples of 8 bytes long, and the whole fits into 65,535.
  const bool aligned = !frame.more_fragments || frame.original_length % 8 == 0;
  if (!aligned || frame.original_length == 0 || frame.original_length > kMaxDatagram ||
      range.end > kMaxDatagram) {
    return Added::kMalformed;
  }
  const Place place = find(packet, frame);
  Datagram& datagram = *place;
  if (datagram.refused) return Added::kMalformed;
  const auto same = std::find(datagram.ranges.begin(), datagram.ranges.end(), range);
  if (same != datagram.ranges.end()) return Added::kHeld;  // a duplicate, as Linux ignores it
  if (!insert(datagram, range, !frame.more_fragments)) return refuse(datagram);
  store(datagram, packet, frame, range);
  if (datagram.covered == datagram.total) {
    complete(place, frame);
    return Added::kComplete;
  }
  while (held_bytes_ > kMaxHeldBytes) give_up(datagrams_.begin());
  return Added::kHeld;
}

Fragments::Place Fragments::find(const Packet& packet, const Frame& frame) {
  // RFC 8200 4.5 names source, destination and identification; RFC 791 also the protocol.
  const FlowKey key(packet, frame, frame.fragment_id, frame.version == 4 ? frame.transport : 0);
  if (const auto known = by_key_.find(key); known != by_key_.end()) return known->second;
  if (datagrams_.size() >= kMaxDatagrams) give_up(datagrams_.begin());
  datagrams_.push_back(
      {key, HeldPacket(batch_, packet, frame), packet.time_ns, false, false, 0, 0, UINT32_MAX, {}, {}});
  const Place place = std::prev(datagrams_.end());
  by_key_.emplace(key, place);
  return place;
}

/// RFC 5722 4: a datagram with overlapping fragments is dropped with all that still come of it (Linux does so
/// for IPv4 too). Its entry stays until it expires, to know them.
Fragments::Added Fragments::refuse(Datagram& datagram) {
  datagram.refused = true;
  held_bytes_ -= datagram.bytes.size();
  datagram.bytes = {};
  datagram.ranges = {};
  expired_++;
  return Added::kMalformed;
}

/// Notes the range of a fragment. False where it contradicts the others.
bool Fragments::insert(Datagram& datagram, Range range, bool last) {
  auto& ranges = datagram.ranges;
  const auto next = std::lower_bound(ranges.begin(), ranges.end(), range,
                                     [](const Range& a, const Range& b) { return a.start < b.start; });
  if (next != ranges.end() && next->start < range.end) return false;
  if (next != ranges.begin() && std::prev(next)->end > range.start) return false;
  if (datagram.total != 0 && (last || range.end > datagram.total)) return false;
  if (last && next != ranges.end()) return false;
  if (ranges.size() >= kMaxFragments) return false;
  ranges.insert(next, range);
  datagram.covered += range.end - range.start;
  if (last) datagram.total = range.end;
  return true;
}

void Fragments::store(Datagram& datagram, const Packet& packet, const Frame& frame, Range range) {
  const size_t before = datagram.bytes.size();
  if (before < range.end) datagram.bytes.resize(range.end);
  held_bytes_ += datagram.bytes.size() - before;
  if (!frame.payload.empty()) {
    std::memcpy(datagram.bytes.data() + range.start, frame.payload.data(), frame.payload.size());
  }
  if (frame.payload.size() < frame.original_length) {
    datagram.cut = std::min(datagram.cut, range.start + static_cast<uint32_t>(frame.payload.size()));
  }
  if (range.start == 0) {
    datagram.has_first = true;
    datagram.first = HeldPacket(batch_, packet, frame);
  }
  datagram.first.packet.time_ns = packet.time_ns;
  if (packet.process != 0 && datagram.first.packet.process == 0) {
    datagram.first = HeldPacket(batch_, packet, datagram.first.frame);
  }
}

void Fragments::complete(Place place, Frame& frame) {
  Datagram& datagram = *place;
  frame = datagram.first.frame;
  held_bytes_ -= datagram.bytes.size();
  whole_.swap(datagram.bytes);
  datagram.bytes.clear();
  frame.payload = Bytes(whole_).first(std::min<size_t>(whole_.size(), datagram.cut));
  frame.original_length = datagram.total;
  remove(place);
}

void Fragments::give_up(Place place) {
  Datagram& datagram = *place;
  if (!datagram.has_first) {
    if (!datagram.refused) expired_++;
    return remove(place);
  }
  if (datagram.refused) return remove(place);
  uint32_t known = 0;
  for (const Range& range : datagram.ranges) {
    if (range.start != known) break;
    known = range.end;
  }
  Frame frame = datagram.first.frame;
  frame.payload = Bytes(datagram.bytes).first(std::min(known, datagram.cut));
  const uint32_t total = datagram.total ? datagram.total : length_by_header(frame, frame.payload);
  frame.original_length = std::max<size_t>(total, datagram.bytes.size());
  given_up_(datagram.first.packet, frame);
  remove(place);
}

void Fragments::remove(Place place) {
  held_bytes_ -= place->bytes.size();
  by_key_.erase(place->key);
  datagrams_.erase(place);
}

void Fragments::expire(uint64_t now_ns) {
  while (!datagrams_.empty() && datagrams_.front().since_ns + kFragmentWaitNs < now_ns)
    give_up(datagrams_.begin());
}

void Fragments::finish() {
  while (!datagrams_.empty()) give_up(datagrams_.begin());
}

}  // namespace dnstop
