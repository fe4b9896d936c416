import { describe, expect, it } from 'vitest';
import { DICTIONARY } from '../../src/capture/batch.ts';
import { FieldContext } from '../../src/fields/context.ts';
import { compileFilter } from '../../src/filter/compile.ts';
import { Matches } from '../../src/filter/matches.ts';
import type { Predicate } from '../../src/filter/predicate.ts';
import { Store } from '../../src/store/store.ts';
import { BatchBuilder, processEntry } from '../support/batch.ts';
import { MNEMONICS } from '../support/context.ts';

/** A store of `capacity` rows whose row number is in `id` and src_port, and what appends to it. */
function numberedStore(capacity: number) {
  const store = new Store(capacity);
  const builder = new BatchBuilder();
  const append = (count: number) => {
    const from = store.end;
    for (let i = 0; i < count; i++) builder.add({ src_port: (from + i) % 65536 });
    return store.append(builder.batch());
  };
  const context = new FieldContext({ store, mnemonics: MNEMONICS, describe: () => '{}' });
  return { store, builder, append, context };
}

const all = (matches: Matches) => Array.from({ length: matches.count }, (_, i) => matches.at(i));

/** Rows that are kept and divisible by `divisor`. */
const multiples = (store: Store, divisor: number) =>
  Array.from({ length: store.size }, (_, i) => store.first + i).filter((row) => row % divisor === 0);

/** Matches rows divisible by `divisor`, and counts the rows it was asked about. */
function divisible(divisor: number): Predicate & { examined: number } {
  return {
    examined: 0,
    revision: 0,
    test: (row) => row % divisor === 0,
    scan(newest, count, out) {
      this.examined += count;
      let found = 0;
      for (let d = 0; d < count; d++) if ((newest - d) % divisor === 0) out[found++] = d;
      return found;
    },
  };
}

describe('Matches', () => {
  it('is every kept row where there is no predicate', () => {
    const { store, append } = numberedStore(10);
    const matches = new Matches(store);
    append(8);
    append(8);
    expect([matches.count, matches.at(0), matches.at(9), matches.complete]).toEqual([10, 6, 15, true]);
    expect([matches.position(5), matches.position(6), matches.position(15), matches.position(99)]).toEqual([
      -1, 0, 9, 9,
    ]);
  });

  it('examines new rows only, and drops those that are gone', () => {
    const { store, append } = numberedStore(100);
    const predicate = divisible(3);
    const matches = new Matches(store, predicate);
    for (let i = 0; i < 40; i++) {
      append(7);
      matches.extend();
      expect(all(matches)).toEqual(multiples(store, 3));
    }
    expect(predicate.examined).toBe(280);
    expect(matches.complete).toBe(true);
  });

  it('begins with the newest rows and works back in slices', () => {
    const { store, append } = numberedStore(50_000);
    append(20_000);
    append(20_000);
    const matches = new Matches(store, divisible(2));
    let clock = 0;
    expect(matches.work(0, () => clock++)).toBe(false);
    expect(matches.count).toBe(1024);
    expect(matches.at(matches.count - 1)).toBe(39_998);
    append(10);
    expect(matches.work(2, () => clock++)).toBe(false);
    expect(matches.at(matches.count - 1)).toBe(40_008);
    while (!matches.work(clock, () => clock++)) expect(matches.complete).toBe(false);
    expect(all(matches)).toEqual(multiples(store, 2));
  });

  it('goes on where rows fall off while it works', () => {
    const { store, append } = numberedStore(20_000);
    append(20_000);
    const matches = new Matches(store, divisible(5));
    matches.work(0);
    append(15_000);
    expect(matches.work(Number.POSITIVE_INFINITY)).toBe(true);
    expect(all(matches)).toEqual(multiples(store, 5));
    append(20_000);
    matches.extend();
    expect(all(matches)).toEqual(multiples(store, 5));
  });

  it('finds the place of a row, or of the match before it', () => {
    const { store, append } = numberedStore(1000);
    append(1000);
    const matches = new Matches(store, divisible(10));
    matches.work(Number.POSITIVE_INFINITY);
    expect([matches.position(0), matches.position(9), matches.position(10), matches.position(999)]).toEqual([
      0, 0, 1, 99,
    ]);
    append(15);
    matches.extend();
    expect([matches.position(14), matches.position(20), matches.at(matches.position(1014))]).toEqual([
      -1, 0, 1010,
    ]);
  });

  it('starts again with another predicate and after clear', () => {
    const { store, append } = numberedStore(1000);
    append(100);
    const matches = new Matches(store, divisible(10));
    matches.work(Number.POSITIVE_INFINITY);
    matches.setPredicate(divisible(7));
    expect([matches.count, matches.complete]).toEqual([0, false]);
    matches.work(Number.POSITIVE_INFINITY);
    expect(all(matches)).toEqual(multiples(store, 7));
    store.clear();
    matches.extend();
    expect([matches.count, matches.complete]).toEqual([0, true]);
    append(10);
    matches.extend();
    expect(all(matches)).toEqual([105]);
  });

  it('agrees with a compiled filter around the end of the ring', () => {
    const { store, append, context } = numberedStore(9_000);
    for (let i = 0; i < 5; i++) append(5_000);
    const matches = new Matches(store, compileFilter('src.port>=20000,src.port<24000', context));
    matches.work(Number.POSITIVE_INFINITY);
    expect([matches.count, matches.at(0), matches.at(matches.count - 1)]).toEqual([4000, 20_000, 23_999]);
  });

  it('judges all rows anew when more became known about the process of some', () => {
    const { store, builder, context } = numberedStore(100);
    store.append(
      builder.add({ process: { pid: 5, comm: 'sh' } }, {}, { process: { pid: 5, comm: 'sh' } }).batch(),
    );
    const matches = new Matches(store, compileFilter('comm==dig', context));
    matches.work(Number.POSITIVE_INFINITY);
    expect(matches.count).toBe(0);
    store.append(
      builder
        .entry(DICTIONARY.process, 1, processEntry({ pid: 5, comm: 'dig' }))
        .add({})
        .batch(),
    );
    matches.extend();
    expect(matches.complete).toBe(false);
    matches.work(Number.POSITIVE_INFINITY);
    expect(all(matches)).toEqual([0, 2]);
  });
});
