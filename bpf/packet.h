/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* In: an skb whose data start at the network header. Out: its flow, if it is a DNS packet by its ports. */
#ifndef DNSTOP_PACKET_H
#define DNSTOP_PACKET_H
#include <bpf/bpf_endian.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>

#include "maps.h"

#define FRAGMENT_MORE 0x2000 /* RFC 791 3.1: flags and offset of IPv4 */
#define FRAGMENT_OFFSET 0x1fff
#define FRAGMENT6_MORE 1 /* RFC 8200 4.5 */
#define FRAGMENT6_OFFSET 0xfff8
#define MAX_EXTENSION_HEADERS 8
#define MAX_VLAN_TAGS 2
#define TCP_FIN_SYN_RST 0x07
#define ANY_NETNS 0 /* socket hooks see datagrams whole: fragments need no namespace */
#define IPPROTO_HIP 139
#define IPPROTO_SHIM6 140

struct packet {
  struct flow flow;
  __u32 at;        /* offset of the IP header */
  __u32 transport; /* offset of the UDP or TCP header */
  __u32 length;    /* from the IP header on */
  __u32 header;    /* bytes of the UDP or TCP header */
  __u32 payload;   /* bytes behind the UDP or TCP header are known to exist */
};

struct ports {
  __be16 src;
  __be16 dst;
};

/* As much of a UDP datagram or TCP segment as is needed to know it; read at once, as calling a helper is what
 * costs. */
struct transport {
  struct ports ports;
  union {
    struct {
      __be16 length;
      __be16 checksum;
      __be16 dns_id;
    } udp;
    struct {
      __be32 sequence;
      __be32 acknowledged;
      __u8 offset;
      __u8 flags;
    } tcp;
  };
} __attribute__((packed));

static __always_inline int transport_wanted(__u8 protocol) {
  return protocol == IPPROTO_UDP || protocol == IPPROTO_TCP;
}

/* Reads the transport header, or at least its ports where the packet ends early. */
static __always_inline int load_transport(struct __sk_buff* skb, __u32 at, struct transport* transport) {
  if (bpf_skb_load_bytes(skb, at, transport, sizeof *transport) == 0) return 1;
  __builtin_memset(transport, 0, sizeof *transport);
  return bpf_skb_load_bytes(skb, at, &transport->ports, sizeof transport->ports) == 0;
}

static __always_inline int match_ports(struct packet* packet, const struct transport* transport,
                                       int any_port) {
  packet->flow.src_port = bpf_ntohs(transport->ports.src);
  packet->flow.dst_port = bpf_ntohs(transport->ports.dst);
  return any_port || port_wanted(packet->flow.src_port) || port_wanted(packet->flow.dst_port);
}

/* Takes what tells this packet from others of its flow. Whether it can carry DNS: of TCP only what has
 * payload or opens or ends the connection. */
static __always_inline int mark(struct packet* packet, const struct transport* transport) {
  packet->payload = 1;
  packet->header = 8;
  if (packet->flow.protocol == IPPROTO_UDP) {
    packet->flow.mark = transport->udp.dns_id;
    return 1;
  }
  packet->flow.mark = bpf_ntohl(transport->tcp.sequence);
  packet->header = (transport->tcp.offset >> 4) * 4;
  packet->payload = packet->transport - packet->at + packet->header < packet->length;
  return packet->payload || (transport->tcp.flags & TCP_FIN_SYN_RST);
}

/* A later fragment has no ports: it belongs to DNS if the first one did. Whether the packet is wanted. */
static __always_inline int match_fragment(struct packet* packet, __u64 netns_cookie, __u32 id, int first) {
  struct fragment_key key = {.netns_cookie = netns_cookie, .id = id, .protocol = packet->flow.protocol};
  __builtin_memcpy(key.src, packet->flow.src, sizeof key.src);
  __builtin_memcpy(key.dst, packet->flow.dst, sizeof key.dst);
  if (first) {
    struct fragment_ports value = {packet->flow.src_port, packet->flow.dst_port};
    bpf_map_update_elem(&fragments, &key, &value, BPF_ANY);
    return 1;
  }
  struct fragment_ports* known = bpf_map_lookup_elem(&fragments, &key);
  if (!known) return 0;
  packet->flow.src_port = known->src_port;
  packet->flow.dst_port = known->dst_port;
  return 1;
}

