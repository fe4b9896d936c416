// In: nothing. Out: the names of numbers that do not come from the DNS registries, and those that do.
import type { FieldContext } from './context.ts';
import type { Names } from './field.ts';
import type { Mnemonics, Registry } from './mnemonics.ts';

/** Names in the order of their numbers. */
function listed(names: readonly string[]): Names {
  return {
    name: (_, code) => names[code] ?? '',
    code: (_, name) => {
      const code = names.findIndex((known) => known.toLowerCase() === name.toLowerCase());
      return code < 0 ? undefined : code;
    },
    synonyms: () => [],
    all: () => names,
  };
}

/** Names of one registry of the addon's mnemonics. */
export function registered(registry: (mnemonics: Mnemonics) => Registry): Names {
  const of = (context: FieldContext) => registry(context.mnemonics);
  return {
    name: (context, code) => (code < 0 ? '' : of(context).name(code)),
    code: (context, name) => of(context).code(name),
    synonyms: (context, code) => of(context).synonyms(code),
    all: (context) => of(context).names,
  };
}

/** linux/if_packet.h PACKET_*, in the order of their numbers. */
export const PACKET_TYPES = listed([
  'HOST',
  'BROADCAST',
  'MULTICAST',
  'OTHERHOST',
  'OUTGOING',
  'LOOPBACK',
  'USER',
  'KERNEL',
]);

/** QR, RFC 1035 4.1.1. */
export const QR = listed(['Q', 'R']);

/** 0 UDP, 1 TCP. */
export const TRANSPORTS = listed(['UDP', 'TCP']);
