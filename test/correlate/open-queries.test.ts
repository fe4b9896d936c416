import { expect, it } from 'vitest';
import { OpenQueries } from '../../src/correlate/open-queries.ts';

/** Small deterministic generator (Numerical Recipes). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

it('behaves as a list of entries in order of arrival', () => {
  const next = random(1);
  const open = new OpenQueries(50);
  let model: { entry: number; hash: number; row: number }[] = [];
  for (let row = 0; row < 20_000; row++) {
    if (!open.full && next() < 0.6) {
      const hash = Math.floor(next() * 8) * 0x10000001;
      model.push({ entry: open.add(hash >>> 0, row, row % 100), hash: hash >>> 0, row });
    } else if (model.length > 0) {
      const [gone] = model.splice(Math.floor(next() * model.length), 1);
      open.remove(gone.entry);
    }
    expect(open.size).toBe(model.length);
    if (row % 97 === 0) compare(open, model);
    if (row === 10_000) {
      for (const { entry } of model) open.remove(entry);
      model = [];
    }
  }
});

function compare(open: OpenQueries, model: readonly { entry: number; hash: number; row: number }[]): void {
  const inOrder: number[] = [];
  for (let entry = open.oldest; entry >= 0; entry = open.after(entry)) inOrder.push(open.row(entry));
  expect(inOrder).toEqual(model.map(({ row }) => row));
  for (const hash of new Set(model.map((one) => one.hash))) {
    const found: number[] = [];
    for (let entry = open.find(hash); entry >= 0; entry = open.next(entry)) found.push(open.row(entry));
    expect(found.toReversed()).toEqual(model.filter((one) => one.hash === hash).map(({ row }) => row));
  }
}
