// In: how many ask a recursive resolver how much. Out: batches of the events, at a given rate of event time.
import type { Batch } from '../src/capture/batch.ts';
import { allocateColumns } from '../src/capture/columns.ts';
import { BatchBuilder } from '../test/support/batch.ts';
import { type Step, Steps } from './resolver-steps.ts';
import { type Point, type Route, SERVER_PORT } from './trace-routes.ts';

const EPOCH_S = 1_735_689_600;
const RECURSION = { query: 0x0100, response: 0x8180 };
const ITERATION = { query: 0x0000, response: 0x8400 };
const MOST_MESSAGE = 512;
/** Room for queries that wait for their answers, one after another. */
const MAX_WAITING = 1 << 16;
/** What stands for a message whose bytes nobody reads. */
const FILLER = new Uint8Array(25);

export interface ResolverPlan {
  readonly names: number;
  readonly clients: number;
  /** An authoritative server answers after so many other lookups have begun. */
  readonly delay: number;
  /** The ways of a client's message and of the resolver's. */
  readonly asked: Route;
  readonly askedOn: Route;
}

/** A lookup on its way: its next answer comes at `due`. */
interface Waiting {
  readonly lookup: number;
  readonly steps: readonly Step[];
  readonly step: number;
  readonly due: number;
}

/** One message of a lookup; `step` undefined: between the client and the resolver. */
interface Message {
  readonly lookup: number;
  readonly step: Step | undefined;
  readonly number: number;
  readonly response: boolean;
}

export class ResolverTraffic {
  #entries: Batch | undefined;
  readonly #columns;
  readonly #messages: Uint8Array;
  readonly #plan: ResolverPlan;
  readonly #eventNs: number;
  readonly #events: Generator<[Message, Point]>;
  readonly #steps: Steps;
  readonly #clients: { address: number; netns: number; process: number }[] = [];
  readonly #node: number;
  readonly #resolver: { address: number; netns: number; process: number };
  #timeNs = 0;
  #streamEnd = 0;
  #bytes = 0;
  #last: Message | undefined;
  #offset = 0;

  /** `rows` a batch; `eventNs` of event time between two events. */
  constructor(plan: ResolverPlan, rows: number, eventNs: number) {
    this.#plan = plan;
    const builder = new BatchBuilder();
    const party = (name: string, address: string, id: number) => ({
      address: builder.intern(0, address),
      netns: builder.intern(2, [id, name, ''].join('\0')),
      process: builder.intern(1, [id, id, name, '', '', 0, 0, 1, '', '', ''].join('\0')),
    });
    this.#steps = new Steps(plan.names, (text) => builder.intern(0, text));
    this.#node = builder.intern(2, ['1', 'node', ''].join('\0'));
    this.#resolver = party('unbound', '10.244.255.2', 2000);
    for (let i = 0; i < plan.clients; i++)
      this.#clients.push(party(`pod${i}`, `10.244.${i >> 8}.${i & 255}`, 10_000 + i));
    this.#entries = builder.batch();
    this.#columns = allocateColumns(rows);
    this.#messages = new Uint8Array(rows * MOST_MESSAGE);
    this.#eventNs = eventNs;
    this.#events = this.#interleave();
  }

  /** The entries all rows need, without rows; once, as they are large. */
  entries(): Batch {
    const entries = this.#entries;
    if (entries === undefined) throw new Error('the entries were taken');
    this.#entries = undefined;
    return entries;
  }

