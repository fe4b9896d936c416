// In: a transaction with its way. Out: what its receiver exchanged with servers before it answered, which nobody can read.
import { type EncryptedPacket, elapsed, type Moment } from '../../store/encrypted.ts';
import type { Store } from '../../store/store.ts';
import { PKT } from '../sighting.ts';
import type { Traces } from '../traces.ts';
import { MARK } from '../transactions.ts';
import { type ConfidenceWord, RELATION } from '../words.ts';
import { endpoint, type Naming } from './naming.ts';
import { beside } from './open-beside.ts';
import type { Path } from './path.ts';

const HTTPS_PORT = 443;
const MAX_MEMBERS = 64;

/** What went to one server and came back; content unknown. */
export interface EncryptedLeg {
  /** ADDRESS:PORT. */
  readonly server: string;
  /** Whether the port is for DNS alone: over TLS (RFC 7858) or QUIC (RFC 9250), not HTTPS (RFC 8484). */
  readonly isDns: boolean;
  readonly transport: 'UDP' | 'TCP';
  /** Nanoseconds from the first event of the transaction to the first packet sent, and to the last received, if any. */
  readonly sentNs: number;
  readonly receivedNs: number | undefined;
  /** Of payload, handshakes included. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Never certain. */
  readonly confidence: ConfidenceWord;
  readonly evidence: readonly string[];
}

const NONE: readonly EncryptedLeg[] = [];

/**
 * The legs of a transaction in the order of their beginnings. A lookup that was answered waited for none that brought
 * nothing before.
 */
export function encryptedLegs(
  store: Store,
  traces: Traces,
  transaction: number,
  path: Path,
  naming: Naming,
): readonly EncryptedLeg[] {
  if (store.encrypted.told === 0 || path.arrival < 0) return NONE;
  const receiver = receiverOf(store, path.arrival);
  if (receiver === undefined) return NONE;
  const received = path.queries.find((row) => isAt(receiver, receiverOf(store, row))) ?? path.arrival;
  const start = traces.timeOf(received);
  const end = path.firstResponse < 0 ? start + traces.queryTimeoutNs : traces.timeOf(path.firstResponse);
  const arrival = momentOf(store, received);
  const packets = store.encrypted.of(receiver.pid, receiver.address, arrival, end - start);
  const before = start - traces.timeOf(path.rows[0]);
  return byServer(packets).flatMap((exchanged) => {
    const leg = exchangeOf(exchanged, arrival, before, path.firstResponse >= 0, naming);
    if (leg === undefined || (!leg.isDns && askedOnReadably(traces, transaction))) return [];
    const others = beside(store, traces, transaction, received, start + leg.sentNs - before);
    return [{ ...leg, ...judged(receiver, leg.isDns, others) }];
  });
}

/** Whether what was told while the transaction was open is still known. */
export function isEncryptedKnown(store: Store, path: Path): boolean {
  return store.encrypted.told === 0 || store.encrypted.covers(momentOf(store, path.rows[0]));
}

interface Receiver {
  /** 0 where it is not known. */
  readonly pid: number;
  /** Empty on the loopback device. */
  readonly address: string;
  readonly netns: number;
}

/** Who has the query that arrived by `row`; undefined where the packet only passed. */
function receiverOf({ columns: c, capacity, processes, text }: Store, row: number): Receiver | undefined {
  const place = row % capacity;
  if (c.pkt_type[place] !== PKT.host && c.pkt_type[place] !== PKT.unknown) return undefined;
  const { pid } = processes.at(c.process[place]);
  const address = text.at(c.dst_addr[place]);
  // Who listens on the loopback device asks others from another address.
  return { pid, address: isLoopback(address) ? '' : address, netns: c.netns[place] };
}

function isAt(one: Receiver, other: Receiver | undefined): boolean {
  return other?.pid === one.pid && other.netns === one.netns && other.address === one.address;
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

function momentOf({ columns, capacity }: Store, row: number): Moment {
  const place = row % capacity;
  return { seconds: columns.time_s[place], nanoseconds: columns.time_ns[place] };
}

function byServer(packets: readonly EncryptedPacket[]): EncryptedPacket[][] {
  const servers = new Map<string, EncryptedPacket[]>();
  for (const packet of packets) {
    const key = `${packet.server} ${packet.port} ${packet.protocol}`;
    const known = servers.get(key);
    if (known === undefined) servers.set(key, [packet]);
    else known.push(packet);
  }
  return [...servers.values()];
}

/** `packets` of one server in time order. Undefined where nothing was asked, or nothing came that could be answered by. */
function exchangeOf(
  packets: readonly EncryptedPacket[],
  arrival: Moment,
  before: number,
  isAnswered: boolean,
  naming: Naming,
) {
  const first = packets.findIndex(({ sent }) => sent);
  if (first < 0) return undefined;
  const since = packets.slice(first);
  const received = since.filter(({ sent }) => !sent);
  const last = received.at(-1);
  if (isAnswered && last === undefined) return undefined;
  const { server, port, protocol } = packets[first];
  const bytes = (some: readonly EncryptedPacket[]) => some.reduce((sum, packet) => sum + packet.bytes, 0);
  return {
    server: endpoint(naming.address(server), port),
    isDns: port !== HTTPS_PORT,
    transport: protocol === 6 ? ('TCP' as const) : ('UDP' as const),
    sentNs: before + elapsed(arrival, packets[first]),
    receivedNs: last === undefined ? undefined : before + elapsed(arrival, last),
    bytesSent: bytes(since.filter(({ sent }) => sent)),
    bytesReceived: bytes(received),
  };
}

/** HTTPS of a process that asked on readably was for something else. */
function askedOnReadably({ transactions: t }: Traces, transaction: number): boolean {
  if ((t.flags[t.at(transaction)] & MARK.hasChild) === 0) return false;
  const isForwarded = (child: number) =>
    t.parent[t.at(child)] === transaction && t.relation[t.at(child)] === RELATION.forwarded;
  return t.members(t.trace[t.at(transaction)], MAX_MEMBERS).some(isForwarded);
}

function judged({ pid, address }: Receiver, isDns: boolean, others: boolean) {
  const known = address === '' ? 'by whom is not known' : 'from the address that was asked';
  const who = pid === 0 ? known : 'by the process that received the query';
  const guess = others || (pid === 0 && address === '');
  return {
    confidence: guess ? ('ambiguous' as const) : ('likely' as const),
    evidence: [
      `sent ${who}, before it answered`,
      others ? 'other lookups were open there' : 'no other lookup was open there',
      ...(isDns ? [] : ['HTTPS may carry something else']),
    ],
  };
}
