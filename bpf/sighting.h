/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* In: a packet of a new namespace, seen by its tap or by a socket hook. Out: whether the other has emitted
 * it. */
#ifndef DNSTOP_SIGHTING_H
#define DNSTOP_SIGHTING_H
#include "owner.h"

/* A packet can wait in a queue between socket and tap; as long as that the tap of a new namespace looks. */
#define YOUNG (3 * SECOND)

/* Whether this sighting is the one to emit. The second sighting of a packet ends the entry, so that a
 * retransmission counts as a packet again. */
static __always_inline int first_sighting(const struct flow* flow, __u64 netns_cookie, int outgoing,
                                          int by_tap, __u64 now) {
  struct sighting_key key;
  __builtin_memset(&key, 0, sizeof key);
  key.netns_cookie = netns_cookie;
  key.flow = *flow;
  key.outgoing = outgoing;
  const struct sighting* known = bpf_map_lookup_elem(&sightings, &key);
  if (known && known->by_tap != by_tap && now - known->time_ns < YOUNG) {
    bpf_map_delete_elem(&sightings, &key);
    return 0;
  }
  const struct sighting value = {.time_ns = now, .by_tap = by_tap};
  bpf_map_update_elem(&sightings, &key, &value, BPF_ANY);
  return 1;
}

#endif
