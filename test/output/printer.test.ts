// The printer: each matching row once and in order, whatever the pace of its reader.
import { expect, test } from 'vitest';
import type { Predicate } from '../../src/filter/predicate.ts';
import { EventRows } from '../../src/output/event-rows.ts';
import { Printer } from '../../src/output/printer.ts';
import { Writer } from '../../src/output/writer.ts';
import { countingBatch, countingContext } from './fake.ts';

/** A writer whose reader takes a piece when `take` is called. */
class SlowWriter extends Writer {
  readonly pieces: string[] = [];
  #done: (() => void) | undefined;

  constructor() {
    super(-1);
  }

  override get busy(): boolean {
    return this.#done !== undefined;
  }

  override write(text: string, done: () => void): void {
    this.pieces.push(text);
    this.#done = done;
  }

  take(): void {
    const done = this.#done;
    this.#done = undefined;
    done?.();
  }
}

function setUp(capacity: number, predicate?: Predicate) {
  const context = countingContext(capacity);
  const writer = new SlowWriter();
  const text = (_: unknown, row: number) => `${row}\n`;
  const supply = new EventRows(context, predicate, text);
  const printer = new Printer({ supply, header: 'ROW\n', writer });
  return { store: context.store, supply, writer, printer };
}

test('header and rows go out together, later rows behind them', async () => {
  const { store, supply, writer, printer } = setUp(100);
  store.append(countingBatch(0, 2));
  printer.print();
  store.append(countingBatch(2, 2));
  printer.print();
  const finished = printer.finish();
  expect(writer.pieces).toEqual(['ROW\n0\n1\n']);
  expect(supply.waiting).toBe(2);
  writer.take();
  expect(writer.pieces).toEqual(['ROW\n0\n1\n', '2\n3\n']);
  writer.take();
  await finished;
  expect(printer.done).toBe(true);
  expect(supply.skipped).toBe(0);
});

test('rows that leave the store unread are counted', () => {
  const { store, supply, writer, printer } = setUp(10);
  printer.print();
  store.append(countingBatch(0, 10));
  store.append(countingBatch(10, 5));
  writer.take();
  expect(writer.pieces).toEqual(['ROW\n', '5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n']);
  expect(supply.skipped).toBe(5);
});

test('a filter that keeps next to nothing leaves the event loop its turns', async () => {
  const rows = 200_000;
  const last = { test: (row: number) => row === rows - 1 } as Predicate;
  const { store, supply, writer, printer } = setUp(rows, last);
  store.append(countingBatch(0, rows));
  printer.print();
  writer.take();
  expect(supply.waiting).toBeGreaterThan(0);
  const finished = printer.finish();
  while (writer.pieces.length < 2) await new Promise((turn) => setImmediate(turn));
  writer.take();
  await finished;
  expect(writer.pieces).toEqual(['ROW\n', `${rows - 1}\n`]);
});

test('when the reader has gone there is nothing left to do', async () => {
  const { store, writer, printer } = setUp(10);
  store.append(countingBatch(0, 10));
  printer.print();
  writer.closed = true;
  writer.take();
  await printer.finish();
  expect(printer.done).toBe(true);
});
