// dnsmasq's log (--log-queries=extra) in; out: which queries it sent on for which lookups of its clients.
import { type Lookup, Truth } from './truth.ts';

// "7 10.244.0.5/40123 query[A] www.example. from 10.244.0.5": serial number, client, what happened.
const LINE = / (\d+) ([\d.]+)\/\d+ (query\[(\w+)\]|forwarded|reply) (\S+) /;

/** The truth by its log; a query is called NAME#N, the Nth of that name that was sent on, from 0. */
export function dnsmasqTruth(log: readonly string[], zone: string): Truth {
  const truth = new Truth();
  const sent = new Map<string, number>();
  const waiting = new Map<string, Set<Lookup>>();
  for (const line of log) {
    const [, , client, what, type, bare] = LINE.exec(line) ?? [];
    const name = `${bare}.`.toLowerCase();
    if (!what || !name.endsWith(zone)) continue;
    const open = waiting.get(name) ?? new Set<Lookup>();
    waiting.set(name, open);
    if (type) open.add(truth.lookup(client, name, type));
    else if (what === 'forwarded') sent.set(name, (sent.get(name) ?? -1) + 1);
    else {
      // An answer goes to all who have asked for the name until now, with or without a query of their own.
      for (const lookup of open) truth.link(lookup, `${name}#${sent.get(name)}`);
      waiting.delete(name);
    }
  }
  return truth;
}
