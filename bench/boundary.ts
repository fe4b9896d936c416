// In: a capture file. Out: nanoseconds an event that drain() takes, from the native rows into memory of JavaScript.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadAddon } from '../src/capture/addon.ts';
import { Capture } from '../src/capture/source.ts';
import { type Effort, type Figure, median } from './figure.ts';
import { writeLookups } from './lookups-file.ts';

const LOOKUPS = 100_000;
const NAMES = 10_000;
const PORTS = [53];
/** Rows the reader keeps, so that the indices of dictionaries are used again. */
const KEPT = 100_000;
/** As a live capture drains: what came in between is taken over at once. */
const TURN_MS = 2;
const DRAIN_NS = 40;

/** What the boundary costs, its dictionary entries and message bytes included. */
export async function boundary({ quick }: Effort): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dnstop-bench-'));
  try {
    const file = join(folder, 'lookups.pcap');
    writeLookups(file, { lookups: LOOKUPS, names: NAMES, points: 2 });
    const passes: number[] = [];
    for (let pass = 0; pass < (quick ? 3 : 15); pass++) passes.push(await onePass(file));
    const note = `${LOOKUPS * 4} events with ${NAMES} names from a file, pass by pass`;
    return [{ what: '(b) boundary', value: median(passes), unit: 'ns/event', most: DRAIN_NS, note }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function onePass(file: string): Promise<number> {
  const capture = new Capture(loadAddon(), { file, ports: PORTS });
  let rows = 0;
  let spent = 0;
  for (;;) {
    const ended = capture.ended;
    const start = performance.now();
    const batch = capture.drain(Math.max(0, rows - KEPT));
    if (batch) {
      spent += performance.now() - start;
      rows += batch.rows;
    } else if (ended) {
      break;
    } else {
      await setTimeout(TURN_MS);
    }
  }
  if (rows !== LOOKUPS * 4) throw new Error(`${rows} events from a file with ${LOOKUPS * 4}`);
  return (spent * 1e6) / rows;
}
