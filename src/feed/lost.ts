// In: the counters of a source. Out: how many events were lost.

/** Counters of events, each counted once: no room in the ring buffer, bytes that could not be read, the batch full. */
const LOST = ['lost_ring', 'lost_copy', 'lost_reader'] as const;

/** Events that reached the kernel program or the file reader and not the store. */
export function lostEvents(counters: Readonly<Record<string, number>>): number {
  return LOST.reduce((sum, name) => sum + (counters[name] ?? 0), 0);
}
