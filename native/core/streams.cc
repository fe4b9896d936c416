// In: TCP segments. Out: the DNS messages of their streams (see streams.h). Sequence numbers: RFC 9293 3.4.
#include "streams.h"

#include <algorithm>

#include "anomalies.h"

namespace dnstop {

namespace {
constexpr size_t kMaxStreams = 16384;
constexpr size_t kMaxHeldBytes = 16 * 1024 * 1024;
// Later segments of one stream that wait for a missing one.
constexpr size_t kMaxWaiting = 64;
constexpr size_t kMaxWaitingBytes = 256 * 1024;
// A jump further than this is another connection on the same ports, whose SYN was not seen.
constexpr int32_t kMaxJump = 16 * 1024 * 1024;

int32_t distance(uint32_t from, uint32_t to) { return static_cast<int32_t>(to - from); }

uint32_t ports_of(const Frame& frame) { return uint32_t{frame.src_port} << 16 | frame.dst_port; }

/// What Framing calls for each message.
auto to(MessageSink& sink, const Packet& packet, const Frame& frame) {
  return [&](Bytes bytes, size_t length, uint32_t anomalies) {
    sink.message(packet, frame, bytes, length, anomalies);
  };
}
}  // namespace

void Streams::segment(const Packet& packet, const Frame& frame) {
  const bool creates = frame.original_length > 0 || (frame.tcp_flags & kTcpSyn);
  const Place place = find(packet, frame, creates && !(frame.tcp_flags & kTcpRst));
  if (place == streams_.end()) return;
  Stream& stream = *place;
  stream.last_ns = packet.time_ns;
  if (frame.tcp_flags & kTcpRst) {
    end(stream, packet, frame, anomaly::truncated);
    return account(stream, packet, frame);
  }
  uint32_t sequence = frame.sequence;
  if (frame.tcp_flags & kTcpSyn) {
    sequence++;
    if (!stream.started || stream.first != sequence) begin(stream, packet, frame);
  }
  if (frame.original_length > 0) deliver(stream, packet, frame, sequence);
  if (frame.tcp_flags & kTcpFin) {
    stream.finished = true;
    stream.fin = static_cast<uint32_t>(sequence + frame.original_length);
  }
  end_at_fin(stream, packet, frame);
  account(stream, packet, frame);
}

Streams::Place Streams::find(const Packet& packet, const Frame& frame, bool create) {
  const FlowKey key(packet, frame, ports_of(frame), kTransportTcp);
  if (const auto known = by_key_.find(key); known != by_key_.end()) {
    streams_.splice(streams_.begin(), streams_, known->second);
    return known->second;
  }
  if (!create) return streams_.end();
  if (streams_.size() >= kMaxStreams) forget(std::prev(streams_.end()));
  streams_.emplace_front(key);
  by_key_.emplace(key, streams_.begin());
  return streams_.begin();
}

/// A SYN: a new connection, possibly on the ports of an old one.
void Streams::begin(Stream& stream, const Packet& packet, const Frame& frame) {
  end(stream, packet, frame, anomaly::stream_gap);
  stream.started = true;
  stream.finished = false;
  stream.first = stream.next = frame.sequence + 1;
  stream.framing.begin();
}

void Streams::deliver(Stream& stream, const Packet& packet, const Frame& frame, uint32_t sequence) {
  const int32_t ahead = distance(stream.next, sequence);
  if (!stream.started || ahead > kMaxJump || ahead < -kMaxJump) {
    end(stream, packet, frame, anomaly::stream_gap);
    stream.started = true;
    stream.finished = false;
    stream.first = stream.next = sequence;
  } else if (ahead > 0) {
    return wait(stream, packet, frame, sequence);
  }
  accept(stream, packet, frame, sequence, frame.payload, frame.original_length);
  if (!stream.waiting.empty()) accept_waiting(stream, packet, frame);
}

/// Takes a segment that begins at the next byte or before it; bytes that have been seen are passed over.
void Streams::accept(Stream& stream, const Packet& packet, const Frame& frame, uint32_t sequence, Bytes bytes,
                     size_t length) {
  const size_t seen = static_cast<size_t>(-distance(stream.next, sequence));
  if (seen >= length) return;  // a retransmission
  bytes = bytes.subspan(std::min(seen, bytes.size()));
  length -= seen;
  const auto message = to(sink_, packet, frame);
  if (!bytes.empty() && !stream.framing.bytes(bytes, message)) foreign_++;
  if (bytes.size() < length) {
    gaps_++;
    stream.framing.gap(length - bytes.size(), anomaly::truncated, message);
  }
  stream.next += static_cast<uint32_t>(length);
}

void Streams::accept_waiting(Stream& stream, const Packet& packet, const Frame& frame) {
  size_t done = 0;
  while (done < stream.waiting.size() && distance(stream.next, stream.waiting[done].sequence) <= 0) {
    const Segment& segment = stream.waiting[done++];
    stream.waiting_bytes -= segment.bytes.size();
    accept(stream, packet, frame, segment.sequence, segment.bytes, segment.length);
  }
  stream.waiting.erase(stream.waiting.begin(), stream.waiting.begin() + static_cast<ptrdiff_t>(done));
}

/// Keeps a segment for the time when those before it have come.
void Streams::wait(Stream& stream, const Packet& packet, const Frame& frame, uint32_t sequence) {
  if (stream.waiting.empty()) {
    stream.gap_since_ns = packet.time_ns;
    deadlines_.push({packet.time_ns, stream.key});
  }
  const auto place = std::find_if(stream.waiting.begin(), stream.waiting.end(), [&](const Segment& other) {
    return distance(sequence, other.sequence) >= 0;
  });
  const auto length = static_cast<uint32_t>(frame.original_length);
  if (place != stream.waiting.end() && place->sequence == sequence && place->length >= length) return;
  stream.waiting.insert(place, {sequence, length, {frame.payload.begin(), frame.payload.end()}});
  stream.waiting_bytes += frame.payload.size();
  while (stream.waiting.size() > kMaxWaiting || stream.waiting_bytes > kMaxWaitingBytes) {
    give_up_gap(stream, packet, frame);
  }
}

void Streams::give_up_gap(Stream& stream, const Packet& packet, const Frame& frame) {
  gaps_++;
  const uint32_t next = stream.waiting.front().sequence;
  stream.framing.gap(next - stream.next, anomaly::stream_gap, to(sink_, packet, frame));
  stream.next = next;
  accept_waiting(stream, packet, frame);
  if (stream.waiting.empty()) return;
  stream.gap_since_ns = packet.time_ns;
  deadlines_.push({packet.time_ns, stream.key});
}

/// No more bytes: what is held comes out, a message that has not ended with `anomalies`.
void Streams::end(Stream& stream, const Packet& packet, const Frame& frame, uint32_t anomalies) {
  while (!stream.waiting.empty()) give_up_gap(stream, packet, frame);
  stream.framing.end(anomalies, to(sink_, packet, frame));
}

/// After a FIN in order the sender's message will not be completed: its bytes were never sent.
void Streams::end_at_fin(Stream& stream, const Packet& packet, const Frame& frame) {
  if (stream.finished && stream.next == stream.fin)
    stream.framing.end(anomaly::truncated, to(sink_, packet, frame));
}

/// Keeps held_bytes_ and the held packet true to what the stream holds, and the sum within its bound.
void Streams::account(Stream& stream, const Packet& packet, const Frame& frame) {
  const size_t held = stream.framing.held() + stream.waiting_bytes;
  // A segment that waits may have no bytes: the capture can have cut them all off.
  const bool holds = held != 0 || !stream.waiting.empty();
  if (!holds && !stream.last) return;
  held_bytes_ += held - stream.counted;
  stream.counted = held;
  if (!holds) {
    stream.last.reset();
  } else if (stream.last) {
    *stream.last = HeldPacket(batch_, packet, frame);
  } else {
    stream.last = std::make_unique<HeldPacket>(batch_, packet, frame);
  }
  while (held_bytes_ > kMaxHeldBytes) forget(std::prev(streams_.end()));
}

void Streams::forget(Place place) {
  Stream& stream = *place;
  if (stream.last) {
    evicted_++;
    end(stream, stream.last->packet, stream.last->frame, anomaly::stream_gap);
  }
  held_bytes_ -= stream.counted;
  by_key_.erase(stream.key);
  streams_.erase(place);
}

void Streams::expire(uint64_t now_ns) {
  while (!deadlines_.empty() && deadlines_.front().since_ns + kGapWaitNs < now_ns) {
    const Deadline deadline = deadlines_.front();
    deadlines_.pop();
    const auto known = by_key_.find(deadline.key);
    if (known == by_key_.end()) continue;
    Stream& stream = *known->second;
    if (stream.waiting.empty() || stream.gap_since_ns != deadline.since_ns) continue;
    const HeldPacket last = std::move(*stream.last);
    give_up_gap(stream, last.packet, last.frame);
    end_at_fin(stream, last.packet, last.frame);
    account(stream, last.packet, last.frame);
  }
  while (!streams_.empty() && streams_.back().last_ns + kStreamIdleNs < now_ns)
    forget(std::prev(streams_.end()));
}

void Streams::finish() {
  while (!streams_.empty()) {
    Stream& stream = streams_.back();
    if (stream.last) end(stream, stream.last->packet, stream.last->frame, anomaly::stream_gap);
    held_bytes_ -= stream.counted;
    by_key_.erase(stream.key);
    streams_.pop_back();
  }
}

}  // namespace dnstop
