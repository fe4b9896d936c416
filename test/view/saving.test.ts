// Marks and the prompt for a file: what is asked for is saved, once, and what came of it is said.
import { afterEach, describe, expect, it } from 'vitest';
import { FieldContext } from '../../src/fields/context.ts';
import type { Files } from '../../src/view/saving.ts';
import { MNEMONICS, NO_DETAIL } from '../support/context.ts';
import { ANSWER, fromForwarder, QUESTION, toForwarder } from '../trace/cluster.ts';
import { Scene } from '../trace/scene.ts';
import { lookups, startScreen, type TestScreen } from './support/screen.ts';

const CTRL_S = '\x13';
const CTRL_U = '\x15';
const ENTER = '\r';
const UP = '\x1b[A';
const DOWN = '\x1b[B';

type Call = { path: string; rows: number[]; replace: boolean };

/** Files that keep what they were asked for, and answer in turn; the last answer again and again. */
function files(...answers: Awaited<ReturnType<Files['save']>>[] | [Error]): Files & { calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    name: () => 'proposed.pcapng',
    async save(path, rows, replace) {
      calls.push({ path, rows: Array.from(rows), replace });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer ?? { written: rows.length, gone: 0 };
    },
  };
}

let screen: TestScreen;
afterEach(() => screen.view.stop());

async function pressed(...keys: string[]): Promise<string> {
  for (const key of keys) {
    screen.press(key);
    await new Promise(setImmediate); // what was saved is told
    screen.clock.pass(40);
  }
  return (await screen.lines()).join('\n');
}

const start = (saving: Files, count = 6) => {
  screen = startScreen(lookups(count), { files: saving });
};

describe('marks', () => {
  it('stand beside the row, with a glyph, and survive a filter and the end of it', async () => {
    start(files());
    await pressed('k', 'k', 'm', 'k', 'm', 'k');
    const marked = async () => (await screen.lines()).filter((line) => /^.◆/.test(line));
    expect((await marked()).map((line) => /name\d/.exec(line)?.[0])).toEqual(['name2', 'name3']);
    expect((await screen.lines()).at(-1)).toContain('2 marked  ');
    await pressed('/', 'name~name2', ENTER);
    expect(await marked()).toHaveLength(1);
    await pressed('\x1b');
    screen.clock.pass(100);
    expect(await marked()).toHaveLength(2);
  });

  it('are taken away by the same key, and all at once', async () => {
    start(files());
    expect(await pressed('k', 'm', 'm')).not.toContain('◆');
    expect(await pressed('m', 'k', 'm')).toMatch(/◆.*◆/s);
    expect(await pressed('U')).not.toContain('◆');
  });
});

describe('the prompt for a file', () => {
  it('proposes a name, says what there is to save, and saves the whole list', async () => {
    const saving = files();
    start(saving);
    const shown = await pressed(CTRL_S);
    expect(shown).toContain('to file proposed.pcapng');
    expect(shown).toContain('▸ the whole list: 6 events');
    expect(await pressed(ENTER)).toContain('6 events written to proposed.pcapng');
    expect(saving.calls).toEqual([{ path: 'proposed.pcapng', rows: [0, 1, 2, 3, 4, 5], replace: false }]);
  });

  it('saves what matches the filter, and nothing that came after it was opened', async () => {
    const saving = files();
    start(saving);
    await pressed('/', 'qr==R', ENTER);
    expect(await pressed(CTRL_S)).toContain('the whole list: 3 events, which match the filter');
    screen.add(...lookups(2, 6));
    await pressed(ENTER);
    expect(saving.calls[0].rows).toEqual([1, 3, 5]);
  });

  it('offers the marked ones first, and the list below', async () => {
    const saving = files();
    start(saving);
    await pressed('k', 'm', 'k', 'k', 'm');
    expect(await pressed(CTRL_S)).toContain('▸ what is marked: 2 events');
    await pressed(ENTER);
    await pressed(CTRL_S, DOWN, ENTER);
    await pressed(CTRL_S, DOWN, DOWN, UP, ENTER);
    expect(saving.calls.map(({ rows }) => rows)).toEqual([
      [2, 4],
      [0, 1, 2, 3, 4, 5],
      [2, 4],
    ]);
  });

  it('offers the open path before all others, and marks of a lookup are all its events', async () => {
    const scene = new Scene();
    scene.query(0, QUESTION, toForwarder());
    scene.response(30_215_219, ANSWER, fromForwarder());
    scene.run();
    const describe = () => NO_DETAIL;
    const context = new FieldContext({ store: scene.store, mnemonics: MNEMONICS, describe });
    context.traces = scene.traces;
    const saving = files();
    screen = startScreen([], { context, files: saving, columns: 120, lines: 40 });
    screen.view.tick();
    await pressed('G', ENTER);
    const count = scene.store.end;
    expect(await pressed(CTRL_S)).toContain(`▸ the path that is open: ${count} events`);
    await pressed(ENTER);
    expect(saving.calls[0].rows).toEqual(Array.from({ length: count }, (_, row) => row));
    await pressed('\x1b');
    screen.clock.pass(100);
    await pressed('t', 't', 'm');
    expect(await pressed(CTRL_S)).toContain(`▸ what is marked: ${count} events`);
    expect(await pressed(DOWN)).toContain('▸ the whole list: 1 trace, with all their events');
    await pressed(ENTER);
    expect(saving.calls[1].rows).toHaveLength(count);
  });

  it('takes another name, and esc saves nothing', async () => {
    const saving = files();
    start(saving);
    await pressed(CTRL_S, '\x1b');
    screen.clock.pass(100);
    expect(saving.calls).toEqual([]);
    await pressed(CTRL_S, CTRL_U, 'other.pcapng', ENTER);
    expect(saving.calls[0].path).toBe('other.pcapng');
    expect(await pressed(CTRL_S, CTRL_U, ENTER)).toContain('a file needs a name');
  });

  it('asks before it writes over a file, and anew for another name', async () => {
    const saving = files({ exists: true });
    start(saving);
    expect(await pressed(CTRL_S, ENTER)).toContain('proposed.pcapng is there already: enter writes over it');
    await pressed('x', ENTER, ENTER);
    expect(saving.calls.map(({ path, replace }) => `${path} ${replace}`)).toEqual([
      'proposed.pcapng false',
      'proposed.pcapngx false',
      'proposed.pcapngx true',
    ]);
  });

  it('stays open with the reason when nothing could be written', async () => {
    start(files(new Error('write proposed.pcapng: EACCES: permission denied')));
    const shown = await pressed(CTRL_S, ENTER);
    expect(shown).toContain('write proposed.pcapng: EACCES: permission denied');
    expect(shown).toContain('to file');
  });

  it('says how many had gone', async () => {
    start(files({ written: 4, gone: 2 }));
    expect(await pressed(CTRL_S, ENTER)).toContain(
      '4 events written to proposed.pcapng; 2 events had gone before',
    );
  });
});

it('a line from elsewhere is shown until the next key', async () => {
  start(files());
  screen.view.notify('write a.pcapng: ENOSPC: no space left on device');
  screen.clock.pass(40);
  expect((await screen.lines()).at(-1)).toContain('ENOSPC');
  expect(await pressed('k')).not.toContain('ENOSPC');
});
