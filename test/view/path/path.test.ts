import { afterEach, describe, expect, it } from 'vitest';
import { FieldContext } from '../../../src/fields/context.ts';
import { makeTheme } from '../../../src/view/theme.ts';
import { MNEMONICS } from '../../support/context.ts';
import {
  ANSWER,
  fromForwarder,
  fromUpstream,
  QUESTION,
  toForwarder,
  toUpstream,
  UPSTREAM_ANSWER,
  UPSTREAM_QUESTION,
} from '../../trace/cluster.ts';
import { Scene } from '../../trace/scene.ts';
import { startScreen, type TestScreen } from '../support/screen.ts';
import { hopsOf } from './support.ts';

const DETAIL = JSON.stringify({
  questions: [{ name: 'inspektor-gadget.io.', type: 'A', class: 'IN' }],
  answers: [],
  authority: [],
  additional: [],
  edns: null,
  anomalies: [],
});
const SIZES = ['80x24', '120x40', '200x50'].map((size) => size.split('x').map(Number));
let screen: TestScreen;
afterEach(() => screen.view.stop());

function open(scene: Scene, options: Parameters<typeof startScreen>[1] = {}): void {
  const context = new FieldContext({ store: scene.store, mnemonics: MNEMONICS, describe: () => DETAIL });
  context.traces = scene.traces;
  screen = startScreen([], { context, columns: 120, lines: 40, ...options });
  refresh();
}

const refresh = () => {
  screen.view.tick();
  screen.clock.pass(1300);
};

function asked(scene = new Scene()): Scene {
  scene.query(0, QUESTION, toForwarder());
  scene.query(200_000, UPSTREAM_QUESTION, toUpstream());
  return scene.run();
}

function answered(scene: Scene): Scene {
  scene.response(29_541_746, UPSTREAM_ANSWER, fromUpstream());
  scene.response(30_215_219, ANSWER, fromForwarder());
  return scene.run();
}

/** Lines of the pane, whichever side it is on, without its edge. */
async function pane(): Promise<string[]> {
  const lines = await screen.lines();
  const title = lines.findIndex((line) => line.includes('── path'));
  const from = lines[title].indexOf('── path');
  const own = lines.slice(title, -1).map((line) => line.slice(from).replace(/^│/, ' ').trim());
  return own.filter(Boolean);
}

