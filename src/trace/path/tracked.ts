// In: the query rows of a transaction. Out: which of its address translations connection tracking confirms.
import type { Store } from '../../store/store.ts';
import type { Ends } from '../../store/translations.ts';
import { PKT } from '../sighting.ts';

export interface Tracked {
  /** Points at which the ends of the query were others than before. */
  readonly translated: number;
  /** Those of which the namespace itself told that it turns the one into the other. */
  readonly confirmed: number;
}

/** `queries` in time order. What is not confirmed may be right all the same: few namespaces tell. */
export function trackedTranslations(store: Store, queries: readonly number[]): Tracked {
  let translated = 0;
  let confirmed = 0;
  const seen: number[] = [];
  if (queries.length > 0 && endsBefore(store, queries[0]) !== undefined) {
    translated++;
    confirmed++;
  }
  for (const row of queries) {
    const before = seen.at(-1);
    const isNew = seen.every((other) => !sameEnds(store, other, row));
    if (before !== undefined && isNew) {
      translated++;
      if (seen.some((other) => isConfirmed(store, other, row))) confirmed++;
    }
    if (isNew) seen.push(row);
  }
  return { translated, confirmed };
}

/**
 * The ends that a query had before it left the namespace of its sender, where those were translated: before any interface
 * shows it (chain output), so that connection tracking alone tells.
 */
export function endsBefore(store: Store, row: number): Ends | undefined {
  return store.columns.pkt_type[row % store.capacity] === PKT.outgoing ? toldBefore(store, row) : undefined;
}

/** The ends that became those of the query in `row`, where its namespace told of such a translation. */
export function toldBefore(store: Store, row: number): Ends | undefined {
  const { columns: c, netns, translations } = store;
  const place = row % store.capacity;
  if (translations.size === 0) return undefined;
  const told = translations.into(netns.at(c.netns[place]).inode, c.transport[place], ends(store, row));
  if (told === undefined) return undefined;
  const [, , src, srcPort, dst, dstPort] = told;
  return { src, srcPort: Number(srcPort), dst, dstPort: Number(dstPort) };
}

/** Whatever the point before, it is in the namespace that translates that the ends are seen both ways. */
function isConfirmed(store: Store, before: number, row: number): boolean {
  const { columns: c, netns, translations } = store;
  const place = row % store.capacity;
  const { inode } = netns.at(c.netns[place]);
  return translations.confirm(inode, c.transport[place], ends(store, before), ends(store, row));
}

function ends(store: Store, row: number): Ends {
  const { columns: c, text } = store;
  const place = row % store.capacity;
  return {
    src: text.at(c.src_addr[place]),
    srcPort: c.src_port[place],
    dst: text.at(c.dst_addr[place]),
    dstPort: c.dst_port[place],
  };
}

function sameEnds({ columns: c, capacity }: Store, a: number, b: number): boolean {
  const [one, other] = [a % capacity, b % capacity];
  return (
    c.src_addr[one] === c.src_addr[other] &&
    c.src_port[one] === c.src_port[other] &&
    c.dst_addr[one] === c.dst_addr[other] &&
    c.dst_port[one] === c.dst_port[other]
  );
}
