// The tables on a terminal in memory: keys, rows, filters made of rows, and every size.
import { afterEach, describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../../src/tables/dimensions.ts';
import { openTables } from '../../../src/view/state/tables-state.ts';
import { makeTheme } from '../../../src/view/theme.ts';
import { Load } from '../../tables/load.ts';
import { all, keys, press, rows, screen, show, start } from './support.ts';

afterEach(() => screen.view.stop());

describe('T', () => {
  it('shows names by two labels over the last minute, most queries first', async () => {
    const load = start();
    press('T');
    expect(await screen.line('last minute')).toContain(`names by 2 labels · ${load.truth.length} lookups`);
    const shown = await rows();
    const asked = load.truth.filter(({ name }) => name.toLowerCase().endsWith('.example.com.')).length;
    expect(shown.map(([key, queries]) => [key, Number(queries)])).toContainEqual(['example.com.', asked]);
    const counts = shown.map(([, queries]) => Number(queries));
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(await screen.line('QUERIES')).toContain('QUERIES▼');
  });

  it('again, or esc, goes back to the list', async () => {
    start();
    press('T');
    press('T');
    expect(await all()).not.toContain('QUERIES');
    press('T');
    expect(await all()).toContain('QUERIES');
    press('\x1b');
    expect(await all()).not.toContain('QUERIES');
    await screen.line('LATENCY');
  });

  it('is all that makes anything be counted', () => {
    start();
    const before = screen.clock.waiting;
    press('T');
    expect(screen.clock.waiting).toBeGreaterThan(before);
    press('T');
    expect(screen.clock.waiting).toBe(before);
  });
});

describe('keys in the tables', () => {
  it('choose a table by number, tab and arrows', async () => {
    start();
    press('T2');
    expect((await keys()).sort()).toEqual(['A', 'AAAA', 'HTTPS', 'TXT']);
    press('3');
    expect(await keys()).toContain('ServerFailure');
    press('\t');
    expect((await keys()).sort()).toEqual(['10.96.0.10', '192.168.49.1']);
    press('\x1b[D');
    await screen.line('RCODE ');
    press('1\x1b[Z');
    await screen.line('NETNS ');
  });

  it('+ and - count names by more and fewer labels', async () => {
    start();
    press('T-');
    expect((await keys()).sort()).toEqual(['com.', 'lan.', 'local.']);
    press('+++');
    await screen.line('names by 4 labels');
    press('++++++');
    await screen.line('whole names');
    press('-');
    await screen.line('names by 9 labels');
  });

  it('count nothing that was cleared away, and say so', async () => {
    start();
    press('\x12Tw');
    await screen.line('No lookups since the list was cleared.');
    await screen.line('all since the clear · names by 2 labels · 0 lookups');
    press('Tu');
    press('T');
    await screen.line('all that is kept');
  });

  it('w takes another time', async () => {
    const load = start();
    press('Tw');
    expect(await screen.line('all that is kept')).toContain(`${load.truth.length} lookups`);
    press('w');
    const { nowNs } = load.scene.traces;
    const recent = load.truth.filter(({ atNs }) => nowNs - atNs <= 10e9).length;
    expect(await screen.line('last 10 s')).toContain(`${recent} lookups`);
  });

  it('> and < sort, I inverts', async () => {
    start();
    press('T6>');
    expect(await screen.line('QUERIES')).toContain('ERROR▼');
    press('<<');
    expect(await keys()).toEqual(['coredns', 'curl', 'java']);
    press('I');
    expect(await keys()).toEqual(['java', 'curl', 'coredns']);
    expect(await screen.line('QUERIES')).toContain('PROCESS▲');
  });

  it('move the cursor, which stays on its row', async () => {
    start();
    press('T6');
    const order = await keys();
    press('j');
    expect(await screen.line(order[1])).toMatch(/^▸/);
    await screen.line('2 of 3');
    press('w');
    expect(await screen.line(order[1])).toMatch(/^▸/);
    press('G');
    expect(await screen.line(order[2])).toMatch(/^▸/);
    press('g');
    expect(await screen.line(order[0])).toMatch(/^▸/);
  });

  it('space holds the table still; other keys work on', async () => {
    start();
    const before = screen.clock.waiting;
    press('T6 ');
    expect(await keys()).toHaveLength(3);
    expect(screen.clock.waiting).toBe(before);
    press('2');
    expect(await keys()).toContain('HTTPS');
  });
});

describe('filters', () => {
  it('are made of the row under the cursor', async () => {
    start();
    press('T2');
    const [type] = await keys();
    press('\r');
    expect((await screen.lines())[2]).toContain(`qtype==${type}`);
    const shown = (await screen.lines()).filter((line) => / (Q|R) /.test(line));
    expect(shown.length).toBeGreaterThan(10);
    for (const line of shown) expect(line).toMatch(new RegExp(` ${type} `));
    press('T2');
    expect(await keys()).toEqual([type]);
  });

  it('are not made of what no filter says', async () => {
    start();
    press('T8');
    expect(await keys()).toEqual(['(unknown)']);
    press('\r');
    expect(await all()).toContain('no filter says what this row counts');
    expect(await keys()).toEqual(['(unknown)']);
  });

  it('narrow the tables while they are typed', async () => {
    start();
    press('T6/');
    press('comm==java');
    expect(await all()).toContain('java  ');
    expect(await all()).not.toContain('curl  ');
    press('\r');
    expect(await keys()).toEqual(['java']);
    expect(await screen.line('1 of 1')).toContain('list these');
  });

  it('come from presets, in the list and in the tables', async () => {
    start();
    press('p');
    expect(await screen.line('servfail')).toMatch(/^▸/);
    press('j\r');
    expect((await screen.lines())[2]).toMatch(/nxdomain/i);
    press('T3');
    expect(await keys()).toEqual(['NameError']);
    press('p');
    await screen.line('rfc1918-ptr');
    press('\x1b');
    expect(await keys()).toEqual(['NameError']);
  });
});

describe('every size', () => {
  const sizes = [40, 80, 120, 200].flatMap((columns) => [8, 24, 50].map((lines) => ({ columns, lines })));

  it.each(sizes)('$columns x $lines: whole lines, the cursor in sight', async ({ columns, lines }) => {
    start({ columns, lines });
    press('T++++++++');
    expect((await screen.lines()).some((line) => line.startsWith('▸'))).toBe(true);
    press('G');
    const last = await screen.lines();
    expect(last.some((line) => line.startsWith('▸'))).toBe(true);
    expect(last[0]).toContain('dnstop');
    for (const [place, { title }] of DIMENSIONS.entries()) {
      press(String(place + 1));
      expect((await screen.lines())[2]).toMatch(new RegExp(`${place + 1} ?${title}`));
    }
    expect((await screen.lines()).every((line) => line.length <= columns)).toBe(true);
  });

  it('nothing to count says so', async () => {
    start({ lookups: 0 });
    press('T');
    await screen.line('No lookups in the last minute.');
    await screen.line('w takes a longer time');
  });

  it('a file says nothing of its lookups before it was read', async () => {
    const load = new Load(7, 20, 20);
    const file = { kind: 'file' as const, file: '/tmp/some.pcap', ended: false, failure: '', ports: [53] };
    const tables = openTables({ by: 'qtype', window: 'all', sort: 'queries' });
    show(load, { watched: () => file, tables });
    press('');
    await screen.line('Reading some.pcap …');
    file.ended = true;
    load.scene.run(100);
    screen.view.tick();
    screen.clock.pass(1);
    expect(await all()).not.toContain('No lookups');
    // Not only after a second: nobody waits for what is there.
    screen.clock.pass(150);
    await screen.line(`${load.truth.length} lookups`);
  });

  it('an empty file says so', async () => {
    const file = { kind: 'file' as const, file: 'some.pcap', ended: true, failure: '', ports: [53] };
    start({ lookups: 0, watched: () => file });
    press('T');
    await screen.line('No lookups in the last minute.');
  });

  it('more rows than can be walked through are one row', async () => {
    const load = start({ lookups: 6000, lines: 24 });
    press('T++++++++w');
    for (let i = 0; i < 100 && (await all()).includes('counted'); i++) press('');
    await screen.line(`whole names · ${load.truth.length.toLocaleString('en')} lookups · `);
    press('G');
    const names = new Set(load.truth.map(({ name }) => name.toLowerCase()));
    expect(names.size).toBeGreaterThan(1000);
    await screen.line(`(${names.size - 1000} others)`);
    await screen.line(`1,000 of ${names.size.toLocaleString('en')}`);
  });

  it('without UTF-8 and colours the same is said in ASCII', async () => {
    start({ theme: makeTheme(false, false) });
    press('T');
    const lines = await screen.lines();
    expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(lines.join('\n')).toContain('####');
    expect(await screen.line('QUERIES')).toContain('QUERIESv');
  });
});