describe('the path of a lookup', () => {
  it.each(SIZES)('has its verdict, its times and its hops in %ix%i', async (columns, lines) => {
    open(answered(asked()), { columns, lines });
    screen.press('\r');
    if (columns < 100) screen.press('zg');
    const shown = await pane();
    expect(shown[0]).toMatch(/^── path: A inspektor-gadget\.io\. {2}hop (1|13) of 13 ─+/);
    const text = shown.join('  ');
    expect(text).toContain('answered by 192.168.49.1 through coredns in kube-system/coredns in 30.2 ms');
    expect(text).toContain(
      'network 90 µs (<1%) forwarder 823 µs (3%) upstream 29.3 ms (97%)'.replace(/\) /g, ')   '),
    );
    expect(text).toMatch(/7f22 +10\.244\.0\.5:51340 → 10\.96\.0\.10:53 UDP +in 30\.2 ms/);
    expect(text).toMatch(
      /ae34 +forwarded, certain +10\.244\.0\.2:50859 → +192\.168\.49\.1:53 UDP +in 29\.4 ms/,
    );
    for (const line of await screen.lines()) expect(line.length).toBeLessThanOrEqual(columns);
    screen.press('G');
    const hops = hopsOf(await pane());
    if (columns >= 100) expect(hops).toHaveLength(13);
    expect(hops.at(-1)).toMatch(/^30\.2 ms +10 µs +← 7f22 demo\/mypod +eth0 +dig\[4001\]/);
  });

  it('indents what the forwarder asked, and marks the gap that cost most and both translations', async () => {
    open(answered(asked()));
    screen.press('\r');
    const lines = await screen.lines();
    const arrow = (text: string): number => lines.find((line) => line.includes(text))!.indexOf(text);
    expect(arrow('→ ae34')).toBe(arrow('→ 7f22') + 2);
    const shown = await pane();
    expect(shown.filter((line) => line.includes('◀'))).toEqual([
      expect.stringMatching(/^29\.5 ms +29\.3 ms◀ +← ae34 node +br0 +Success 172\.67\.1\.2$/),
    ]);
    const translations = shown.filter((line) => line.includes('dnat'));
    expect(translations[0]).toMatch(/veth-dns +dnat 10\.96\.0\.10:53 -> 10\.244\.0\.2:53$/);
    expect(translations[1]).toMatch(/veth-ypod +dnat undone 10\.244\.0\.2:53 -> 10\.96\.0\.10:53$/);
  });

  it('grows while the lookup runs', async () => {
    const scene = asked();
    open(scene);
    screen.press('g\r');
    let shown = await pane();
    expect(shown[1]).toMatch(/^waiting for 192\.168\.49\.1, 210 µs so far/);
    expect(hopsOf(shown)).toHaveLength(6);
    expect(shown.filter((line) => line.startsWith('✕ waiting'))).toHaveLength(2);
    answered(scene);
    refresh();
    shown = await pane();
    expect(hopsOf(shown)).toHaveLength(13);
    expect(shown[1]).toContain('answered by 192.168.49.1');
    expect(shown.join('\n')).not.toContain('waiting');
    expect(shown[0]).toContain('hop 1 of 13');
  });

  it('ends where the query was seen last when nobody answers', async () => {
    const scene = asked();
    open(scene);
    screen.press('\r');
    scene.traces.advanceClock(1_735_689_600_000 + 6000);
    refresh();
    const shown = await pane();
    expect(shown.join(' ')).toContain('no answer: 192.168.49.1 did not answer');
    const end = shown.findIndex((line) => line.includes('✕ no answer from 192.168.49.1: seen no further'));
    expect(shown[end - 1]).toMatch(/→ ae34 node +veth-dns$/);
  });

  it('says where the time went as far as points tell it apart', async () => {
    const scene = new Scene();
    const [point] = toForwarder();
    const back = { ...point, pkt: 0, src: point.dst, dst: point.src };
    scene.query(0, QUESTION, [point]);
    scene.response(29e6, ANSWER, [back]);
    open(scene.run());
    screen.press('\r');
    expect(await pane()).toContain('server and network together: 29.0 ms, seen from one point');
  });

  it('ends at who received the query and did not answer', async () => {
    const scene = new Scene();
    scene.query(0, QUESTION, toForwarder());
    open(scene.run());
    screen.press('\r');
    scene.traces.advanceClock(1_735_689_600_000 + 6000);
    refresh();
    const shown = await pane();
    expect(shown.at(-1)).toBe('✕ received by coredns in kube-system/coredns, and not answered');
    expect(shown[1]).toMatch(/^coredns in kube-system\/coredns received the query and did not answer within/);
  });

  it('says how sure a link is, and why, where it is not certain', async () => {
    const scene = new Scene();
    for (const [id, port] of [
      [1, 40001],
      [2, 40002],
    ])
      scene.query(id * 1000, { ...QUESTION, id }, toForwarder({ port }));
    scene.query(200_000, UPSTREAM_QUESTION, toUpstream());
    scene.run();
    open(scene);
    screen.press('\r');
    expect((await pane()).join(' ')).toMatch(/forwarded, (likely|ambiguous).* (likely|ambiguous): asked by/);
  });

  it('tells that it is gone when its rows are evicted', async () => {
    const scene = answered(asked(new Scene({ capacity: 16 })));
    open(scene);
    screen.press('\r');
    for (let turn = 1; turn < 4; turn++)
      scene.query(turn * 1e9, { ...QUESTION, id: turn, name: 'other.' }, [...toForwarder(), ...toUpstream()]);
    scene.run();
    refresh();
    expect(await pane()).toContain('This lookup has been evicted by newer ones.');
    screen.press('\x1b[A\ry');
    screen.press('\x1b');
    screen.clock.pass(50);
    screen.press('\x1b');
    screen.clock.pass(50);
    expect((await screen.lines()).at(-1)).toContain('enter follow');
  });

  it('cannot be disturbed by names, and is drawn without UTF-8', async () => {
    const scene = new Scene();
    const evil = { ...QUESTION, name: 'x\x1b[2J\u202e.' };
    scene.query(0, evil, [{ ...toForwarder()[0], iface: 'e\x07', process: { pid: 1, comm: '\x1b[H漢字' } }]);
    open(scene.run(), { theme: makeTheme(false, false) });
    screen.press('\r');
    const lines = await screen.lines();
    expect(lines[0]).toContain('dnstop');
    expect(lines.join('\n')).toMatch(/> 7f22 demo\/mypod +e\\x07 +\\027\[H漢字\[1\] *$/m);
    expect(lines.join('\n')).toContain('path: A x\\x1b[2J');
  });
});

