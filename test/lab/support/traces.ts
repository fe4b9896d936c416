// In: options. Out: the traces that `dnstop --rows traces` prints for them, as they come.
import { type DnsEvent, Dnstop } from './dnstop.ts';
import type { Lab } from './lab.ts';

/** A transaction within a trace, as far as the lab looks at it (names and shapes of the JSON output). */
export interface TransactionRow {
  transaction: number;
  parent: number | null;
  relation: string;
  confidence: string;
  evidence: string[];
  /** ADDRESS:PORT. */
  client: string;
  server: string;
  id: string;
  name: string;
  qtype: string;
  proto: string;
  state: string;
  attempts: number;
  hops: number;
  latency_ns: number | null;
  rcode: string;
}

export type Hop = DnsEvent & { offset_ns: number; delta_ns: number; transaction: number; note: string };

export interface TraceRow {
  trace: number;
  root: number;
  transactions: TransactionRow[];
  hops: Hop[];
  breakdown: { network_ns: number; forwarder_ns: number; upstream_ns: number };
  verdict: string;
}

/** Follows traces in which some event has a name that matches. */
export class TraceReader {
  private readonly dnstop: Dnstop;

  private constructor(dnstop: Dnstop) {
    this.dnstop = dnstop;
  }

  static async start(lab: Lab, namePattern: string, options: string[] = []): Promise<TraceReader> {
    const wanted = ['--rows', 'traces', '-F', `name~${namePattern}`, ...options];
    return new TraceReader(await Dnstop.start(lab, wanted));
  }

  /** All traces so far, in the order in which they ended. */
  get traces(): TraceRow[] {
    return this.dnstop.events as unknown as TraceRow[];
  }

  /** The trace whose first hop asks for this name, once it is told. */
  async of(name: string, timeoutMs = 15_000): Promise<TraceRow> {
    const found = () => this.traces.find(({ hops }) => hops[0].name === name);
    await this.dnstop.until(`trace of ${name}`, () => found() !== undefined, timeoutMs);
    return found()!;
  }

  /** Waits until so many traces were told. */
  until(traces: number, timeoutMs = 20_000): Promise<void> {
    return this.dnstop.until(`${traces} traces`, () => this.traces.length >= traces, timeoutMs);
  }

  /** Waits until the traces told so far say so. */
  when(what: string, holds: () => boolean, timeoutMs = 20_000): Promise<void> {
    return this.dnstop.until(what, holds, timeoutMs);
  }

  stop() {
    return this.dnstop.stop();
  }
}

/** Of the hops that have one. */
export const notesOf = ({ hops }: TraceRow): string[] => hops.map(({ note }) => note).filter(Boolean);

/** Relation, confidence and state of each transaction. */
export const linksOf = ({ transactions }: TraceRow): string[] =>
  transactions.map(({ relation, confidence, state }) => [relation, confidence, state].join(' '));
