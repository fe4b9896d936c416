// In: the number of a lookup. Out: what a recursive resolver asks for it, one after another, and what it hears.
import { finish } from '../src/trace/hash.ts';
import {
  ipv4,
  type Message,
  messageBytes,
  nameBytes,
  type ResourceRecord,
  TYPE,
} from '../test/support/dns.ts';

// So many that a zone is asked for again only after its referral is long heard, as with a cache.
const TLDS = 1000;
const ZONES = 20_000;
// So many zones share the servers of one hosting company: fewer than are too many to tell whose they are.
const HOSTED_TOGETHER = 10;
const GLUELESS_EVERY = 4;
const AUTHORITATIVE = 0x8400;
const REFERRAL = 0x8000;
const TTL = 3600;

/** One question to an authoritative server, and its answer; texts by their indices. */
export interface Step {
  readonly name: number;
  readonly server: number;
  /** The bytes of the response. */
  readonly response: Uint8Array;
  /** As the native side tells them of the response; 0 where there are none. */
  readonly addresses: number;
  readonly cname: number;
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
const addressRecord = (name: string) => record(name, TYPE.A, ipv4(addressOf(name)));

const nameOf = (host: number) => `host-${host}.${zoneOf(host % ZONES)}`;

/** All steps are made beforehand: while they are measured nothing but numbers is needed. */
export class Steps {
  readonly #intern: (text: string) => number;
  readonly #answers: Step[] = [];
  readonly #aliases: Step[] = [];
  readonly #referrals: Step[] = [];
  readonly #fromRoot: Step[] = [];
  readonly #servers: Step[] = [];

  /** `names`: how many are looked up; `intern` gives the index of a text. */
  constructor(names: number, intern: (text: string) => number) {
    this.#intern = intern;
    for (let zone = 0; zone < ZONES; zone++) {
      const tld = tldOf(zone);
      const glueless = isGlueless(zone);
      const below = glueless ? hostingOf(zone) : zoneOf(zone);
      this.#referrals.push(this.#refer(zoneOf(zone), tld, [`ns1.${below}`, `ns2.${below}`], !glueless));
      this.#fromRoot.push(this.#refer(tld, 'root', [`a.nic.${tld}`, `b.nic.${tld}`], true));
      this.#servers.push(this.#answer(`ns1.${hostingOf(zone)}`, hostingOf(zone), false));
    }
    for (let host = 0; host < names; host++) {
      // Every second zone's servers name themselves in their answers.
      const zone = host % ZONES;
      this.#answers.push(this.#answer(nameOf(host), zoneOf(zone), zone % 2 === 1));
      this.#aliases.push(this.#alias(host, targetOf(host, names)));
    }
  }

  /** The name that a lookup is for. */
  nameOf(lookup: number): number {
    return this.answerOf(lookup).name;
  }

  /** What its client is told, an alias left out. */
  answerOf(lookup: number): Step {
    return this.#answers[this.#hostOf(lookup)];
  }

  /**
   * The steps of a lookup: of 100, ten are answered from the cache, seventy by the zone's server at once, and the others by
   * minimised names from the top level domain on (RFC 9156), from the root on, over a name server without glue, or an alias.
   */
  of(lookup: number): Step[] {
    const host = this.#hostOf(lookup);
    const zone = host % ZONES;
    const kind = hash(lookup ^ 0x5bd1e995) % 100;
    const answer = this.#answers[host];
    if (kind < 10) return [];
    if (kind < 80) return [answer];
    if (kind < 95 && isGlueless(zone)) return [this.#referrals[zone], this.#servers[zone], answer];
    if (kind < 93) return [this.#referrals[zone], answer];
    if (kind < 95) return [this.#fromRoot[zone], this.#referrals[zone], answer];
    return [this.#aliases[host], this.#answers[targetOf(host, this.#answers.length)]];
  }

  #hostOf(lookup: number): number {
    return hash(lookup) % this.#answers.length;
  }

  #refer(zone: string, above: string, servers: readonly string[], glue: boolean): Step {
    const authority = servers.map((name) => record(zone, TYPE.NS, nameBytes(name)));
    const additional = glue ? servers.map(addressRecord) : [];
    return this.#step(zone, above, REFERRAL, { authority, additional }, '', '');
  }

  #answer(name: string, zone: string, namesServers: boolean): Step {
    const answers = [addressRecord(name)];
    const authority = namesServers ? [record(zone, TYPE.NS, nameBytes(`ns1.${zone}`))] : [];
    return this.#step(name, zone, AUTHORITATIVE, { answers, authority }, addressOf(name), '');
  }

  #alias(host: number, target: number): Step {
    const cname = nameOf(target);
    const answers = [record(nameOf(host), TYPE.CNAME, nameBytes(cname))];
    return this.#step(nameOf(host), zoneOf(host % ZONES), AUTHORITATIVE, { answers }, '', cname);
  }

  /** `zone`: whose server is asked. */
  #step(
    name: string,
    zone: string,
    flags: number,
    sections: Partial<Message>,
    addresses: string,
    cname: string,
  ): Step {
    const response = messageBytes({ id: 0, flags, question: { name, type: TYPE.A }, ...sections });
    const [index, server] = [this.#intern(name), this.#intern(addressOf(zone))];
    return {
      name: index,
      server,
      response,
      addresses: this.#intern(addresses),
      cname: this.#intern(cname),
    };
  }
}

function targetOf(host: number, names: number): number {
  return hash(host ^ 0x3c6ef372) % names;
}
