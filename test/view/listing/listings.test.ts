import { afterEach, expect, it } from 'vitest';
import { FieldContext } from '../../../src/fields/context.ts';
import { MNEMONICS } from '../../support/context.ts';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from '../../trace/cluster.ts';
import { Scene } from '../../trace/scene.ts';
import { startScreen, type TestScreen } from '../support/screen.ts';

const NAME = 'inspektor-gadget.io.';
const EPOCH_MS = Date.UTC(2025, 0, 1);

let screen: TestScreen;
afterEach(() => screen.view.stop());

function open(scene: Scene, options: Parameters<typeof startScreen>[1] = {}): void {
  const context = new FieldContext({ store: scene.store, mnemonics: MNEMONICS, describe: () => '{}' });
  context.traces = scene.traces;
  screen = startScreen([], { context, columns: 200, lines: 30, ...options });
  refresh();
}

function refresh(): void {
  screen.view.tick();
  screen.clock.pass(1300);
}

function asked(scene = new Scene()): Scene {
  scene.query(0, { id: 1, name: NAME }, toForwarder());
  scene.query(200_000, { id: 2, name: NAME }, toUpstream());
  return scene.run();
}

function answered(scene: Scene): Scene {
  scene.response(29_541_746, { id: 2, name: NAME, addresses: '104.21.11.160' }, fromUpstream());
  scene.response(30_215_219, { id: 1, name: NAME, addresses: '104.21.11.160' }, fromForwarder());
  return scene.run();
}

/** Sorts as the keys say: in slices by the real clock, of which a busy machine needs several. */
function sort(keys: string): void {
  screen.press(keys);
  screen.clock.pass(100);
}

const rowsOf = async (): Promise<string[]> =>
  (await screen.lines()).filter((line) => /\d\d:\d\d:\d\d\.\d{3} /.test(line));

it('t lists events, transactions, traces and events again', async () => {
  open(answered(asked()));
  expect((await rowsOf()).length).toBe(13);
  screen.press('t');
  const transactions = await rowsOf();
  expect(transactions).toHaveLength(2);
  expect(transactions[0]).toMatch(/answered +30\.\d+ms.* 1 +8 /);
  expect(transactions[1]).toMatch(/answered +29\.\d+ms.* 1 +5 /);
  screen.press('t');
  const traces = await rowsOf();
  expect(traces).toHaveLength(1);
  expect(traces[0]).toMatch(
    /answered +30\.\d+ms.* Success +1 +13 +192\.168\.49\.1 through coredns in .* of them for /,
  );
  expect((await screen.lines()).at(-1)).toContain('trace 1 of 1');
  screen.press('t');
  expect((await rowsOf()).length).toBe(13);
});

it('shows how a row ends when it does, and holds it still while paused', async () => {
  const scene = asked();
  open(scene, { rows: 'transactions' });
  expect((await rowsOf()).map((row) => /pending|answered|timeout/.exec(row)?.[0])).toEqual([
    'pending',
    'pending',
  ]);
  screen.press(' ');
  answered(scene);
  refresh();
  expect((await rowsOf()).join()).not.toContain('answered');
  screen.press(' ');
  refresh();
  expect((await rowsOf()).join().match(/answered/g)).toHaveLength(2);
});

it('tells a timeout without another event', async () => {
  const scene = asked();
  open(scene, { rows: 'traces' });
  scene.traces.advanceClock(EPOCH_MS + 7000);
  refresh();
  expect((await rowsOf())[0]).toContain('timeout');
});

it('filters rows by any of their events, and events by what became of their transaction', async () => {
  const scene = asked();
  open(scene, { rows: 'traces', filters: ['dst.addr==192.168.49.1'] });
  expect(await rowsOf()).toHaveLength(1);
  await screen.view.stop();
  open(scene, { filters: ['state==answered'] });
  expect(await rowsOf()).toHaveLength(0);
  answered(scene);
  refresh();
  expect(await rowsOf()).toHaveLength(13);
});

it('keeps the cursor on the lookup of the event, and opens its path', async () => {
  const scene = new Scene();
  for (let i = 0; i < 20; i++) {
    scene.query(i * 1e9, { id: i, name: `n${i}.example.` }, toForwarder({ port: 5000 + i }));
    scene.response(i * 1e9 + 5e6, { id: i, name: `n${i}.example.` }, fromForwarder({ port: 5000 + i }));
  }
  open(scene.run());
  screen.press('g');
  for (let i = 0; i < 8 * 3 + 2; i++) screen.press('j');
  screen.press('t');
  expect(await screen.line('▸')).toContain('n3.example.');
  screen.press('\r');
  expect((await screen.lines()).join('\n')).toContain('path: A n3.example.');
});

