// In: processes, mounts and socket hooks. Out: a tap in every network namespace, as long as somebody else
// needs it.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kernel_programs.h"
#include "leftovers.h"
#include "live_source.h"
#include "mounts.h"
#include "netns.h"
#include "taps.h"

namespace dnstop {

/// All namespaces known. Lives on the capture thread, which enters namespaces; `tapped` and `failed` are for
/// any thread.
class Namespaces {
 public:
  /// `epoll`: gets a descriptor for each process that keeps a namespace
  /// alive, with kProcessEvent | cookie as its data, and one for its translations with kTranslationEvent.
  Namespaces(Batch& batch, const KernelPrograms& programs, const LiveOptions& options, int epoll);
  ~Namespaces();

  static constexpr uint64_t kProcessEvent = uint64_t{1} << 63;
  /// The same for word of translations.
  static constexpr uint64_t kTranslationEvent = uint64_t{1} << 62;

  /// Opens taps in all namespaces there are, before the socket hooks are attached. `inside` is called in each
  /// of them, with this thread inside.
  void open_present(const std::function<void(const Netns&)>& inside);

  /// A thread made a socket in a namespace without a tap.
  void noticed(uint32_t thread, uint64_t cookie);

  /// The process that kept a namespace alive has ended.
  void process_ended(uint64_t cookie);

  /// Connections have begun in a namespace: tells the reader which of them are translated.
  void translated(uint64_t cookie);

  /// Readable (EPOLLPRI) when mounts have changed; then `mounts_changed` is to be called.
  int mounts_fd() const { return mounts_.fd(); }
  void mounts_changed();

  /// Looks for what no event told. About once a second.
  void scan();

  /// The namespace of a record; made up from the cookie where it cannot be reached.
  Netns& of(uint64_t cookie);

  /// Closes all taps, and returns when no packet can pass one any more. `tapped` stays as it was.
  void close_taps();

  size_t tapped() const { return taps_.open_now(); }
  /// Namespaces that could not be entered or tapped.
  size_t failed() const { return failed_.load(std::memory_order_relaxed); }
  /// Why the last of them could not (errno).
  int last_error() const { return last_error_; }

 private:
  Netns* adopt(const std::string& path, uint32_t process);
  Netns* enter(uint64_t inode, const std::string& path);
  void identify(Netns& netns, const std::string& path);
  void watch(Netns& netns, const std::string& link, uint32_t process);
  void watch_translations(Netns& netns);
  bool witnessed(const Netns& netns) const;
  void adopt_mounts();
  bool adopt_processes();
  void close_orphans();
  void close(Netns& netns);
  void leave(Netns& netns);
  void forget_left();
  void fail(uint64_t inode, int error);
  std::vector<Netns*> orphans();

  Batch& batch_;
  const KernelPrograms& programs_;
  const std::vector<std::string> listed_;
  const PortSet ports_;
  const int epoll_;
  const Fd home_;
  uint64_t host_inode_;
  NetnsMounts mounts_;
  std::unordered_map<uint64_t, std::unique_ptr<Netns>> by_cookie_;
  std::unordered_map<uint64_t, Netns*> by_inode_;
  std::unordered_set<uint64_t> failed_inodes_;
  Leftovers leftovers_;
  const std::function<void(const Netns&)>* inside_ = nullptr;  // set during open_present
  std::atomic<size_t> failed_ = 0;
  int last_error_ = 0;
  Taps taps_;
};

}  // namespace dnstop
