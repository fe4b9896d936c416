// In: events as plain objects and the size of a terminal. Out: the running screen, its terminal, clock and store.
import { FIELDS } from '../../../src/fields/table.ts';
import type { Store } from '../../../src/store/store.ts';
import { Clipboard } from '../../../src/view/clipboard/clipboard.ts';
import { Background } from '../../../src/view/theme/background.ts';
import { makeTheme } from '../../../src/view/theme.ts';
import { View } from '../../../src/view/view.ts';
import type { ViewOptions } from '../../../src/view/view-options.ts';
import { BatchBuilder, type EventSpec } from '../../support/batch.ts';
import { contextOf } from '../../support/context.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeTerminal } from './fake-terminal.ts';

export interface TestScreen {
  view: View;
  terminal: FakeTerminal;
  clock: FakeClock;
  store: Store;
  quits: number;
  add(...specs: EventSpec[]): void;
  /** Types keys and lets the frame for them be shown. */
  press(keys: string): void;
  lines(): Promise<string[]>;
  /** The one line that holds the text. */
  line(text: string): Promise<string>;
}

export function startScreen(
  specs: readonly EventSpec[],
  { columns = 100, lines = 24, ...options }: Partial<ViewOptions> & { columns?: number; lines?: number } = {},
): TestScreen {
  const builder = new BatchBuilder();
  const context = options.context ?? contextOf([]);
  const terminal = new FakeTerminal(columns, lines);
  const clock = new FakeClock();
  const screen: TestScreen = {
    terminal,
    clock,
    store: context.store,
    quits: 0,
    view: new View({
      fields: FIELDS,
      defaults: 'netns src dst comm pid qr qtype name rcode latency_ns addresses'.split(' '),
      filters: [],
      watched: () => ({
        kind: 'live',
        namespaces: 3,
        ports: [53, 5353],
        since: new Date(2025, 0, 1, 12, 0, 0),
      }),
      lost: () => 0,
      json: (row) => JSON.stringify({ row }),
      files: { name: () => 'a.pcapng', save: async (_path, { length: written }) => ({ written, gone: 0 }) },
      theme: makeTheme(true, true),
      terminal,
      background: new Background({ setting: 'dark', color: true, env: {}, now: () => clock.now() }),
      clipboard: new Clipboard({ env: { TERM: 'xterm-256color' }, invoker: undefined, uid: 0 }),
      clock,
      onQuit: () => {
        screen.quits++;
      },
      ...options,
      context,
    }),
    add(...added) {
      context.store.append(builder.add(...added).batch());
      screen.view.tick();
      clock.pass(40);
    },
    press(keys) {
      terminal.type(keys);
      clock.pass(1);
    },
    lines: () => terminal.lines(),
    async line(text) {
      const found = (await terminal.lines()).filter((line) => line.includes(text));
      if (found.length !== 1)
        throw new Error(`${found.length} lines with '${text}':\n${(await terminal.lines()).join('\n')}`);
      return found[0];
    },
  };
  screen.view.start();
  clock.pass(1);
  if (specs.length > 0) screen.add(...specs);
  return screen;
}

/** A query and its response, for names made from a number. */
export function lookups(count: number, from = 0): EventSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    at: (from + index) * 1e6,
    name: `name${from + index}.example.`,
    response: index % 2 === 1,
    process: { pid: 100 + index, comm: 'curl' },
  }));
}

/** What a file that was read to its end says of itself. */
export const fileRead = () =>
  ({ kind: 'file', file: '/tmp/a.pcap', ended: true, failure: '', ports: [53] }) as const;
