// In: what dnstop wrote beside its own interfaces and packets. Out: their namespaces, owners and anomalies,
// in the batch.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "../core/batch.h"
#include "../core/packet.h"
#include "capture_reader.h"

namespace dnstop {

/// Keeps what was read of a remark, as most packets repeat one. For the thread that appends, under
/// `Appending`.
class Recorded {
 public:
  explicit Recorded(Batch& batch) : batch_(batch) {}

  /// The namespace of an interface that dnstop wrote: one index for an inode, whatever becomes known of it.
  uint32_t netns(const FileInterface& interface);

  /// Gives the packet all that its remark says, and takes it for one whole message.
  void packet(std::string_view remark, Packet& packet);

 private:
  struct Known {
    uint32_t generation = 0;
    std::string process;
    uint32_t anomalies = 0;
  };
  const Known& known(uint32_t index, std::string_view remark);

  Batch& batch_;
  std::vector<std::optional<Known>> known_;          // by index of the remark
  std::unordered_map<std::string, uint32_t> netns_;  // by inode
};

}  // namespace dnstop
