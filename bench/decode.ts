// In: nothing. Out: nanoseconds that decoding a message takes, by native/bench/decode_bench.cc.
import { run } from '../test/lab/support/process.ts';
import { type Effort, type Figure, median } from './figure.ts';
import { compiled } from './native.ts';

const LINE = /^(.*?)\s+(\d+) bytes\s+decode\s+(\d+) ns\s+describe\s+(\d+) ns/;
/** Every event is decoded; only events that are looked at are described. */
const DECODE_NS = 300;

/** What a message of each kind costs. */
export async function decode({ quick }: Effort): Promise<Figure[]> {
  const program = await compiled('decode_bench', true);
  const runs = new Map<string, { decode: number[]; describe: number[] }>();
  for (let i = 0; i < (quick ? 1 : 5); i++) {
    for (const line of (await run([program])).split('\n')) {
      const [, kind, bytes, decodeNs, describeNs] = LINE.exec(line)!;
      const what = `${kind}, ${bytes} bytes`;
      const known = runs.get(what) ?? { decode: [], describe: [] };
      known.decode.push(Number(decodeNs));
      known.describe.push(Number(describeNs));
      runs.set(what, known);
    }
  }
  return [...runs].map(([what, { decode, describe }]) => ({
    what: `(b) decode: ${what}`,
    value: median(decode),
    unit: 'ns/event',
    most: DECODE_NS,
    note: `describe, for a pane or JSON: ${Math.round(median(describe))} ns`,
  }));
}
