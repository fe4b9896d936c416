/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* In: socket calls. Out: which process owns which socket, and which namespaces there are. */
#ifndef DNSTOP_OWNER_H
#define DNSTOP_OWNER_H
#include "packet.h"

#define SECOND 1000000000ull
#define OVERLAP \
  (SECOND / 10) /* how long after its opening a packet may have passed a tap before it was there */

/* The current process, which calls the socket of `context`. */
static __always_inline void current_process(void* context, struct owner* owner) {
  const __u64 pid_tgid = bpf_get_current_pid_tgid();
  const __u64 uid_gid = bpf_get_current_uid_gid();
  owner->pid = pid_tgid >> 32;
  owner->tid = (__u32)pid_tgid;
  owner->uid = (__u32)uid_gid;
  owner->gid = uid_gid >> 32;
  owner->cgroup_id = bpf_get_current_cgroup_id();
  owner->netns_cookie = bpf_get_netns_cookie(context);
  bpf_get_current_comm(owner->comm, sizeof owner->comm);
}

/* Whether the reader was told. */
static __always_inline int tell(__u32 kind, const struct owner* owner, __u64 now) {
  struct owner_record* record = bpf_ringbuf_reserve(&ring, sizeof *record, 0);
  if (!record) {
    count(COUNTER_LOST_NOTICES);
    return 0;
  }
  record->kind = kind;
  record->pad = 0;
  record->time_ns = now;
  record->owner = *owner;
  bpf_ringbuf_submit(record, 0);
  return 1;
}

/* Tells the reader to read /proc/<pid> while the process lives: at most once a second for a process, which
 * cannot end and have its id given to another within that. */
static __always_inline void announce(const struct owner* owner) {
  const __u64 now = bpf_ktime_get_ns();
  __u64* before = bpf_map_lookup_elem(&announced, &owner->pid);
  if (before && now - *before < SECOND) return;
  if (tell(RECORD_OWNER, owner, now)) bpf_map_update_elem(&announced, &owner->pid, &now, BPF_ANY);
}

/* The current process uses the socket of `context` for DNS; `local_port`: its own end. A later process that
 * got it by inheritance takes over. */
static __always_inline void own(void* context, __u16 local_port) {
  const __u64 cookie = bpf_get_socket_cookie(context);
  const struct owner* known = bpf_map_lookup_elem(&owners, &cookie);
  if (known && known->pid == bpf_get_current_pid_tgid() >> 32) return;
  struct owner owner;
  current_process(context, &owner);
  if (bpf_map_update_elem(&owners, &cookie, &owner, BPF_ANY) < 0) count(COUNTER_OWNERS_FULL);
  announce(&owner);
  if (!port_wanted(local_port) || local_port == MDNS_PORT) return;
  const __u32 yes = 1;
  bpf_map_update_elem(&servers, &owner.pid, &yes, BPF_ANY);
}

/* Whether the current process may ask a server's port in DNS. HTTPS counts only for those who are asked. */
static __always_inline int asks_at(__u16 port) {
  if (port_wanted(port) || port == DOT_PORT) return 1;
  if (port != DOH_PORT) return 0;
  const __u32 pid = bpf_get_current_pid_tgid() >> 32;
  return bpf_map_lookup_elem(&servers, &pid) != 0;
}

/* The socket is closed; packets of it may still be queued. */
static __always_inline void release(struct bpf_sock* socket) {
  const __u64 cookie = bpf_get_socket_cookie(socket);
  const struct owner* known = bpf_map_lookup_elem(&owners, &cookie);
  if (!known) return;
  struct owner owner = *known;
  bpf_map_update_elem(&released_owners, &cookie, &owner, BPF_ANY);
  bpf_map_delete_elem(&owners, &cookie);
}

/* A socket is made: where its namespace is new, the reader opens a tap in it before the first packet. */
static __always_inline void notice_netns(struct bpf_sock* socket) {
  const __u64 netns_cookie = bpf_get_netns_cookie(socket);
  if (settings.report_cookies) {
    const __u64 cookie = bpf_get_socket_cookie(socket);
    bpf_map_update_elem(&created, &cookie, &netns_cookie, BPF_ANY);
  }
  if (bpf_map_lookup_elem(&netns_states, &netns_cookie)) return;
  const struct netns_state state = {};
  const long error = bpf_map_update_elem(&netns_states, &netns_cookie, &state, BPF_NOEXIST);
  if (error == -17 /* EEXIST: another CPU was first */) return;
  if (error < 0) count(COUNTER_NETNS_FULL);
  struct owner owner;
  current_process(socket, &owner);
  /* Where the reader could not be told, the next socket tries again. */
  if (!tell(RECORD_NETNS, &owner, bpf_ktime_get_ns())) bpf_map_delete_elem(&netns_states, &netns_cookie);
}

static __always_inline void local_end(struct local_end* end, const struct flow* flow, __u64 netns_cookie,
                                      int outgoing) {
  end->netns_cookie = netns_cookie;
  __builtin_memcpy(end->address, outgoing ? flow->src : flow->dst, sizeof end->address);
  end->port = outgoing ? flow->src_port : flow->dst_port;
  end->protocol = flow->protocol;
  end->version = flow->version;
  end->pad = 0;
}

/* The owner of the socket at this end of a packet seen by a tap, or 0. A closed socket can still send, not
 * receive. */
static __always_inline const struct owner* owner_at_tap(const struct flow* flow, __u64 netns_cookie,
                                                        int outgoing) {
  struct local_end end;
  local_end(&end, flow, netns_cookie, outgoing);
  const __u64* cookie = bpf_map_lookup_elem(&local_ends, &end);
  if (!cookie) return 0;
  const __u64 key = *cookie;
  const struct owner* owner = bpf_map_lookup_elem(&owners, &key);
  if (!owner && outgoing) owner = bpf_map_lookup_elem(&released_owners, &key);
  return owner;
}

/* Learns the local end of an owned socket from a packet. Whether the tap could not know it yet. */
static __always_inline int learn_local_end(const struct flow* flow, __u64 cookie, __u64 netns_cookie,
                                           int outgoing) {
  struct local_end end;
  local_end(&end, flow, netns_cookie, outgoing);
  const __u64* known = bpf_map_lookup_elem(&local_ends, &end);
  if (known && *known == cookie) return 0;
  bpf_map_update_elem(&local_ends, &end, &cookie, BPF_ANY);
  return 1;
}

/* Whether a socket hook has to emit the packet itself: no tap saw it for certain. An outgoing packet passes
 * the hook first, an incoming one the tap. */
static __always_inline int untapped(__u64 netns_cookie, int outgoing, __u64 now) {
  const struct netns_state* state = bpf_map_lookup_elem(&netns_states, &netns_cookie);
  if (!state || state->tapped_ns == 0) return 1;
  return !outgoing && now < state->tapped_ns + OVERLAP;
}

#endif
