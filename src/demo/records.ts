// In: nothing. Out: the zones of the demo: the cluster's own, and what its upstream knows of the rest.
import type { Answer } from 'dns-packet';
import { PODS, SERVICE } from './plan.ts';
import { Zone } from './zone.ts';

/** Seconds. Short, so that a name is asked for upstream and answered from the cache within one round of lookups. */
const TTL = 5;
/** As CoreDNS has it for the cluster's zone. */
const CLUSTER_TTL = 30;

type StringType = 'A' | 'AAAA' | 'CNAME' | 'PTR';

const record = (name: string, type: StringType, data: string, ttl = TTL): Answer => ({
  name,
  type,
  ttl,
  data,
});

const SERVICES: Readonly<Record<string, string>> = {
  'kubernetes.default': '10.96.0.1',
  'kube-dns.kube-system': SERVICE.address,
  'web.demo': '10.96.118.24',
  'redis.shop': '10.96.73.190',
};

const CLUSTER = 'cluster.local';
const serviceName = (service: string) => `${service}.svc.${CLUSTER}`;

/** `10.96.0.1` is `1.0.96.10.in-addr.arpa` (RFC 1035 3.5). */
export function reverseName(address: string): string {
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

const FORWARD: readonly Answer[] = [
  ...Object.entries(SERVICES).map(([service, address]) =>
    record(serviceName(service), 'A', address, CLUSTER_TTL),
  ),
  {
    name: `_http._tcp.${serviceName('web.demo')}`,
    type: 'SRV',
    ttl: CLUSTER_TTL,
    data: { priority: 0, weight: 100, port: 80, target: serviceName('web.demo') },
  },
];

const REVERSE: readonly Answer[] = [
  ...Object.entries(SERVICES).map(([service, address]) =>
    record(reverseName(address), 'PTR', serviceName(service), CLUSTER_TTL),
  ),
  ...PODS.map(({ address, namespace }) =>
    record(
      reverseName(address),
      'PTR',
      `${address.replaceAll('.', '-')}.${namespace}.pod.${CLUSTER}`,
      CLUSTER_TTL,
    ),
  ),
];

/** What the cluster's DNS answers itself. */
export const CLUSTER_ZONES: readonly Zone[] = [
  new Zone(CLUSTER, FORWARD, CLUSTER_TTL),
  new Zone('10.in-addr.arpa', REVERSE, CLUSTER_TTL),
];

/** Longer than a datagram of 512 bytes. */
const LONG_TEXT = Array.from({ length: 12 }, (_, line) => `key${line}=${'0123456789abcdef'.repeat(4)}`);

/** Names of RFC 2606 with addresses of RFC 5737 and RFC 3849, and the one of the guide. */
export const UPSTREAM_ZONE = new Zone(
  '',
  [
    record('inspektor-gadget.io', 'A', '104.21.11.160'),
    record('inspektor-gadget.io', 'A', '172.67.166.105'),
    record('api.example.com', 'A', '192.0.2.80'),
    record('api.example.com', 'AAAA', '2001:db8::80'),
    record('www.example.com', 'CNAME', 'www.example.com.cdn.example.net'),
    record('www.example.com.cdn.example.net', 'CNAME', 'edge-7.cdn.example.net'),
    record('edge-7.cdn.example.net', 'A', '198.51.100.7'),
    record('edge-7.cdn.example.net', 'AAAA', '2001:db8:7::7'),
    record('reports.example.net', 'A', '203.0.113.44', 1),
    { name: 'keys.example.org', type: 'TXT', ttl: TTL, data: LONG_TEXT },
    { name: 'example.org', type: 'MX', ttl: TTL, data: { preference: 10, exchange: 'mail.example.org' } },
  ],
  TTL,
);
