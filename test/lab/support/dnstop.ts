// Options in, the running program and its JSON lines out.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Lab, Namespace } from './lab.ts';
import { type Running, within } from './process.ts';

export interface Endpoint {
  addr: string;
  port: number;
  proto: string;
  version: number;
}

/** The fields of an event that the lab looks at (names and shapes of the JSON output). */
export interface DnsEvent {
  timestamp: string;
  timestamp_raw: number;
  netns_id: number;
  netns: string;
  iface: string;
  ifindex: number;
  pkt_type: string;
  src: Endpoint;
  dst: Endpoint;
  proc: { comm: string; pid: number; tid: number; exe: string; parent: { comm: string; pid: number } };
  id: string;
  qr: 'Q' | 'R';
  qtype: string;
  name: string;
  rcode: string;
  addresses: string;
  latency_ns?: number;
  length: number;
  captured_length: number;
  anomalies?: string[];
}

/** The last line: events, lost, network namespaces. */
export interface Summary {
  events: number;
  lost: number;
  namespaces: number;
}

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../../dist/dnstop.js', import.meta.url));

export class Dnstop {
  /** The program, for tests that run it their own way. */
  static readonly command = [process.execPath, PROGRAM];

  readonly events: DnsEvent[] = [];
  readonly running: Running;
  private readonly broken: string[] = [];
  private changed: () => void = () => undefined;

  private constructor(lab: Lab, options: string[]) {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`);
    const argv = [...Dnstop.command, '-o', 'json', ...options];
    this.running = lab.start(argv, undefined, (line) => this.add(line));
  }

  private add(line: string): void {
    try {
      this.events.push(JSON.parse(line) as DnsEvent);
    } catch {
      this.broken.push(line); // the end of the lab cuts a line short; stop() tells of others
    }
    this.changed();
  }

  /**
   * Starts `dnstop -o json` and waits until it captures. It captures all that the machine does: a filter on the test's
   * own names keeps the test from reading the traffic of others.
   */
  static async start(lab: Lab, options: string[] = []): Promise<Dnstop> {
    const dnstop = new Dnstop(lab, options);
    await dnstop.running.line('stderr', /^dnstop: capturing in \d+ network namespaces?$/);
    return dnstop;
  }

  /** Events of these namespaces in the order of their time. */
  of(...namespaces: Namespace[]): DnsEvent[] {
    const inodes = new Set(namespaces.map((namespace) => namespace.inode));
    return this.events.filter((event) => inodes.has(event.netns_id)).sort(byTime);
  }

  /** Waits until the events say so, asked once for all lines that came together; throws with `what` after the time. */
  async until(what: string, holds: () => boolean, timeoutMs = 10_000): Promise<void> {
    const held = new Promise<void>((resolve) => {
      let asked = false;
      const ask = () => {
        asked = false;
        if (holds()) resolve();
      };
      this.changed = () => {
        if (!asked) setImmediate(ask);
        asked = true;
      };
      ask();
    });
    await within(timeoutMs, held, () => this.running.error(`no ${what} within ${timeoutMs} ms`));
    this.changed = () => undefined;
  }

  /** Interrupts it, as ctrl-c does, and resolves to its last line once every event was read. */
  async stop(): Promise<Summary> {
    await this.running.stop('SIGINT');
    const { code, signal } = await this.running.ended;
    const last = this.running.stderr.at(-1) ?? '';
    const found = /^dnstop: (\d+) events?, (\d+) lost, (\d+) network namespaces?$/.exec(last);
    if (this.broken.length > 0) throw this.running.error(`not JSON: ${this.broken[0]}`);
    if (code !== 0 || !found) throw this.running.error(`ended with ${code ?? signal}, last line "${last}"`);
    const [events, lost, namespaces] = found.slice(1).map(Number);
    return { events, lost, namespaces };
  }
}

/** Nanoseconds since the epoch. timestamp_raw as a JavaScript number is exact to 256 ns only. */
export function timeNs(event: DnsEvent): bigint {
  const [seconds, fraction = ''] = event.timestamp.replace(/Z$/, '').split('.');
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

function byTime(a: DnsEvent, b: DnsEvent): number {
  return Number(timeNs(a) - timeNs(b));
}