static __always_inline int parse_ipv4(struct __sk_buff* skb, struct packet* packet, __u64 netns_cookie,
                                      int any_port) {
  struct {
    struct iphdr ip;
    struct transport transport;
  } __attribute__((packed)) head;
  const __u32 at = packet->at;
  const int whole = bpf_skb_load_bytes(skb, at, &head, sizeof head) == 0;
  if (!whole && bpf_skb_load_bytes(skb, at, &head.ip, sizeof head.ip) < 0) return 0;
  if (!transport_wanted(head.ip.protocol)) return 0;
  packet->flow.protocol = head.ip.protocol;
  packet->transport = at + head.ip.ihl * 4;
  const __u16 fragment = bpf_ntohs(head.ip.frag_off) & (FRAGMENT_MORE | FRAGMENT_OFFSET);
  const int first = !(fragment & FRAGMENT_OFFSET);
  if (first) {
    if ((!whole || head.ip.ihl != 5) && !load_transport(skb, packet->transport, &head.transport)) return 0;
    if (!match_ports(packet, &head.transport, any_port)) return 0;
  }
  packet->flow.src[0] = head.ip.saddr;
  packet->flow.dst[0] = head.ip.daddr;
  packet->flow.version = 4;
  packet->flow.ip_id = bpf_ntohs(head.ip.id);
  /* Ethernet pads short frames. Segmentation offload beyond 64 KB writes 0. */
  const __u32 total = bpf_ntohs(head.ip.tot_len);
  if (total >= sizeof head.ip && total < packet->length) packet->length = total;
  if (first && !mark(packet, &head.transport)) return 0;
  return fragment == 0 || match_fragment(packet, netns_cookie, head.ip.id, first);
}

struct extension {
  __u8 next;
  __u8 length; /* RFC 8200 4.3: in units of 8 bytes, the first not counted */
  __be16 fragment;
  __be32 id;
};

/* Moves from the first extension header to the transport header. Whether the packet may be wanted; `fragment`
 * is left 0 in a packet that is whole. */
static __always_inline int skip_extensions(struct __sk_buff* skb, struct packet* packet, __u8 next,
                                           struct extension* fragment) {
  __u32 at = packet->at + sizeof(struct ipv6hdr);
#pragma unroll
  for (int i = 0; i < MAX_EXTENSION_HEADERS; i++) {
    struct extension header;
    if (transport_wanted(next) || (bpf_ntohs(fragment->fragment) & FRAGMENT6_OFFSET)) {
      packet->flow.protocol = next;
      packet->transport = at;
      return transport_wanted(next);
    }
    if (next != IPPROTO_HOPOPTS && next != IPPROTO_ROUTING && next != IPPROTO_DSTOPTS && next != IPPROTO_AH &&
        next != IPPROTO_FRAGMENT && next != IPPROTO_MH && next != IPPROTO_HIP && next != IPPROTO_SHIM6)
      return 0;
    if (bpf_skb_load_bytes(skb, at, &header, sizeof header) < 0) return 0;
    if (next == IPPROTO_FRAGMENT) {
      *fragment = header;
      at += sizeof header;
    } else {
      at += next == IPPROTO_AH ? (header.length + 2) * 4 : (header.length + 1) * 8; /* RFC 4302 2.2 */
    }
    next = header.next;
  }
  count(COUNTER_HEADERS_TOO_LONG);
  return 0;
}

static __always_inline int parse_ipv6(struct __sk_buff* skb, struct packet* packet, __u64 netns_cookie,
                                      int any_port) {
  struct {
    struct ipv6hdr ip;
    struct transport transport;
  } __attribute__((packed)) head;
  struct extension fragment = {};
  const int whole = bpf_skb_load_bytes(skb, packet->at, &head, sizeof head) == 0;
  if (!whole && bpf_skb_load_bytes(skb, packet->at, &head.ip, sizeof head.ip) < 0) return 0;
  packet->flow.protocol = head.ip.nexthdr;
  packet->transport = packet->at + sizeof head.ip;
  const int plain = transport_wanted(head.ip.nexthdr);
  if (!plain && !skip_extensions(skb, packet, head.ip.nexthdr, &fragment)) return 0;
  const int first = !(bpf_ntohs(fragment.fragment) & FRAGMENT6_OFFSET);
  if (first) {
    if ((!whole || !plain) && !load_transport(skb, packet->transport, &head.transport)) return 0;
    if (!match_ports(packet, &head.transport, any_port)) return 0;
  }
  __builtin_memcpy(packet->flow.src, &head.ip.saddr, sizeof packet->flow.src);
  __builtin_memcpy(packet->flow.dst, &head.ip.daddr, sizeof packet->flow.dst);
  packet->flow.version = 6;
  const __u32 total = bpf_ntohs(head.ip.payload_len) + sizeof head.ip;
  if (head.ip.payload_len && total < packet->length) packet->length = total;
  if (first && !mark(packet, &head.transport)) return 0;
  if (first && !(bpf_ntohs(fragment.fragment) & FRAGMENT6_MORE)) return 1;
  return match_fragment(packet, netns_cookie, fragment.id, first);
}

