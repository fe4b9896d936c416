// In: one network namespace. Out: its tap, its names, who keeps it alive, and the names of its interfaces.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>

#include "../core/batch.h"
#include "system.h"

namespace dnstop {

/// Who keeps a namespace alive besides our tap: a link in /proc of a process or thread in it, or of a
/// descriptor of it. `exit` becomes readable when the process ends. (Mounts keep it alive too, see
/// NetnsMounts.)
struct Witness {
  std::string link;
  Fd exit;
};

struct Netns {
  uint64_t cookie = 0;
  uint64_t inode = 0;      // 0: never reached, known by its cookie alone
  std::string name;        // `host`, of `ip netns`, or empty
  std::string path;        // by which it was found
  uint32_t index = 0;      // in the netns dictionary, pinned; 0 until it is used
  bool listed = true;      // --netns wants it
  uint32_t tap_index = 0;  // where `tap` is open
  Fd tap;
  Fd conntrack;  // see conntrack.h; it keeps the namespace alive, as the tap does
  Witness witness;
  uint64_t left_ns = 0;  // CLOCK_MONOTONIC: since when it has neither tap nor witness; 0: it has

  struct Interface {
    uint32_t name = 0;  // text index, pinned
    uint64_t read_ns = 0;
  };
  std::unordered_map<uint32_t, Interface> interfaces;
};

/// Index of the namespace in the netns dictionary. Under Appending.
uint32_t netns_index(Netns& netns, Batch& batch);

/// Tells the reader a name that became known. Under Appending.
void update_netns(const Netns& netns, Batch& batch);

/// Learns the names of all interfaces, with this thread inside: the namespace may be gone before one of its
/// packets is read. Under Appending.
void learn_interfaces(Netns& netns, Batch& batch, uint64_t now_ns);

/// Text index of an interface's name; read again now and then, as interfaces are renamed. Under Appending.
uint32_t interface_index(Netns& netns, Batch& batch, uint32_t ifindex, uint64_t now_ns);

/// Lets go of the dictionary entries. Under Appending.
void release_entries(Netns& netns, Batch& batch);

}  // namespace dnstop
