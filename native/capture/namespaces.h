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
#include "mounts.h"
#include "netns.h"
#include "reaper.h"

namespace dnstop {

/// All namespaces known. Lives on the capture thread, which enters namespaces; `tapped` and `failed` are for
/// any thread.
class Namespaces {
 public:
  /// `listed`: see LiveOptions.netns. `epoll`: gets a descriptor for each process that keeps a namespace
  /// alive, with kProcessEvent | cookie as its data.
  Namespaces(Batch& batch, const KernelPrograms& programs, std::vector<std::string> listed, int epoll);
  ~Namespaces();

  static constexpr uint64_t kProcessEvent = uint64_t{1} << 63;

  /// Opens taps in all namespaces there are, before the socket hooks are attached. `inside` is called in each
  /// of them, with this thread inside.
  void open_present(const std::function<void(const Netns&)>& inside);

  /// A thread made a socket in a namespace without a tap.
  void noticed(uint32_t thread, uint64_t cookie);

  /// The process that kept a namespace alive has ended.
  void process_ended(uint64_t cookie);

  /// Readable (EPOLLPRI) when mounts have changed; then `mounts_changed` is to be called.
  int mounts_fd() const { return mounts_.fd(); }
  void mounts_changed();

  /// Looks for what no event told. About once a second.
  void scan();

  /// The namespace of a record; made up from the cookie where it cannot be reached.
  Netns& of(uint64_t cookie);

  size_t tapped() const { return tapped_.load(std::memory_order_relaxed); }
  /// Namespaces that could not be entered or tapped.
  size_t failed() const { return failed_.load(std::memory_order_relaxed); }

 private:
  Netns* adopt(const std::string& path, uint32_t process);
  Netns* enter(uint64_t inode, const std::string& path);
  bool tap(Netns& netns);
  void identify(Netns& netns, const std::string& path);
  void watch(Netns& netns, const std::string& link, uint32_t process);
  bool witnessed(const Netns& netns) const;
  void adopt_mounts();
  void adopt_processes();
  void close_orphans();
  void close(Netns& netns);
  void find_leftovers();
  void fail(uint64_t inode);
  bool is_listed_any(const Netns& netns) const;
  std::vector<Netns*> orphans();

  Batch& batch_;
  const KernelPrograms& programs_;
  const std::vector<std::string> listed_;
  const int epoll_;
  const Fd home_;
  uint64_t host_inode_;
  NetnsMounts mounts_;
  std::unordered_map<uint64_t, std::unique_ptr<Netns>> by_cookie_;
  std::unordered_map<uint64_t, Netns*> by_inode_;
  std::vector<uint32_t> free_indices_;
  std::unordered_set<uint64_t> failed_inodes_;
  std::unordered_set<uint64_t> closed_inodes_;  // perhaps kept alive by what is costly to look for
  uint64_t leftovers_searched_ns_ = 0;
  const std::function<void(const Netns&)>* inside_ = nullptr;  // set during open_present
  std::atomic<size_t> tapped_ = 0, failed_ = 0;
  Reaper reaper_;
};

}  // namespace dnstop
