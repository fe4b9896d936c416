// In: answers that a resolver got from authoritative servers. Out: whose name servers a name is on the way to.
import { nameServersIn } from './name-servers.ts';
import { Newest } from './newest.ts';
import { longestAt, suffixesOf } from './suffixes.ts';
import { isWithin } from './within.ts';

const MAX_NAMES = 20_000;
// A name above the servers of more zones than this (com.) says nothing about any of them.
const MAX_ZONES = 16;
const MAX_DEPTH = 3;
const MARKS = 1 << 18;
// Name servers are named again and again.
const KNOWN = 1 << 16;
const NOTHING: readonly string[] = [];

/** Which zones are served under a name; learned from referrals, newest kept. */
export class Delegations {
  /** By the name of a server and every name above it: the zones it serves. */
  readonly #zones = new Newest<string, Set<string>>(MAX_NAMES / 2, () => this.#forgot());

  /** A bit for each name in `#zones`, by its hash, and for some that are not there. */
  readonly #marks = new Uint8Array(MARKS >> 3);
  /** Hashes of records that were taken in and are not forgotten. */
  readonly #known = new Int32Array(KNOWN);
  readonly #isNew = (hash: number): boolean => {
    if (this.#known[hash & (KNOWN - 1)] === hash) return false;
    this.#known[hash & (KNOWN - 1)] = hash;
    return true;
  };

  /** Takes in the NS records of a message. */
  learn(message: Uint8Array): void {
    for (const { zone, server } of nameServersIn(message, this.#isNew)) {
      // What needs the zone needs the names above it, whoever serves it.
      for (let name = server; name !== '' && !isWithin(zone, name); name = parentOf(name))
        this.#add(name, zone);
    }
  }

  /** Whether zones may be served under a name whose longest suffix has this hash (suffixes.ts); a quick no. */
  mayServe(hash: number): boolean {
    return (this.#marks[(hash & (MARKS - 1)) >> 3] & (1 << (hash & 7))) !== 0;
  }

  /**
   * The zones that can be reached only once the address of a server named `name`, or of one below it, is known; also
   * those whose servers are named in these, and so on for `depth` steps.
   */
  servedBy(name: string, depth = MAX_DEPTH): readonly string[] {
    if (this.#zones.get(name) === undefined) return NOTHING;
    const found = new Set<string>();
    let names = [name];
    for (let steps = 0; steps < depth && names.length > 0; steps++) {
      const zones = names.flatMap((next) => this.#few(next)).filter((zone) => !found.has(zone));
      for (const zone of zones) found.add(zone);
      names = zones;
    }
    found.delete(name);
    return [...found].slice(0, MAX_ZONES);
  }

  #few(name: string): string[] {
    const zones = this.#zones.get(name);
    return zones === undefined || zones.size > MAX_ZONES ? [] : [...zones];
  }

  #add(name: string, zone: string): void {
    const known = this.#zones.get(name);
    if (known !== undefined) {
      if (known.size <= MAX_ZONES) known.add(zone);
      return;
    }
    this.#mark(name);
    this.#zones.set(name, new Set([zone]));
  }

  /** What was forgotten may be told again. */
  #forgot(): void {
    this.#known.fill(0);
    this.#marks.fill(0);
    for (const name of this.#zones.keys()) this.#mark(name);
  }

  #mark(name: string): void {
    const hashes = suffixesOf(name);
    const hash = hashes[longestAt(hashes, 0)] ?? 0;
    this.#marks[(hash & (MARKS - 1)) >> 3] |= 1 << (hash & 7);
  }
}

/** The name without its first label; empty above a top level domain. Escaped dots only make it miss. */
function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
