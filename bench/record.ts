// In: made-up lookups. Out: what recording costs an event: as bytes on the event loop, and in all into a file.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FieldContext } from '../src/fields/context.ts';
import { Encoder } from '../src/record/encoder.ts';
import { Files } from '../src/record/files.ts';
import { Recorder } from '../src/record/recorder.ts';
import { Store } from '../src/store/store.ts';
import { type Effort, type Figure, median } from './figure.ts';
import { DESCRIBED, MNEMONICS } from './mnemonics.ts';
import { SyntheticSource } from './synthetic.ts';

/** What a turn of 25 ms brings at 200,000 events a second. */
const BATCH_ROWS = 5000;
const CAPACITY = 100_000;
/** A quarter of a core at 200,000 events a second. */
const ENCODE_NS = 1250;

export async function record({ quick }: Effort): Promise<Figure[]> {
  const batches = quick ? 40 : 400;
  const { bytes, ns } = encoded(batches);
  return [
    { what: '(r) an event as bytes of pcapng', value: ns, unit: 'ns', most: ENCODE_NS },
    { what: '(r) size of an event with its owner', value: bytes, unit: 'bytes' },
    { what: '(r) an event into a file, in all', value: await written(batches), unit: 'ns', most: 5000 },
  ];
}

function makeContext(): FieldContext {
  return new FieldContext({
    store: new Store(CAPACITY),
    mnemonics: MNEMONICS,
    describe: () => DESCRIBED,
  });
}

function encoded(batches: number): { bytes: number; ns: number } {
  const context = makeContext();
  const { store } = context;
  const encoder = new Encoder(context);
  const source = new SyntheticSource();
  const times: number[] = [];
  let bytes = 0;
  encoder.begin();
  for (let i = 0; i < batches; i++) {
    const { from, to } = store.append(source.batch(BATCH_ROWS, 1e12 + 25 * i));
    const start = process.cpuUsage(); // whatever else the machine does
    encoder.refresh();
    for (let row = from; row < to; row++) encoder.put(row);
    bytes += encoder.out.take().length;
    const { user, system } = process.cpuUsage(start);
    times.push(((user + system) * 1000) / (to - from));
  }
  return { bytes: bytes / (batches * BATCH_ROWS), ns: median(times) };
}

async function written(batches: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'dnstop-bench-'));
  const path = join(folder, 'a.pcapng');
  try {
    const context = makeContext();
    const files = new Files(path, undefined);
    await files.open();
    const onFailure = (reason: string) => {
      throw new Error(reason);
    };
    const recorder = new Recorder({
      context,
      predicate: undefined,
      files,
      live: false,
      lost: () => 0,
      onFailure,
    });
    const source = new SyntheticSource();
    const made = Array.from({ length: batches }, (_, i) => source.batch(BATCH_ROWS, 1e12 + 25 * i));
    const start = performance.now();
    for (const batch of made) {
      context.store.append(batch);
      recorder.turn();
      while (recorder.waiting > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await recorder.finish();
    const took = performance.now() - start;
    if (recorder.written !== batches * BATCH_ROWS) throw new Error(`${recorder.written} events written`);
    if (statSync(path).size === 0) throw new Error('an empty file');
    return (took * 1e6) / recorder.written;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
