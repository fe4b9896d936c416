// Damaged messages on the screen: a sign in the list at every width, and nothing that the message does not have.
import { afterEach, describe, expect, it } from 'vitest';
import { loadAddon } from '../../src/capture/addon.ts';
import { Traces } from '../../src/trace/traces.ts';
import { makeTheme } from '../../src/view/theme.ts';
import type { EventSpec } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';
import { startScreen, type TestScreen } from './support/screen.ts';

const SHORT_HEADER = 2;
const BAD_POINTER = 4;

/** A query and its damaged answer, and the first byte of a query. */
const SPECS: EventSpec[] = [
  { name: 'whole.example.', columns: { id: 0x77 } },
  {
    at: 1e6,
    ...{ name: 'whole.example.', src: '10.0.0.53', dst: '10.0.0.1', src_port: 53, dst_port: 40000 },
    columns: { id: 0x77, flags: 0x8180, anomalies: BAD_POINTER, captured_length: 40 },
  },
  {
    at: 2e6,
    ...{ name: '', src_port: 40001, message: new Uint8Array([7]) },
    columns: { id: 0, flags: 0, qtype: 0, qclass: 0, anomalies: SHORT_HEADER },
  },
];

let screen: TestScreen;
afterEach(() => screen.view.stop());

function start(columns: number, theme = makeTheme(true, true)): void {
  const context = contextOf(SPECS);
  context.traces = new Traces(context.store, { queryTimeoutNs: 5e9, native: loadAddon() });
  context.traces.advance(0, SPECS.length);
  screen = startScreen([], { columns, context, theme });
}

describe.each([40, 60, 80, 120, 200])('a list of %i columns', (columns) => {
  it('has a sign before each damaged message, and what is wrong behind its rcode', async () => {
    start(columns);
    const lines = await screen.lines();
    const [query, answer, short] = lines.slice(3, 6);
    expect(query).toMatch(/^ {2}\S/);
    expect(answer).toMatch(/^ !.* whole\.example\. +Success, ?(bad_pointer|\S*…)/);
    expect(short).toMatch(/^▸!.* (short_header|short_\S*…)/);
    screen.press('k');
    expect((await screen.lines())[5]).toMatch(/^ !/);
  });

  it('invents nothing', async () => {
    start(columns);
    const short = (await screen.lines())[5];
    expect(short).not.toMatch(/QUERY|0000|TYPE0|Success| [QR] /);
  });
});

it('the sign needs no colour, gives way to a mark, and goes with its row', async () => {
  start(80, makeTheme(false, false));
  expect((await screen.lines())[4]).toMatch(/^ !/);
  screen.press('gjm');
  expect((await screen.lines())[4]).toMatch(/^>\+/);
  screen.press('/qr==Q\r');
  const shown = (await screen.lines()).slice(4, -1).filter((line) => line !== '');
  expect(shown.join('\n')).not.toContain('!');
});

it('the warning colour is on what is wrong, the colour of errors on errors', async () => {
  start(80);
  screen.press('g');
  await screen.lines();
  expect(screen.terminal.written).toMatch(/\x1b\[33m!\x1b/);
  expect(screen.terminal.written).toMatch(/\x1b\[33mSuccess, bad_pointer/);
});

it('lists of transactions show it, too', async () => {
  start(120);
  screen.press('t');
  const lines = await screen.lines();
  expect(lines.find((line) => line.includes('whole.example.'))).toMatch(/^ !.*Success, bad_/);
});

it('the path and the message have no ID, question or flags', async () => {
  start(120);
  screen.press('\r');
  await screen.line('path: without a question');
  expect(await screen.line('→      to 10.0.0.53')).toContain('short_header');
  screen.press('\r');
  await screen.line('event 3: short_header ──');
  const text = (await screen.lines()).join('\n');
  expect(text).not.toMatch(/id 0|opcode|flags/);
  expect(text).toContain('short_header');
});
