/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* In: nothing. Out: the records and map values that the kernel programs and the reader of the ring buffer
 * share. */
#ifndef DNSTOP_H
#define DNSTOP_H
#include <linux/types.h>

#define DNSTOP_COMM 16    /* TASK_COMM_LEN */
#define DOT_PORT 853      /* DNS over TLS and over QUIC: RFC 7858 3.1, RFC 9250 4.1.1 */
#define DOH_PORT 443      /* DNS over HTTPS: RFC 8484 */
#define MDNS_PORT 5353    /* RFC 6762: who listens there is no forwarder */
#define DNSTOP_TAPS 16384 /* network namespaces tapped at one time */

enum record_kind {
  RECORD_PACKET = 1,    /* struct packet_record and the bytes of the packet */
  RECORD_OWNER = 2,     /* struct owner_record: a process has taken a DNS socket; read /proc while it lives */
  RECORD_NETNS = 3,     /* struct owner_record: a process made a socket in a namespace without a tap */
  RECORD_DELIVERED = 4, /* struct delivered_record: who got a packet that the tap could not attribute */
  RECORD_ENCRYPTED = 5, /* struct encrypted_record: what a process may have asked unreadably */
};

/* The process behind a socket, at the moment it took it. Ids are those of the initial namespaces. */
struct owner {
  __u32 pid; /* thread group */
  __u32 tid;
  __u32 uid;
  __u32 gid;
  __u64 cgroup_id; /* of the v2 hierarchy */
  __u64 netns_cookie;
  char comm[DNSTOP_COMM]; /* of the thread */
};

/* What identifies a packet between the tap and the socket. IPv4 addresses fill the first word; ports are in
 * host order. `mark` is the DNS ID of UDP (network order) or the sequence number of TCP, `ip_id` is 0 in
 * IPv6. */
struct flow {
  __u32 src[4];
  __u32 dst[4];
  __u16 src_port;
  __u16 dst_port;
  __u8 protocol;
  __u8 version;
  __u16 ip_id;
  __u32 mark;
  __u32 ifindex;
};

struct packet_record {
  __u32 kind;
  __u32 captured; /* bytes in data */
  __u64 time_ns;  /* CLOCK_MONOTONIC */
  __u64 netns_cookie;
  __u32 length; /* of the packet from its IP header on */
  __u8 pkt_type;
  __u8 owned; /* owner is set */
  __u8 pad[2];
  struct flow flow;
  struct owner owner;
  __u8 data[];
};

/* Of RECORD_OWNER and RECORD_NETNS: a process that lives at this moment. */
struct owner_record {
  __u32 kind;
  __u32 pad;
  __u64 time_ns;
  struct owner owner;
};

struct delivered_record {
  __u32 kind;
  __u32 pad;
  struct flow flow;
  struct owner owner;
};

/* A packet with payload between a process and port 853 or 443 of a server. */
struct encrypted_record {
  __u32 kind;
  __u32 bytes;   /* of payload */
  __u64 time_ns; /* CLOCK_MONOTONIC */
  __u64 netns_cookie;
  __u32 pid;
  __u32 outgoing;
  struct flow flow;
};

/* One tap: index in the array `taps`, which the program attached to its socket knows. Times are
 * CLOCK_MONOTONIC. */
struct tap {
  __u64 netns_cookie;
  __u64 opened_ns;
};

/* What the socket hooks know about a namespace. tapped_ns: since when the tap sees every packet, 0 not yet.
 */
struct netns_state {
  __u64 tapped_ns;
};

/* Local end of a socket; never the port alone, as 127.0.0.53:53 and 127.0.0.1:53 are different servers. */
struct local_end {
  __u64 netns_cookie;
  __u32 address[4];
  __u16 port;
  __u8 protocol;
  __u8 version;
  __u32 pad;
};

/* Constants of the programs. Set report_cookies where there is no SO_NETNS_COOKIE (before Linux 5.14). */
struct settings_data {
  __u64 ports[1024]; /* bit set */
  __u32 report_cookies;
  __u32 pad;
};

/* Every event that is seen and not handed over is in one of these; places in the per-CPU array `counters`. */
enum counter {
  COUNTER_LOST_RING,        /* packet: no room in the ring buffer */
  COUNTER_LOST_COPY,        /* packet: its bytes could not be read */
  COUNTER_LOST_NOTICES,     /* record other than a packet: no room in the ring buffer */
  COUNTER_CUT,              /* packet handed over in part: longer than the largest record */
  COUNTER_OWNERS_FULL,      /* socket not remembered: table full */
  COUNTER_NETNS_FULL,       /* namespace not remembered: table full */
  COUNTER_HEADERS_TOO_LONG, /* more IPv6 extension headers than are followed */
  COUNTER_END,
};

#endif
