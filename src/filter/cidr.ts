// In: addresses and prefixes as text. Out: whether one is in the other.
import { BlockList, isIP, SocketAddress } from 'node:net';

/** The address as the columns have it (RFC 5952), or undefined where it is none. */
export function canonicalAddress(text: string): string | undefined {
  const version = isIP(text);
  if (version !== 6) return version === 4 ? text : undefined;
  return text.includes('%') ? undefined : new SocketAddress({ address: text, family: 'ipv6' }).address;
}

/** A test for addresses within any of the prefixes (`10.0.0.0/8`) or addresses; undefined for the first that is none. */
export class Prefixes {
  readonly #list = new BlockList();

  /** False where `text` is neither a prefix nor an address. Bits behind the prefix are ignored. */
  add(text: string): boolean {
    const [address, length, ...more] = text.split('/');
    const version = isIP(address);
    if (version === 0 || address.includes('%') || more.length > 0) return false;
    const bits = version === 4 ? 32 : 128;
    const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
    if (!(prefix <= bits)) return false;
    this.#list.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
    return true;
  }

  has(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.#list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  }
}
