// In: nothing. Out: which pod looks up what and when, again and again.
import type { RecordType } from 'dns-packet';
import { type PodRole, UPSTREAM } from './plan.ts';

/** One call of a program in a pod. */
export interface Lookup {
  /** Since the start of the round. */
  readonly atMs: number;
  /** With a final dot it is asked for as it is, without one the search path comes first. */
  readonly name: string;
  /** Asked for at once. */
  readonly types: readonly RecordType[];
  /** Address of the server to ask; where left out, the cluster's DNS. */
  readonly server?: string;
}

export const ROUND_MS = 10_000;

const BOTH: readonly RecordType[] = ['A', 'AAAA'];

/** Within the first seconds, each kind of thing that happens to lookups happens once. */
export const LOOKUPS: Readonly<Partial<Record<PodRole, readonly Lookup[]>>> = {
  mypod: [
    { atMs: 0, name: 'inspektor-gadget.io.', types: ['A'] },
    { atMs: 1400, name: 'inspektor-gadget.io.', types: ['A'] }, // from the cache
    { atMs: 3000, name: 'www.example.com.', types: BOTH }, // aliases
    { atMs: 6000, name: 'inspektor-gaget.io.', types: ['A'] }, // no such name, says the upstream
    { atMs: 8200, name: 'example.org.', types: ['MX'] },
  ],
  web: [
    { atMs: 700, name: 'api.example.com', types: BOTH }, // the search path in vain, then the name itself
    { atMs: 3800, name: 'legacy.example.net.', types: ['A'] }, // SERVFAIL: its servers are silent
    { atMs: 7000, name: 'kubernetes.default', types: BOTH }, // found at the second place of the search path
  ],
  cart: [
    { atMs: 300, name: 'redis', types: BOTH },
    { atMs: 2200, name: 'reports.example.net.', types: ['A'] }, // slow
    { atMs: 4600, name: 'keys.example.org.', types: ['TXT'] }, // too long for UDP
    { atMs: 5200, name: 'metrics.example.org.', types: ['A'], server: UPSTREAM }, // never answered
    { atMs: 9000, name: '_http._tcp.web.demo.svc.cluster.local.', types: ['SRV'] },
    { atMs: 9500, name: '5.0.244.10.in-addr.arpa.', types: ['PTR'] },
  ],
};
