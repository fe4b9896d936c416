/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* In: packets and socket calls of every network namespace. Out: records in the ring buffer (dnstop.h).
 *
 * Only program types whose context is a stable interface and helpers of Linux 5.10: no BTF of the kernel, no
 * kprobes, no CO-RE. The tap sees every packet of a namespace; the hooks on the root of the cgroup v2
 * hierarchy run in the process that uses a socket and tell who it is. */
#include <linux/if_packet.h>

#include "record.h"
#include "sighting.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

/* Called with the index of its namespace's tap in cb[0]. Nothing is ever queued on the socket. */
SEC("socket")
int tap(struct __sk_buff* skb) {
  const __u32 index = skb->cb[0];
  const struct tap* tap = bpf_map_lookup_elem(&taps, &index);
  if (!tap) return 0;
  struct packet packet = {};
  if (!parse(skb, &packet, tap->netns_cookie, 0)) return 0;

  const __u64 now = bpf_ktime_get_ns();
  const __u32 pkt_type = skb->pkt_type;
  const int outgoing = pkt_type == PACKET_OUTGOING;
  const struct owner* owner = 0;
  if (outgoing || pkt_type == PACKET_HOST) {
    owner = owner_at_tap(&packet.flow, tap->netns_cookie, outgoing);
    if (now < tap->opened_ns + YOUNG && !first_sighting(&packet.flow, tap->netns_cookie, outgoing, 1, now))
      return 0;
  }
  emit(skb, &packet, tap->netns_cookie, pkt_type, owner, now);
  return 0;
}

SEC("cgroup_skb/egress")
int egress(struct __sk_buff* skb) {
  const enum glance glance = glance_at(skb, 1);
  if (glance == GLANCE_UNWANTED) return 1;
  const __u64 cookie = bpf_get_socket_cookie(skb);
  const struct owner* owner = bpf_map_lookup_elem(&owners, &cookie);
  if (!owner) return 1;
  const int encrypted = glance == GLANCE_ENCRYPTED;
  struct packet packet = {};
  if (!parse(skb, &packet, ANY_NETNS, encrypted)) return 1;
  const __u64 now = bpf_ktime_get_ns();
  if (encrypted) {
    emit_encrypted(&packet, owner, 1, now);
    return 1;
  }
  learn_local_end(&packet.flow, cookie, owner->netns_cookie, 1);
  if (untapped(owner->netns_cookie, 1, now) && first_sighting(&packet.flow, owner->netns_cookie, 1, 0, now))
    emit(skb, &packet, owner->netns_cookie, PACKET_OUTGOING, owner, now);
  return 1;
}

SEC("cgroup_skb/ingress")
int ingress(struct __sk_buff* skb) {
  /* A packet to several receivers has no owner. */
  if (skb->pkt_type != PACKET_HOST) return 1;
  const enum glance glance = glance_at(skb, 0);
  if (glance == GLANCE_UNWANTED) return 1;
  const __u64 cookie = bpf_get_socket_cookie(skb);
  const struct owner* owner = bpf_map_lookup_elem(&owners, &cookie);
  if (!owner) return 1;
  const int encrypted = glance == GLANCE_ENCRYPTED;
  struct packet packet = {};
  if (!parse(skb, &packet, ANY_NETNS, encrypted)) return 1;
  const __u64 now = bpf_ktime_get_ns();
  if (encrypted) {
    emit_encrypted(&packet, owner, 0, now);
    return 1;
  }
  const int late = learn_local_end(&packet.flow, cookie, owner->netns_cookie, 0);
  if (untapped(owner->netns_cookie, 0, now) && first_sighting(&packet.flow, owner->netns_cookie, 0, 0, now))
    emit(skb, &packet, owner->netns_cookie, PACKET_HOST, owner, now);
  else if (late && packet.payload)
    emit_delivered(&packet, owner);
  return 1;
}

SEC("cgroup/sock_create")
int sock_create(struct bpf_sock* socket) {
  notice_netns(socket);
  return 1;
}

SEC("cgroup/sock_release")
int sock_release(struct bpf_sock* socket) {
  release(socket);
  return 1;
}

SEC("cgroup/post_bind4")
int post_bind4(struct bpf_sock* socket) {
  if (port_wanted(socket->src_port)) own(socket, socket->src_port);
  return 1;
}

SEC("cgroup/post_bind6")
int post_bind6(struct bpf_sock* socket) {
  if (port_wanted(socket->src_port)) own(socket, socket->src_port);
  return 1;
}

SEC("cgroup/connect4")
int connect4(struct bpf_sock_addr* address) {
  if (asks_at(bpf_ntohs(address->user_port))) own(address, 0);
  return 1;
}

SEC("cgroup/connect6")
int connect6(struct bpf_sock_addr* address) {
  if (asks_at(bpf_ntohs(address->user_port))) own(address, 0);
  return 1;
}

/* An unconnected socket: a client names the server's port, a server's own port is that of its socket. */
static __always_inline void own_sender(struct bpf_sock_addr* address) {
  struct bpf_sock* socket = address->sk;
  const __u16 local_port = socket ? socket->src_port : 0;
  if (asks_at(bpf_ntohs(address->user_port)) || port_wanted(local_port)) own(address, local_port);
}

SEC("cgroup/sendmsg4")
int sendmsg4(struct bpf_sock_addr* address) {
  own_sender(address);
  return 1;
}

SEC("cgroup/sendmsg6")
int sendmsg6(struct bpf_sock_addr* address) {
  own_sender(address);
  return 1;
}
