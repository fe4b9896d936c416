// In: answers that a resolver got from authoritative servers. Out: whose name servers a name is on the way to.
import { nameServersIn } from './name-servers.ts';

const MAX_NAMES = 20_000;
// A name above the servers of more zones than this (com.) says nothing about any of them.
const MAX_ZONES = 16;
const MAX_DEPTH = 3;
const DOT = 0x2e;
const NOTHING: readonly string[] = [];

/** Which zones are served under a name; learned from referrals, newest kept. */
export class Delegations {
  /** By the name of a server and every name above it: the zones it serves. */
  readonly #zones = new Map<string, Set<string>>();

  /** Takes in the NS records of a message. */
  learn(message: Uint8Array): void {
    for (const { zone, server } of nameServersIn(message)) {
      for (let name = server; name !== ''; name = parentOf(name)) this.#add(name, zone);
    }
  }

  /**
   * The zones that can be reached only once the address of a server named `name`, or of one below it, is known; also
   * those whose servers are named in these, and so on for `depth` steps.
   */
  servedBy(name: string, depth = MAX_DEPTH): readonly string[] {
    if (!this.#zones.has(name)) return NOTHING;
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
    if (known === undefined) this.#zones.set(name, new Set([zone]));
    else if (known.size <= MAX_ZONES) known.add(zone);
    if (this.#zones.size <= MAX_NAMES) return;
    for (const oldest of this.#zones.keys()) {
      this.#zones.delete(oldest);
      break;
    }
  }
}

/** The name without its first label; empty above a top level domain. Escaped dots only make it miss. */
function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/** Whether `name` is `zone` or lies below it, letter case aside (RFC 4343); both with the final dot. */
export function isWithin(name: string, zone: string): boolean {
  if (zone === '.') return true;
  const ahead = name.length - zone.length;
  if (ahead < 0 || (ahead > 0 && name.charCodeAt(ahead - 1) !== DOT)) return false;
  for (let i = zone.length - 1; i >= 0; i--) {
    if (lower(name.charCodeAt(ahead + i)) !== lower(zone.charCodeAt(i))) return false;
  }
  return true;
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