/* The protocol of what starts at packet->at. A tag inside the data is skipped: the outer one of a pair is out
 * of the way already. A tag may also have been written in front of the network header for a device that
 * cannot insert it; then skb->protocol is that of the tag but the data start with the IP header, whose length
 * fits. */
static __always_inline __u16 network_protocol(struct __sk_buff* skb, struct packet* packet) {
  __u16 protocol = bpf_ntohs(skb->protocol);
#pragma unroll
  for (int i = 0; i < MAX_VLAN_TAGS; i++) {
    struct {
      __u8 first;
      __u8 second;
      __be16 word;
      __be16 word2;
    } head;
    if (protocol != ETH_P_8021Q && protocol != ETH_P_8021AD) return protocol;
    if (bpf_skb_load_bytes(skb, packet->at, &head, sizeof head) < 0) return 0;
    if ((head.first >> 4) == 4 && bpf_ntohs(head.word) == packet->length) return ETH_P_IP;
    if ((head.first >> 4) == 6 && bpf_ntohs(head.word2) + sizeof(struct ipv6hdr) == packet->length)
      return ETH_P_IPV6;
    protocol = bpf_ntohs(head.word);
    packet->at += 4;
    packet->length -= 4;
  }
  return protocol;
}

enum glance {
  GLANCE_UNWANTED,
  GLANCE_UNSURE,    /* for `parse` to tell */
  GLANCE_ENCRYPTED, /* from or to a server's port 853 or 443 */
};

/* Most packets are of another protocol or port. Only for programs that may read the packet directly: the call
 * of a helper costs more than all of this. What is not the plain case is left to `parse`. */
static __always_inline enum glance glance_at(struct __sk_buff* skb, int outgoing) {
  const void* const data = (const void*)(long)skb->data;
  const void* const end = (const void*)(long)skb->data_end;
  const struct ports* ports;
  if (skb->protocol == bpf_htons(ETH_P_IP)) {
    const struct iphdr* const ip = data;
    ports = (const void*)(ip + 1);
    if ((const void*)(ports + 1) > end) return GLANCE_UNSURE;
    if (!transport_wanted(ip->protocol)) return GLANCE_UNWANTED;
    if (ip->ihl != 5 || (ip->frag_off & bpf_htons(FRAGMENT_OFFSET))) return GLANCE_UNSURE;
  } else if (skb->protocol == bpf_htons(ETH_P_IPV6)) {
    const struct ipv6hdr* const ip = data;
    ports = (const void*)(ip + 1);
    if ((const void*)(ports + 1) > end) return GLANCE_UNSURE;
    if (!transport_wanted(ip->nexthdr))
      return ip->nexthdr == IPPROTO_ICMPV6 ? GLANCE_UNWANTED : GLANCE_UNSURE;
  } else {
    return GLANCE_UNSURE;
  }
  if (port_wanted(bpf_ntohs(ports->src)) || port_wanted(bpf_ntohs(ports->dst))) return GLANCE_UNSURE;
  const __be16 server = outgoing ? ports->dst : ports->src;
  const int encrypted = server == bpf_htons(DOT_PORT) || server == bpf_htons(DOH_PORT);
  return encrypted ? GLANCE_ENCRYPTED : GLANCE_UNWANTED;
}

/* Whether the packet is to be handed over, for its ports or whatever they are; fills `packet`, which must be
 * zero. */
static __always_inline int parse(struct __sk_buff* skb, struct packet* packet, __u64 netns_cookie,
                                 int any_port) {
  packet->length = skb->len;
  const __u16 protocol = network_protocol(skb, packet);
  if (protocol == ETH_P_IP) {
    if (!parse_ipv4(skb, packet, netns_cookie, any_port)) return 0;
  } else if (protocol == ETH_P_IPV6) {
    if (!parse_ipv6(skb, packet, netns_cookie, any_port)) return 0;
  } else {
    return 0;
  }
  packet->flow.ifindex = skb->ifindex;
  return 1;
}

#endif
