// In: the kernel's DNS packets in every network namespace. Out: the Source that decodes them (see
// live_source.h).
#include "live_source.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <atomic>
#include <future>
#include <optional>
#include <thread>

#include "capture.h"

namespace dnstop {

namespace {

// Some seconds of a busy name server; the screen drains thirty times a second.
constexpr size_t kMostPendingRows = 200'000;

class LiveSource : public Source {
 public:
  explicit LiveSource(const LiveOptions& options) : Source(kMostPendingRows), options_(options) {}
  ~LiveSource() override { stop(); }

  void start() override;
  void stop() override;
  bool ended() const override { return ended_; }
  std::vector<std::pair<std::string, double>> counters() const override;
  std::string failure() const override { return ended_ ? failure_ : std::string(); }

 private:
  void run(std::promise<void> started);
  void capture();

  const LiveOptions options_;
  Fd stop_event_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::string failure_;  // written before ended_
  std::atomic<bool> ended_ = false;
  std::unique_ptr<Capture> capture_;  // made and used by the thread; counters are for any thread
  std::thread thread_;
};

/// The thread enters network namespaces, which the main thread never should.
void LiveSource::run(std::promise<void> started) {
  try {
    capture_->open();
  } catch (...) {
    capture_->release();
    started.set_exception(std::current_exception());
    return;
  }
  started.set_value();
  capture();
  ended_ = true;
}

void LiveSource::capture() {
  try {
    capture_->run(stop_event_);
    capture_->close();
  } catch (const StartError& error) {
    failure_ = error.operation + ": " + error.reason;
    capture_->release();
  } catch (const std::exception& error) {
    failure_ = std::string("capture: ") + error.what();
    capture_->release();
  }
}

void LiveSource::start() {
  if (!stop_event_) throw StartError{"start capture", "no file descriptor", "allow more: ulimit -n 65536"};
  if (capture_) throw StartError{"start capture", "it was started before", ""};
  capture_ = std::make_unique<Capture>(batch_, options_);
  std::promise<void> started;
  std::future<void> result = started.get_future();
  thread_ = std::thread([this, promise = std::move(started)]() mutable { run(std::move(promise)); });
  try {
    result.get();
  } catch (...) {
    thread_.join();
    throw;
  }
}

void LiveSource::stop() {
  if (!thread_.joinable()) return;
  eventfd_write(stop_event_.get(), 1);
  thread_.join();
}

std::vector<std::pair<std::string, double>> LiveSource::counters() const {
  if (!capture_) return {};
  std::vector<std::pair<std::string, double>> list = capture_->counters();
  list.emplace_back("lost_reader", static_cast<double>(batch_.lost()));
  return list;
}

}  // namespace

std::unique_ptr<Source> open_live(const LiveOptions& options) {
  return std::make_unique<LiveSource>(options);
}

}  // namespace dnstop
