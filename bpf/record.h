/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* In: a parsed packet and its owner. Out: a record in the ring buffer, or a count of why not. */
#ifndef DNSTOP_RECORD_H
#define DNSTOP_RECORD_H
#include "packet.h"

#define LARGEST 65536

static __always_inline void fill(struct packet_record* record, const struct packet* packet,
                                 __u64 netns_cookie, __u8 pkt_type, const struct owner* owner, __u32 captured,
                                 __u64 now) {
  record->kind = RECORD_PACKET;
  record->captured = captured;
  record->time_ns = now;
  record->netns_cookie = netns_cookie;
  record->length = packet->length;
  record->pkt_type = pkt_type;
  record->pad[0] = record->pad[1] = 0;
  record->flow = packet->flow;
  record->owned = owner != 0;
  if (owner)
    record->owner = *owner;
  else
    __builtin_memset(&record->owner, 0, sizeof record->owner);
}

/* The verifier wants a constant size: packets are copied into the smallest of a few sizes of record. A
 * per-CPU scratch buffer would not do, as the socket hooks can be preempted. Whether the packet was handed
 * over. */
static __always_inline int emit_sized(struct __sk_buff* skb, const struct packet* packet, __u64 netns_cookie,
                                      __u8 pkt_type, const struct owner* owner, __u64 now, const __u32 size) {
  struct packet_record* record = bpf_ringbuf_reserve(&ring, sizeof *record + size, 0);
  if (!record) {
    count(COUNTER_LOST_RING);
    return 0;
  }
  __u64 captured = packet->length < size ? packet->length : size;
  /* The bounds in a form that the verifier of 5.10 follows and the compiler cannot drop; `size` is a power
   * of 2. */
  asm volatile("" : "+r"(captured));
  captured = ((captured - 1) & (size - 1)) + 1;
  if (bpf_skb_load_bytes(skb, packet->at, record->data, captured) < 0) {
    bpf_ringbuf_discard(record, 0);
    count(COUNTER_LOST_COPY);
    return 0;
  }
  fill(record, packet, netns_cookie, pkt_type, owner, captured, now);
  bpf_ringbuf_submit(record, 0);
  return 1;
}

static __always_inline void emit(struct __sk_buff* skb, const struct packet* packet, __u64 netns_cookie,
                                 __u8 pkt_type, const struct owner* owner, __u64 now) {
  const __u32 length = packet->length;
  if (length <= 128)
    emit_sized(skb, packet, netns_cookie, pkt_type, owner, now, 128);
  else if (length <= 256)
    emit_sized(skb, packet, netns_cookie, pkt_type, owner, now, 256);
  else if (length <= 512)
    emit_sized(skb, packet, netns_cookie, pkt_type, owner, now, 512);
  else if (length <= 1024)
    emit_sized(skb, packet, netns_cookie, pkt_type, owner, now, 1024);
  else if (length <= 2048)
    emit_sized(skb, packet, netns_cookie, pkt_type, owner, now, 2048);
  else if (length <= 4096)
    emit_sized(skb, packet, netns_cookie, pkt_type, owner, now, 4096);
  else if (length <= 16384)
    emit_sized(skb, packet, netns_cookie, pkt_type, owner, now, 16384);
  else if (emit_sized(skb, packet, netns_cookie, pkt_type, owner, now, LARGEST) && length > LARGEST)
    count(COUNTER_CUT);
}

static __always_inline void emit_delivered(const struct packet* packet, const struct owner* owner) {
  struct delivered_record* record = bpf_ringbuf_reserve(&ring, sizeof *record, 0);
  if (!record) {
    count(COUNTER_LOST_NOTICES);
    return;
  }
  record->kind = RECORD_DELIVERED;
  record->pad = 0;
  record->flow = packet->flow;
  record->owner = *owner;
  bpf_ringbuf_submit(record, 0);
}

/* The packet may be of a DNS message that cannot be read. */
static __always_inline void emit_encrypted(const struct packet* packet, const struct owner* owner,
                                           int outgoing, __u64 now) {
  if (!packet->payload) return;
  struct encrypted_record* record = bpf_ringbuf_reserve(&ring, sizeof *record, 0);
  if (!record) {
    count(COUNTER_LOST_NOTICES);
    return;
  }
  record->kind = RECORD_ENCRYPTED;
  record->bytes = packet->length - (packet->transport - packet->at) - packet->header;
  record->time_ns = now;
  record->netns_cookie = owner->netns_cookie;
  record->pid = owner->pid;
  record->outgoing = outgoing;
  record->flow = packet->flow;
  bpf_ringbuf_submit(record, 0);
}

#endif
