// In: the number of a lookup. Out: what a recursive resolver asks for it, one after another, and what it hears.
import { finish } from '../src/trace/hash.ts';
import { ipv4, messageBytes, nameBytes, type ResourceRecord, TYPE } from '../test/support/dns.ts';

// So many that a zone is asked for again only after its referral is long heard, as with a cache.
const TLDS = 1000;
const ZONES = 20_000;
// So many zones share the servers of one hosting company: fewer than are too many to tell whose they are.
const HOSTED_TOGETHER = 10;
const GLUELESS_EVERY = 4;
const AUTHORITATIVE = 0x8400;
const REFERRAL = 0x8000;
const TTL = 3600;

/** One question to an authoritative server, and its answer. */
export interface Step {
  readonly name: string;
  readonly server: string;
  /** The bytes of the response. */
  readonly response: Uint8Array;
  /** As the native side tells them of the response. */
  readonly addresses: string;
  readonly cname: string;
}

const hash = (n: number) => finish(n) >>> 0;
const tldOf = (zone: number) => `tld${zone % TLDS}.`;
const zoneOf = (zone: number) => `zone-${zone}.${tldOf(zone)}`;
const isGlueless = (zone: number) => zone % GLUELESS_EVERY === 0;
const hostingOf = (zone: number) =>
  `hosting-${Math.floor(zone / GLUELESS_EVERY / HOSTED_TOGETHER)}.${tldOf(0)}`;
const addressOf = (name: string) => {
  const h = [...name].reduce((sum, character) => Math.imul(sum ^ character.charCodeAt(0), 0x01000193), 7);
  return `192.0.${(h >>> 8) & 255}.${h & 255}`;
};

const record = (name: string, type: number, data: Uint8Array): ResourceRecord => ({
  name,
  type,
  ttl: TTL,
  data,
});
const address = (name: string) => record(name, TYPE.A, ipv4(addressOf(name)));

/** The name that a lookup is for, among `names`. */
export function nameOf(lookup: number, names: number): string {
  const host = hash(lookup) % names;
  return `host-${host}.${zoneOf(host % ZONES)}`;
}

/**
 * The steps of a lookup: of 100, ten are answered from the cache, seventy by the zone's server at once, and the others by
 * minimised names from the top level domain on (RFC 9156), from the root on, over a name server without glue, or an alias.
 */
export function stepsOf(lookup: number, names: number): Step[] {
  const host = hash(lookup) % names;
  const zone = host % ZONES;
  const kind = hash(lookup ^ 0x5bd1e995) % 100;
  if (kind < 10) return [];
  if (kind < 80) return [answer(host)];
  if (kind < 95 && isGlueless(zone)) return [referral(zone), serverAddress(zone), answer(host)];
  if (kind < 93) return [referral(zone), answer(host)];
  if (kind < 95) return [fromRoot(zone), referral(zone), answer(host)];
  const target = hash(lookup ^ 0x3c6ef372) % names;
  return [alias(host, target), answer(target)];
}

function fromRoot(zone: number): Step {
  const tld = tldOf(zone);
  return refer(tld, 'root', [`a.nic.${tld}`, `b.nic.${tld}`], true);
}

function referral(zone: number): Step {
  const below = isGlueless(zone) ? hostingOf(zone) : zoneOf(zone);
  return refer(zoneOf(zone), tldOf(zone), [`ns1.${below}`, `ns2.${below}`], !isGlueless(zone));
}

function refer(zone: string, server: string, servers: readonly string[], glue: boolean): Step {
  const response = messageBytes({
    id: 0,
    flags: REFERRAL,
    question: { name: zone, type: TYPE.A },
    authority: servers.map((name) => record(zone, TYPE.NS, nameBytes(name))),
    additional: glue ? servers.map(address) : [],
  });
  return { name: zone, server: addressOf(server), response, addresses: '', cname: '' };
}

function serverAddress(zone: number): Step {
  const hosting = hostingOf(zone);
  return answered(`ns1.${hosting}`, hosting, false);
}

/** Every second zone's servers name themselves in their answers. */
function answer(host: number): Step {
  const zone = host % ZONES;
  return answered(`host-${host}.${zoneOf(zone)}`, zoneOf(zone), zone % 2 === 1);
}

function answered(name: string, zone: string, namesServers: boolean): Step {
  const response = messageBytes({
    id: 0,
    flags: AUTHORITATIVE,
    question: { name, type: TYPE.A },
    answers: [address(name)],
    authority: namesServers ? [record(zone, TYPE.NS, nameBytes(`ns1.${zone}`))] : [],
  });
  return { name, server: addressOf(zone), response, addresses: addressOf(name), cname: '' };
}

function alias(host: number, target: number): Step {
  const zone = zoneOf(host % ZONES);
  const name = `host-${host}.${zone}`;
  const cname = `host-${target}.${zoneOf(target % ZONES)}`;
  const response = messageBytes({
    id: 0,
    flags: AUTHORITATIVE,
    question: { name, type: TYPE.A },
    answers: [record(name, TYPE.CNAME, nameBytes(cname))],
  });
  return { name, server: addressOf(zone), response, addresses: '', cname };
}

/** All texts that lookups of so many names need. */
export function* texts(names: number): Generator<string> {
  for (let host = 0; host < names; host++) {
    const name = `host-${host}.${zoneOf(host % ZONES)}`;
    yield name;
    yield addressOf(name);
  }
  for (let zone = 0; zone < ZONES; zone++) {
    yield* [zoneOf(zone), addressOf(zoneOf(zone)), tldOf(zone), addressOf(tldOf(zone))];
    yield* [`ns1.${hostingOf(zone)}`, addressOf(`ns1.${hostingOf(zone)}`), addressOf(hostingOf(zone))];
  }
  yield addressOf('root');
}
