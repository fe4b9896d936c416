// In: the ports to watch. Out: the kernel programs, loaded and attached, and their maps. The only file that
// loads.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../../bpf/dnstop.h"
#include "../core/decoder.h"
#include "system.h"

struct bpf_object;
struct bpf_link;

namespace dnstop {

/// The kernel side of live capture. Everything is detached and freed when this object goes, also when the
/// process is killed: links and maps live as long as their descriptors.
class KernelPrograms {
 public:
  KernelPrograms();
  ~KernelPrograms();

  /// Loads programs and maps. Throws StartError with the verifier's or the kernel's reason.
  void load(const PortSet& ports, bool report_cookies);

  /// Attaches the hooks: first the one that notices namespaces, and once the taps of all present namespaces
  /// are open, the others. Throws StartError.
  void attach_netns_notice(const Fd& cgroup);
  void attach_socket_hooks(const Fd& cgroup);

  /// Detaches the hooks; maps and programs stay.
  void detach() { links_.clear(); }

  /// Frees programs and maps, as far as no tap holds them.
  void unload();

  /// A program for one tap, which hands packets with its index to the common one. Invalid on failure (errno).
  Fd tap_program(uint32_t index) const;

  int ring() const { return ring_; }
  size_t ring_bytes() const { return ring_bytes_; }

  /// When the tap with this index was opened (CLOCK_MONOTONIC): for some seconds from then on it looks
  /// whether a socket hook was first. 0: it never has to.
  void set_tap(uint32_t index, uint64_t netns_cookie, uint64_t opened_ns) const;

  /// Since when a tap sees all packets of the namespace; the socket hooks are silent from then on.
  void set_tapped(uint64_t netns_cookie, uint64_t tapped_ns) const;

  /// The namespace has no tap any more: the socket hooks emit what they see.
  void forget_netns(uint64_t netns_cookie) const;

  /// Namespace of a socket just made (needs `report_cookies`); 0 unknown.
  uint64_t netns_of_created(uint64_t socket_cookie) const;

  /// Owner of a socket made before the start, unless a hook was first.
  void add_owner(uint64_t socket_cookie, const owner& owner) const;
  /// A process that DNS queries come to.
  void add_server(uint32_t pid) const;
  void add_local_end(const local_end& end, uint64_t socket_cookie) const;

  /// Sum over all CPUs of a counter.
  uint64_t counter(enum counter which) const;

 private:
  int try_load(const settings_data& settings, uint32_t divisor);
  int map(const char* name) const;
  void attach(const Fd& cgroup, const char* program);
  [[noreturn]] void fail(const std::string& operation, int error) const;

  struct ObjectCloser {
    void operator()(bpf_object* object) const;
  };
  struct LinkCloser {
    void operator()(bpf_link* link) const;
  };
  std::unique_ptr<bpf_object, ObjectCloser> object_;
  std::vector<std::unique_ptr<bpf_link, LinkCloser>> links_;
  size_t ring_bytes_ = 0;
  int ring_ = -1, taps_ = -1, netns_states_ = -1, owners_ = -1, local_ends_ = -1, created_ = -1,
      counters_ = -1, tap_program_ = -1, servers_ = -1;
};

}  // namespace dnstop
