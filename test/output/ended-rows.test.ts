// Rows of transactions and traces: each once, when it has ended, with its question and how it went.
import { expect, it } from 'vitest';
import { findField } from '../../src/fields/find.ts';
import { EndedRows } from '../../src/output/ended-rows.ts';
import { traceText, transactionText } from '../../src/output/ended-text.ts';
import { contextOf } from '../support/context.ts';
import { ANSWER, fromForwarder, QUESTION, toForwarder } from '../trace/cluster.ts';
import { Scene } from '../trace/scene.ts';

const FIELDS = ['name', 'src.port', 'rcode', 'latency_ns', 'state', 'attempts', 'hops'];

function setUp(rows: 'transactions' | 'traces', capacity?: number) {
  const scene = new Scene({ capacity });
  const { store, traces } = scene;
  const context = contextOf([], { store });
  context.traces = traces;
  const fields = FIELDS.map((name) => findField(name)!);
  const columns = { fields, width: 200, color: false };
  const options = { context, traces, predicate: undefined, fields, format: 'columns' as const, columns };
  const textOf = rows === 'transactions' ? transactionText : traceText;
  const supply = new EndedRows(rows, traces, textOf(options));
  const take = () =>
    supply
      .take(1 << 16)
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(/ +/).join(' '));
  return { scene, traces, supply, take };
}

it('a transaction is printed when it is answered: the question of its first event, the end of its last', () => {
  const { scene, take } = setUp('transactions');
  const end = scene.query(0, QUESTION, toForwarder());
  scene.run();
  expect(take()).toEqual([]);
  scene.response(end + 1e6, ANSWER, fromForwarder());
  scene.run();
  expect(take()).toEqual(['inspektor-gadget.io. 51340 Success 1.06ms answered 1 8']);
  expect(take()).toEqual([]);
});

it('a retry counts as an attempt, and the latency is since the first query', () => {
  const { scene, take } = setUp('transactions');
  scene.query(0, QUESTION, toForwarder().slice(0, 1));
  scene.query(2e9, QUESTION, toForwarder());
  scene.response(2e9 + 1e6, ANSWER, fromForwarder());
  scene.run();
  expect(take()).toEqual(['inspektor-gadget.io. 51340 Success 2.00s answered 2 9']);
});

it('a silent one is printed as timeout once its time is over, without rcode or latency', () => {
  const { scene, traces, take } = setUp('transactions');
  scene.query(0, QUESTION, toForwarder());
  scene.run();
  traces.advanceClock(1_735_689_600_000 + 5400);
  expect(take()).toEqual([]);
  traces.advanceClock(1_735_689_600_000 + 5600);
  expect(take()).toEqual(['inspektor-gadget.io. 51340 timeout 1 4']);
});

it('a trace is printed once, a second after its end, or at the end of input', () => {
  const { scene, traces, take } = setUp('traces');
  scene.query(0, QUESTION, toForwarder());
  scene.response(1e6, ANSWER, fromForwarder());
  scene.run();
  expect(take()).toEqual([]);
  traces.advanceClock(1_735_689_600_000 + 1100);
  expect(take()).toEqual(['inspektor-gadget.io. 51340 Success 1.03ms answered 1 8']);
  scene.query(3e9, { id: 2, name: 'other.' }, toForwarder({ port: 40001 }));
  scene.run();
  traces.finish();
  expect(take()).toEqual(['other. 40001 pending 1 4']);
});

it('what is evicted before the reader takes it is counted by its events', () => {
  const { scene, supply, take } = setUp('transactions', 16);
  for (let n = 0; n < 4; n++) {
    const dns = { ...QUESTION, id: n };
    scene.query(n * 1e9, dns, toForwarder({ port: 40000 + n }));
    scene.response(n * 1e9 + 1e6, dns, fromForwarder({ port: 40000 + n }));
  }
  scene.run();
  expect(supply.waiting).toBe(4);
  expect(take().map((line) => line.split(' ')[1])).toEqual(['40002', '40003']);
  expect(supply.skipped).toBe(16);
  expect(supply.waiting).toBe(0);
});

it('stops where enough text was made, and goes on from there', () => {
  const { scene, supply } = setUp('transactions');
  for (let n = 0; n < 3; n++) {
    const dns = { ...QUESTION, id: n };
    scene.query(n * 1e6, dns, toForwarder({ port: 40000 + n }));
    scene.response(n * 1e6 + 500_000, dns, fromForwarder({ port: 40000 + n }));
  }
  scene.run();
  const pieces = [supply.take(1), supply.take(1), supply.take(1), supply.take(1)];
  expect(pieces.map((piece) => piece.split('\n').length - 1)).toEqual([1, 1, 1, 0]);
});
