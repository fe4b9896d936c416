/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* In: settings written before load. Out: the maps and constants all programs use. Every map is bounded. */
#ifndef DNSTOP_MAPS_H
#define DNSTOP_MAPS_H
#include <bpf/bpf_helpers.h>
#include <linux/bpf.h>

#include "dnstop.h"

/* Written by the reader before load. */
const volatile struct settings_data settings = {};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 16 * 1024 * 1024);
} ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, COUNTER_END);
  __type(key, __u32);
  __type(value, __u64);
} counters SEC(".maps");

/* One entry: the tap program, called from the program of each namespace. */
struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u32);
} tap_program SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, DNSTOP_TAPS);
  __type(key, __u32);
  __type(value, struct tap);
} taps SEC(".maps");

/* Namespace cookie -> state; the reader removes what it closes. */
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, DNSTOP_TAPS);
  __type(key, __u64);
  __type(value, struct netns_state);
} netns_states SEC(".maps");

/* Socket cookie -> process, as long as the socket lives. */
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 65536);
  __type(key, __u64);
  __type(value, struct owner);
} owners SEC(".maps");

/* The same for sockets just closed: their last packets may still wait in a queue. */
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u64);
  __type(value, struct owner);
} released_owners SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 16384);
  __type(key, struct local_end);
  __type(value, __u64); /* socket cookie */
} local_ends SEC(".maps");

/* Datagrams whose first fragment had a port of interest. */
struct fragment_key {
  __u64 netns_cookie;
  __u32 src[4];
  __u32 dst[4];
  __u32 id;
  __u32 protocol;
};

struct fragment_ports {
  __u16 src_port;
  __u16 dst_port;
};

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, struct fragment_key);
  __type(value, struct fragment_ports);
} fragments SEC(".maps");

/* Packets of a new namespace seen by tap or socket hook, so that the other does not emit them again. */
struct sighting_key {
  __u64 netns_cookie;
  struct flow flow;
  __u32 outgoing;
};

struct sighting {
  __u64 time_ns;
  __u32 by_tap;
  __u32 pad;
};

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 8192);
  __type(key, struct sighting_key);
  __type(value, struct sighting);
} sightings SEC(".maps");

/* Thread group ids of processes with a socket that DNS queries come to. */
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u32); /* 1 */
} servers SEC(".maps");

/* Thread group id -> when it was last announced to the reader. */
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, __u32);
  __type(value, __u64);
} announced SEC(".maps");

/* Socket cookie -> namespace cookie of sockets just made, where report_cookies is set. */
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 1024);
  __type(key, __u64);
  __type(value, __u64);
} created SEC(".maps");

/* Atomic: a tap may interrupt a socket hook on the same CPU. */
static __always_inline void count(__u32 which) {
  __u64* value = bpf_map_lookup_elem(&counters, &which);
  if (value) __sync_fetch_and_add(value, 1);
}

static __always_inline int port_wanted(__u16 port) { return (settings.ports[port >> 6] >> (port & 63)) & 1; }

#endif