  /** The next rows, in memory that is used again. */
  batch(): Batch {
    const rows = this.#columns.time_s.length;
    this.#bytes = 0;
    for (let row = 0; row < rows; row++) {
      const [message, point] = this.#events.next().value as [Message, Point];
      this.#fill(row, message, point);
    }
    const messages = this.#messages.subarray(0, this.#bytes);
    return { rows, columns: this.#columns, entries: new Uint8Array(0), messages };
  }

  *#interleave(): Generator<[Message, Point]> {
    const { delay, asked, askedOn } = this.#plan;
    const waiting = new Array<Waiting>(MAX_WAITING);
    let [first, end] = [0, 0];
    function* goOn(lookup: number, steps: readonly Step[], n: number, due: number) {
      const last = n === steps.length;
      const message = { lookup, step: last ? undefined : steps[n], number: n, response: last };
      for (const point of last ? asked.back : askedOn.there) yield [message, point] as [Message, Point];
      if (!last) waiting[end++ % MAX_WAITING] = { lookup, steps, step: n, due };
    }
    for (let lookup = 1; ; lookup++) {
      const begun = { lookup, step: undefined, number: 0, response: false };
      for (const point of asked.there) yield [begun, point];
      yield* goOn(lookup, this.#steps.of(lookup), 0, lookup + delay);
      while (first < end && waiting[first % MAX_WAITING].due <= lookup) {
        const { lookup: older, steps, step } = waiting[first++ % MAX_WAITING];
        const heard = { lookup: older, step: steps[step], number: step, response: true };
        for (const point of askedOn.back) yield [heard, point];
        yield* goOn(older, steps, step + 1, lookup + delay);
      }
    }
  }

  #fill(row: number, message: Message, point: Point): void {
    const c = this.#columns;
    const { lookup, step, number, response } = message;
    this.#timeNs += this.#eventNs;
    const client = this.#clients[lookup % this.#clients.length];
    const place = point.where === 'client' ? client : this.#resolver;
    const spread = Math.imul(lookup * 8 + (step === undefined ? 7 : number), 2654435761) >>> 0;
    const flags = step === undefined ? RECURSION : ITERATION;
    c.time_s[row] = EPOCH_S + Math.floor(this.#timeNs / 1e9);
    c.time_ns[row] = this.#timeNs % 1e9;
    c.transport[row] = 17;
    c.ip_version[row] = 4;
    c.qtype[row] = 1;
    c.qclass[row] = 1;
    c.name[row] = step === undefined ? this.#steps.nameOf(lookup) : step.name;
    c.id[row] = spread >>> 16;
    c.ip_id[row] = spread & 0xffff;
    c.flags[row] = response ? flags.response : flags.query;
    const told = response ? (step ?? this.#steps.answerOf(lookup)) : undefined;
    c.addresses[row] = told?.addresses ?? 0;
    c.cname[row] = told?.cname ?? 0;
    c.num_answers[row] = c.addresses[row] + c.cname[row] > 0 ? 1 : 0;
    c.netns[row] = point.where === 'node' ? this.#node : place.netns;
    c.process[row] = point.passing ? 0 : place.process;
    c.ifindex[row] = point.ifindex === 0 ? 10 + (lookup % this.#clients.length) : point.ifindex;
    c.pkt_type[row] = point.pktType;
    c.hop_limit[row] = point.hopLimit;
    this.#putMessage(row, message);
    this.#putEnds(row, message, spread, client.address);
  }

  #putMessage(row: number, message: Message): void {
    const bytes = message.response && message.step !== undefined ? message.step.response : FILLER;
    if (this.#last !== message) {
      this.#last = message;
      this.#messages.set(bytes, this.#bytes);
      this.#bytes += bytes.length;
      this.#offset = this.#streamEnd;
      this.#streamEnd += bytes.length;
    }
    this.#columns.message[row] = this.#offset;
    this.#columns.captured_length[row] = bytes.length;
  }

  #putEnds(row: number, { lookup, step, response }: Message, spread: number, address: number): void {
    const c = this.#columns;
    const own = step === undefined;
    const client = own ? address : this.#resolver.address;
    const port = own ? 20_000 + ((lookup * 7) % 40_000) : 1024 + (spread % 60_000);
    const server = own ? this.#resolver.address : step.server;
    c.src_addr[row] = response ? server : client;
    c.src_port[row] = response ? SERVER_PORT : port;
    c.dst_addr[row] = response ? client : server;
    c.dst_port[row] = response ? port : SERVER_PORT;
  }
}
