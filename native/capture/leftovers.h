// In: inodes of namespaces that lost what kept them alive. Out: links to those that something else keeps.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>

namespace dnstop {

/// A namespace can be kept alive by a thread apart from its process, or by nothing but an open descriptor:
/// costly to look for, so that it is done now and then for all that were closed.
class Leftovers {
 public:
  void add(uint64_t inode) { inodes_.insert(inode); }

  /// Calls `found` with a link in /proc to each namespace that is still there, if it is time to look.
  void search(const std::function<void(const std::string& link)>& found);

 private:
  std::unordered_set<uint64_t> inodes_;
  uint64_t searched_ns_ = 0;
};

}  // namespace dnstop
