// In: a full store of made-up lookups. Out: the longest wait for a key while its events are sorted, and while more come.
import { FieldContext } from '../src/fields/context.ts';
import type { Field } from '../src/fields/field.ts';
import { FIELDS } from '../src/fields/table.ts';
import { Store } from '../src/store/store.ts';
import { largestFirst, sortKeyOf } from '../src/view/sort/keys.ts';
import { Sorter } from '../src/view/sort/sorter.ts';
import type { Matches } from '../src/view/state/rows.ts';
import { MNEMONICS } from '../test/support/context.ts';
import type { Effort, Figure } from './figure.ts';
import { FORWARDED } from './trace-routes.ts';
import { TraceTraffic } from './trace-traffic.ts';

const ROWS = 1_000_000;
const EVENT_NS = 5000;
const BATCH_ROWS = 5000;
const SLICE_MS = 8;
const KEY_WAITS_MS = 50;
/** A field of each kind whose keys are made differently. */
const SORTED = ['name', 'latency_ns', 'addresses', 'src'];

/** By each field: all events sorted once, then batch after batch put in while as many go. */
export async function sorting({ quick }: Effort): Promise<Figure[]> {
  const traffic = new TraceTraffic(
    { names: 5000, clients: 50, route: FORWARDED, open: 400 },
    BATCH_ROWS,
    EVENT_NS,
  );
  const store = new Store(ROWS);
  store.append(traffic.entries());
  const feed = () => store.append(traffic.batch());
  while (store.end < ROWS * 1.1) feed();
  for (let row = store.first; row < store.end; row++)
    store.latency[row % store.capacity] = row % 2 === 0 ? Number.NaN : (row * 7919) % 50_000_000;
  const context = new FieldContext({ store, mnemonics: MNEMONICS, describe: () => '{}' });
  const figures: Figure[] = [];
  for (const field of FIELDS.filter(({ name }) => SORTED.includes(name)).slice(0, quick ? 2 : undefined))
    figures.push(...(await measure(field, context, feed)));
  return figures;
}

async function measure(field: Field, context: FieldContext, feed: () => void): Promise<Figure[]> {
  const { store } = context;
  const keyOf = sortKeyOf(context, field);
  const sorter = new Sorter({ keyOf, descending: largestFirst(field), changing: false });
  const all = (): Matches => ({ count: store.end - store.first, at: (index) => store.first + index });
  const figures = [figureOf(`sorting: by ${field.name}`, await pieces(sorter, all()))];
  const added = { longest: 0, total: 0 };
  for (let batch = 0; batch < 10; batch++) {
    feed();
    const { longest, total } = await pieces(sorter, all());
    added.longest = Math.max(added.longest, longest);
    added.total += total / 10;
  }
  return [...figures, figureOf(`sorting: by ${field.name}: ${BATCH_ROWS} more`, added)];
}

function figureOf(what: string, { longest, total }: { longest: number; total: number }): Figure {
  return { what, value: longest, unit: 'ms', most: KEY_WAITS_MS, note: `${total.toFixed(0)} ms in all` };
}

/** The work until all is in order, as the screen does it. */
async function pieces(sorter: Sorter, rows: Matches): Promise<{ longest: number; total: number }> {
  let longest = 0;
  let total = 0;
  for (;;) {
    const start = performance.now();
    const wait = sorter.work(rows, start + SLICE_MS);
    const spent = performance.now() - start;
    longest = Math.max(longest, spent);
    total += spent;
    if (wait === undefined) return { longest, total };
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
