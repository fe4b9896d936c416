// In: records of the ring buffer. Out: rows, by way of the decoder (see consumer.h).
#include "consumer.h"

#include <bpf/libbpf.h>
#include <linux/if_packet.h>

#include <cerrno>
#include <cstring>

#include "../core/encrypted.h"
#include "../core/source.h"

namespace dnstop {

namespace {
// Bounds how long a drain has to wait: some 100 us.
constexpr size_t kRecordsPerRun = 256;
// From the tap to the socket an arriving packet takes a few microseconds.
constexpr useconds_t kDeliveryTime = 50;
// Under a load that never lets the ring buffer run empty, timers and the order to stop have to be heard too.
constexpr int kRunsAtOnce = 64;
constexpr int kStopRun = -ECANCELED;
}  // namespace

void Consumer::RingCloser::operator()(ring_buffer* ring) const { ring_buffer__free(ring); }

Consumer::Consumer(const KernelPrograms& programs, Batch& batch, Decoder& decoder, Namespaces& namespaces,
                   Processes& processes)
    : batch_(batch),
      decoder_(decoder),
      namespaces_(namespaces),
      processes_(processes),
      ring_fd_(programs.ring()) {
  const auto callback = [](void* self, void* data, size_t) {
    return static_cast<Consumer*>(self)->take(data);
  };
  ring_.reset(ring_buffer__new(ring_fd_, callback, this, nullptr));
  if (!ring_) throw StartError{"map the ring buffer", std::strerror(errno), ""};
}

Consumer::~Consumer() = default;

size_t Consumer::consume() {
  size_t total = 0;
  behind_ = true;
  for (int runs = 0; behind_ && runs < kRunsAtOnce; runs++) {
    behind_ = run() == Run::kMore;
    total += records_;
    act();
  }
  return total;
}

/// One hold of the batch's lock.
Consumer::Run Consumer::run() {
  const Batch::Appending appending(batch_);
  records_ = 0;
  unattributed_ = false;
  int result = ring_buffer__consume(ring_.get());
  if (result >= 0 && unattributed_) {
    usleep(kDeliveryTime);
    result = ring_buffer__consume(ring_.get());
  }
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  return result < 0 ? Run::kMore : Run::kEmpty;
}

/// Reading /proc and entering namespaces takes too long to make the reader of the batch wait.
void Consumer::act() {
  if (!notice_) return;
  const owner& owner = notice_->owner;
  // A process in a new namespace is read first: it may be there for one lookup only.
  processes_.announced(owner, notice_->time_ns);
  if (notice_->kind == RECORD_NETNS) namespaces_.noticed(owner.tid, owner.netns_cookie);
  notice_.reset();
}

/// No exception may pass libbpf, which is written in C.
int Consumer::take(const void* data) {
  try {
    return record(data);
  } catch (...) {
    error_ = std::current_exception();
    return kStopRun;
  }
}

/// A negative result ends the run behind this record (libbpf's ring_buffer_sample_fn).
int Consumer::record(const void* data) {
  records_++;
  switch (*static_cast<const uint32_t*>(data)) {
    case RECORD_PACKET:
      packet(*static_cast<const packet_record*>(data));
      break;
    case RECORD_DELIVERED:
      delivered(*static_cast<const delivered_record*>(data));
      break;
    case RECORD_ENCRYPTED:
      encrypted(*static_cast<const encrypted_record*>(data));
      break;
    case RECORD_OWNER:
    case RECORD_NETNS:
      notice_ = *static_cast<const owner_record*>(data);
      return kStopRun;
  }
  return records_ < kRecordsPerRun ? 0 : kStopRun;
}

void Consumer::packet(const packet_record& record) {
  Netns& netns = namespaces_.of(record.netns_cookie);
  if (!netns.listed) return;
  Packet packet;
  packet.time_ns = clock_.at(record.time_ns);
  packet.bytes = {record.data, record.captured};
  packet.original_length = record.length;
  packet.link_type = LinkType::kRaw;
  packet.pkt_type = record.pkt_type;
  packet.netns = netns_index(netns, batch_);
  packet.ifindex = record.flow.ifindex;
  packet.iface = interface_index(netns, batch_, record.flow.ifindex, record.time_ns);
  packet.process = record.owned ? processes_.index_of(record.owner) : 0;
  const uint64_t first = batch_.appended();
  decoder_.packet(packet);
  if (record.pkt_type != PACKET_HOST || batch_.appended() == first) return;
  deliveries_.remember(record.flow, record.netns_cookie, first, batch_.appended());
  if (!record.owned) unattributed_ = true;
}

void Consumer::delivered(const delivered_record& record) {
  deliveries_.complete(record.flow, record.owner.netns_cookie, processes_.index_of(record.owner), batch_);
}

void Consumer::encrypted(const encrypted_record& record) {
  if (!namespaces_.of(record.netns_cookie).listed) return;
  const flow& flow = record.flow;
  const auto text = [&](const uint32_t* address) {
    return address_text({reinterpret_cast<const uint8_t*>(address), flow.version == 4 ? 4u : 16u});
  };
  EncryptedPacket packet;
  packet.time_ns = clock_.at(record.time_ns);
  packet.pid = record.pid;
  packet.transport = flow.protocol;
  packet.sent = record.outgoing;
  packet.own = text(packet.sent ? flow.src : flow.dst);
  packet.server = text(packet.sent ? flow.dst : flow.src);
  packet.server_port = packet.sent ? flow.dst_port : flow.src_port;
  packet.bytes = record.bytes;
  tell_encrypted(packet, batch_);
}

}  // namespace dnstop
