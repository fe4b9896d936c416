// In: the parts of live capture. Out: the same, opened in the right order and run (see capture.h).
#include "capture.h"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>

#include <cerrno>
#include <cstring>

#include "../core/source.h"
#include "cgroup.h"
#include "listed.h"
#include "privileges.h"
#include "sockets.h"
#include "tap.h"

namespace dnstop {

namespace {
constexpr int kEventsAtOnce = 16;
// Under load the ring buffer is left to fill for a moment, so that one wake serves many packets: waking this
// thread costs the kernel program that does it more than all else.
constexpr size_t kManyRecords = 64;
constexpr uint64_t kWakeWindow = 10'000'000;
constexpr int kManyWakes = 8;
constexpr useconds_t kPause = 2000;
constexpr uint64_t kCountEvery = 100'000'000;
// On a busy machine too the ring buffer has to be emptied and /proc read before a process ends.
constexpr int kNiceness = -10;
}  // namespace

Capture::Capture(Batch& batch, const LiveOptions& options)
    : batch_(batch), options_(options), decoder_(batch, options_.ports) {}

Capture::~Capture() = default;

/// Namespaces that are there get their tap before the socket hooks run, so that no packet is seen by both.
void Capture::open() {
  require_privileges();
  check_listed(options_.netns);
  raise_limits();
  epoll_ = Fd(epoll_create1(EPOLL_CLOEXEC));
  timer_ = Fd(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
  cgroup_ = open_cgroup_root();
  programs_.load(options_.ports, !sockets_tell_netns_cookie());
  programs_.attach_netns_notice(cgroup_);
  processes_ = std::make_unique<Processes>(batch_, cgroup_);
  namespaces_ = std::make_unique<Namespaces>(batch_, programs_, options_, epoll_.get());
  consumer_ = std::make_unique<Consumer>(programs_, batch_, decoder_, *namespaces_, *processes_);
  PresentSockets sockets(options_.ports);
  namespaces_->open_present([&](const Netns& netns) { sockets.collect(netns.cookie); });
  require_taps();
  programs_.attach_socket_hooks(cgroup_);
  sockets.publish(programs_);

  const itimerspec second{{1, 0}, {1, 0}};
  timerfd_settime(timer_.get(), 0, &second, nullptr);
  watch(consumer_->fd(), EPOLLIN);
  watch(timer_.get(), EPOLLIN);
  watch(namespaces_->mounts_fd(), EPOLLPRI);
  namespaces_->mounts_changed();  // what changed while it was read
  count();
}

/// Listed namespaces may come later; without a list at least this machine's own is there.
void Capture::require_taps() const {
  if (!options_.netns.empty() || namespaces_->tapped() != 0) return;
  const int error = namespaces_->last_error();
  throw StartError{"open a packet tap", error != 0 ? std::strerror(error) : "no network namespace found",
                   error == EMFILE ? "allow more open files: ulimit -n 65536"
                                   : "run it where /proc shows the processes of this machine"};
}

void Capture::watch(int fd, uint32_t events) {
  epoll_event event{events, {.u64 = static_cast<uint64_t>(fd)}};
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0) return;
  throw StartError{"wait for packets", std::strerror(errno), "allow more open files: ulimit -n 65536"};
}

void Capture::run(const Fd& stop) {
  watch(stop.get(), EPOLLIN);
  while (true) {
    epoll_event events[kEventsAtOnce];
    const int ready = epoll_wait(epoll_.get(), events, kEventsAtOnce, -1);
    consumer_->clock().refresh();
    const size_t records = consumer_->consume();
    for (int i = 0; i < ready; i++) {
      if (events[i].data.u64 == static_cast<uint64_t>(stop.get())) return;
      handle(events[i].data.u64);
    }
    if (clock_ns(CLOCK_MONOTONIC) > counted_ns_ + kCountEvery) count();
    if (is_busy(records) && !consumer_->behind()) usleep(kPause);
  }
}

bool Capture::is_busy(size_t records) {
  const uint64_t now = clock_ns(CLOCK_MONOTONIC);
  if (now > wakes_since_ns_ + kWakeWindow) {
    wakes_since_ns_ = now;
    wakes_ = 0;
  }
  return ++wakes_ > kManyWakes || records > kManyRecords;
}

void Capture::handle(uint64_t source) {
  if (source & Namespaces::kProcessEvent) {
    namespaces_->process_ended(source & ~Namespaces::kProcessEvent);
  } else if (source & Namespaces::kTranslationEvent) {
    namespaces_->translated(source & ~Namespaces::kTranslationEvent);
  } else if (source == static_cast<uint64_t>(namespaces_->mounts_fd())) {
    namespaces_->mounts_changed();
  } else if (source == static_cast<uint64_t>(timer_.get())) {
    uint64_t expirations;
    if (read(timer_.get(), &expirations, sizeof expirations) > 0) every_second();
  }
}

void Capture::every_second() {
  namespaces_->scan();
  const Batch::Appending appending(batch_);
  decoder_.expire(clock_ns(CLOCK_REALTIME));
}

void Capture::close() {
  programs_.detach();
  consumer_->consume();  // while interfaces can still be asked for their names
  namespaces_->close_taps();
  do consumer_->consume();
  while (consumer_->behind());
  {
    const Batch::Appending appending(batch_);
    decoder_.finish();
  }
  count();
  release();
}

void Capture::release() {
  programs_.detach();
  consumer_.reset();
  namespaces_.reset();
  processes_.reset();
  programs_.unload();
}

void Capture::count() {
  counted_ns_ = clock_ns(CLOCK_MONOTONIC);
  const DecoderCounters& decoder = decoder_.counters();
  const auto kernel = [&](counter which) { return programs_.counter(which); };
  const std::pair<const char*, uint64_t> list[] = {
      {"packets", decoder.packets},
      {"lost_ring", kernel(COUNTER_LOST_RING)},
      {"lost_copy", kernel(COUNTER_LOST_COPY)},
      {"lost_notices", kernel(COUNTER_LOST_NOTICES)},
      {"cut", kernel(COUNTER_CUT)},
      {"owners_full", kernel(COUNTER_OWNERS_FULL)},
      {"netns_full", kernel(COUNTER_NETNS_FULL)},
      {"headers_too_long", kernel(COUNTER_HEADERS_TOO_LONG)},
      {"netns", namespaces_->tapped()},
      {"netns_failed", namespaces_->failed()},
      {"not_dns", decoder.not_dns},
      {"malformed_packets", decoder.malformed_packets},
      {"fragments_expired", decoder.fragments_expired},
      {"streams_evicted", decoder.streams_evicted},
      {"stream_gaps", decoder.stream_gaps},
      {"ring_bytes", programs_.ring_bytes()},
  };
  const std::lock_guard<std::mutex> lock(counters_mutex_);
  counters_.assign(std::begin(list), std::end(list));
}

std::vector<std::pair<std::string, double>> Capture::counters() const {
  const std::lock_guard<std::mutex> lock(counters_mutex_);
  return counters_;
}

}  // namespace dnstop
