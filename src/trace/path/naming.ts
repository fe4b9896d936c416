// In: rows and numbers. Out: the names under which a trace speaks of places, parties and values.
import type { Store } from '../../store/store.ts';

/** Names for a trace's notes and verdict; a caller that knows pods, services and mnemonics gives better ones. */
export interface Naming {
  /** The network namespace of the row: pod, `ip netns` name or `host`. */
  place(row: number): string;
  /** An address: pod, service, or the address itself. */
  address(address: string): string;
  type(qtype: number): string;
  rcode(rcode: number): string;
  /** DNS ID and type of a row as events have them: '' where its message ends before. */
  shown?(what: 'id' | 'qtype', row: number): string;
}

/** Names that the store alone can give. */
export function plainNaming(store: Store): Naming {
  return {
    place(row) {
      const index = store.columns.netns[row % store.capacity];
      const { name, inode } = store.netns.at(index);
      return name !== '' ? name : index === 0 ? '' : `netns ${inode}`;
    },
    address: (address) => address,
    type: (qtype) => ({ 1: 'A', 28: 'AAAA' })[qtype] ?? `TYPE${qtype}`,
    rcode: (rcode) =>
      ({ 0: 'NOERROR', 1: 'FORMERR', 2: 'SERVFAIL', 3: 'NXDOMAIN', 5: 'REFUSED' })[rcode] ?? `RCODE${rcode}`,
  };
}

/** `10.96.0.10:53`, `[2001:db8::1]:53`. */
export function endpoint(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Of ADDRESS:PORT or [ADDRESS]:PORT. */
export function hostOf(end: string): string {
  return end.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

/** Whether an address is that of a group (RFC 5771, RFC 4291 2.7). */
export function isMulticast(address: string): boolean {
  const first = Number.parseInt(address, 10);
  return address.includes('.') ? first >= 224 && first <= 239 : /^ff/i.test(address);
}

/** A duration for people: 5.0 s, 29.4 ms, 120 µs, 300 ns. */
export function duration(ns: number): string {
  if (ns < 0) return `-${duration(-ns)}`;
  if (ns >= 999.5e6) return `${(ns / 1e9).toFixed(1)} s`;
  if (ns >= 99.95e6) return `${(ns / 1e6).toFixed(0)} ms`;
  if (ns >= 999.5e3) return `${(ns / 1e6).toFixed(1)} ms`;
  if (ns >= 999.5 || ns === 0) return `${(ns / 1e3).toFixed(0)} µs`;
  return `${ns.toFixed(0)} ns`;
}