it('copies a transaction or a trace as JSON, and in the path an event', async () => {
  const asking: string[] = [];
  const json = (row: number, rows: string): string => {
    asking.push(`${rows} ${row}`);
    return '{}';
  };
  open(answered(asked()), { rows: 'traces', json });
  screen.press('Y');
  screen.press('\r');
  screen.press('Y');
  expect(asking).toEqual(['traces 0', 'events 0']);
});

it('a filter counts rows of the list, not events', async () => {
  open(answered(asked()), { filters: ['rcode==Success'] });
  await screen.line('7 of 13 match');
  screen.press('t');
  await screen.line('2 transactions match');
  screen.press('t');
  await screen.line('1 trace matches');
});

/** Along a search path: a name that is not there, then one that is, each for A and AAAA. */
function searched(scene = new Scene()): Scene {
  const [first, last] = ['www.example.svc.', 'www.example.'];
  scene.query(0, { id: 1, name: first }, toForwarder());
  scene.query(10_000, { id: 2, name: first, qtype: 28 }, toForwarder());
  scene.response(1e6, { id: 1, name: first, rcode: 3 }, fromForwarder());
  scene.response(1.1e6, { id: 2, name: first, qtype: 28, rcode: 3 }, fromForwarder());
  scene.query(2e6, { id: 3, name: last }, toForwarder());
  scene.query(2.1e6, { id: 4, name: last, qtype: 28 }, toForwarder());
  scene.response(5e6, { id: 3, name: last, addresses: '192.0.2.1' }, fromForwarder());
  return scene;
}

function found(scene = searched()): Scene {
  scene.response(8e6, { id: 4, name: 'www.example.', qtype: 28, addresses: '2001:db8::1' }, fromForwarder());
  return scene;
}

it('a trace shows the name that was found at last, and the time of the whole', async () => {
  const scene = searched();
  open(scene.run(), { rows: 'traces', columns: 160 });
  expect((await rowsOf())[0]).toMatch(/ A +www\.example\. +pending/);
  found(scene).run();
  refresh();
  expect((await rowsOf())[0]).toMatch(
    / 8\.\d\dms .* A +www\.example\. +Success .*2 of 4 messages from the search path/,
  );
  screen.press('\r');
  expect((await screen.line('── path')).trim()).toMatch(
    /path: A www\.example\. with AAAA and 1 other name {2}hop 1 of /,
  );
});

it('shows the most telling of a verdict where there is little room, and copies the whole', async () => {
  open(answered(asked()), { rows: 'traces', columns: 80 });
  expect(await screen.line('▸')).toMatch(/ 192\.168\.49\.1 (through|via) coredns *$/);
  await screen.view.stop();
  let copied = '';
  const clipboard = {
    copy(text: string) {
      copied = text;
      return { sequence: '', said: 'copied' };
    },
  };
  open(answered(asked()), { rows: 'traces', columns: 80, clipboard });
  screen.press('y');
  expect(copied).toMatch(/\tanswered by 192\.168\.49\.1 through coredns in .*, 29\.\d ms of them for /);
});

it('a cell of a trace becomes a filter by what it shows', async () => {
  const scene = found();
  scene.query(20e6, { id: 9, name: 'other.' }, toForwarder());
  open(scene.run(), { rows: 'traces', columns: 160 });
  screen.press('gf=');
  expect((await screen.lines()).find((line) => line.startsWith('filter'))).toMatch(
    /^filter name==www\.example\. /,
  );
  expect(await rowsOf()).toHaveLength(1);
});

it('sorts transactions by their own latency', async () => {
  open(found().run(), { rows: 'transactions', columns: 160 });
  sort('>>');
  const times = (await rowsOf()).map((row) => Number.parseFloat(/([\d.]+)ms/.exec(row)![1]));
  expect(times).toHaveLength(4);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

it('the order of one list is not that of the next', async () => {
  open(found().run(), { rows: 'transactions', columns: 160 });
  sort('>>');
  expect(await rowsOf()).toHaveLength(4);
  screen.press('t');
  expect(await rowsOf()).toHaveLength(1);
  expect((await screen.lines()).at(-1)).toContain('trace 1 of 1');
});