describe('keys in a path', () => {
  it('go over the hops, open one and step through them, and come back step by step', async () => {
    open(answered(asked()));
    screen.press('g\x1b[B\r');
    expect((await pane())[0]).toContain('hop 2 of 13');
    screen.press('\x1b[B\x1b[Bk');
    expect((await pane())[0]).toContain('hop 3 of 13');
    const cursor = (await screen.lines()).findIndex(
      (line) => line.includes('→ 7f22 node') && line.includes('20 µs'),
    );
    expect(screen.terminal.isInverse(cursor, 60)).toBe(true);
    screen.press('\r');
    await screen.line('event 3: Q A inspektor-gadget.io.');
    screen.press('\x1b[C');
    await screen.line('event 4:');
    screen.press('\x1b');
    screen.clock.pass(50);
    expect((await pane())[0]).toContain('hop 4 of 13');
    screen.press('G');
    expect((await pane())[0]).toContain('hop 13 of 13');
    screen.press('\x1b');
    screen.clock.pass(50);
    const lines = await screen.lines();
    expect(lines.join('\n')).not.toContain('── path');
    expect(lines.filter((line) => line.startsWith('▸'))).toHaveLength(1);
    expect(lines.findIndex((line) => line.startsWith('▸'))).toBe(4);
  });

  it('step to the path of the next row, past rows that have none', async () => {
    open(answered(asked()));
    screen.press('g\r\x1b[C\x1b[C');
    expect((await pane())[0]).toContain('hop 3 of 13');
    screen.press('/');
    screen.press('\x1b');
    screen.clock.pass(50);
    expect((await pane())[0]).toContain('hop 3 of 13');
  });

  it('copy it as text', async () => {
    open(answered(asked()));
    screen.press('\ry');
    const written = /\x1b\]52;c;([^\x07]+)\x07/.exec(screen.terminal.written)![1];
    const text = Buffer.from(written, 'base64').toString();
    expect(text.split('\n')[0]).toBe('path: A inspektor-gadget.io.');
    expect(text).not.toContain('\x1b');
    expect(hopsOf(text.split('\n'))).toHaveLength(13);
    await screen.line('path copied');
  });

  it('say what is copied of an open hop', async () => {
    open(answered(asked()));
    screen.press('g\rj\ry');
    await screen.line('row of hop 2 of 13 copied');
    screen.press('Y');
    await screen.line('hop 2 of 13 as JSON copied');
    screen.press('\x1b');
    screen.clock.pass(50);
    screen.press('\x1b');
    screen.clock.pass(50);
    screen.press('y');
    await screen.line('row copied');
    screen.press('t\r\ry');
    await screen.line('row of the transaction of hop');
  });

  it.each([60, 80, 120])('never part a number from its unit, in %i columns', async (columns) => {
    open(answered(asked()), { columns });
    screen.press('\r');
    for (const line of await pane()) expect(line.trim()).not.toMatch(/^(ns|µs|ms|s)\b/);
  });

  it('zoom it to the whole screen', async () => {
    open(answered(asked()), { columns: 200, lines: 50 });
    screen.press('\rz');
    expect((await screen.lines())[2]).toMatch(/^── path/);
    screen.press('z');
    expect((await screen.lines())[2]).toMatch(/NAME.*── path/);
  });
});

it('opens the event alone where lookups are not followed', async () => {
  const scene = answered(asked());
  const context = new FieldContext({ store: scene.store, mnemonics: MNEMONICS, describe: () => DETAIL });
  screen = startScreen([], { context });
  refresh();
  screen.press('\r');
  await screen.line('event 13:');
});
