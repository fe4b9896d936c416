import { describe, expect, it } from 'vitest';
import { difference } from '../../../src/view/screen.ts';
import type { Matches } from '../../../src/view/state/rows.ts';
import { columnOf } from '../../../src/view/table/column.ts';
import { TablePainter } from '../../../src/view/table/painter.ts';
import { makeTheme } from '../../../src/view/theme.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';

const rowsOf = (count: number, from = 0): Matches => ({ count, at: (index) => from + index });

/** A painter of two columns with the values given by row. */
function painterOf(values: (row: number) => [string, string], color = true) {
  let reads = 0;
  const field = (name: string, index: 0 | 1) => {
    const text = (row: number) => {
      reads++;
      return values(row)[index];
    };
    return columnOf({ name, description: '', text }, [], false);
  };
  const painter = new TablePainter(makeTheme(color, true));
  painter.setColumns([field('name', 0), field('comm', 1)]);
  return { painter, reads: () => reads };
}

/** What a terminal shows after these lines. */
async function shown(lines: string[], width: number): Promise<string[]> {
  const terminal = new FakeTerminal(width, lines.length);
  terminal.enter({ input: () => {}, resized: () => {}, closed: () => {} });
  terminal.write(difference([], lines), () => {});
  return terminal.lines();
}

describe('the painter', () => {
  it('shows titles, values and the cursor', async () => {
    const { painter } = painterOf((row) => [`n${row}.example.`, 'curl']);
    const lines = painter.paint({ rows: rowsOf(5), top: 1, cursor: 2, height: 3, width: 40 });
    const [first, second, third] = await shown(lines, 40);
    expect(first).toBe('  n1.example.                   curl');
    expect(second).toMatch(/^▸ n2\.example\. +curl/);
    expect(third).toContain('n3.example.');
    expect((await shown([painter.heading()], 40))[0]).toBe('  NAME                          COMM');
  });

  it.each([
    ['escapes', '\x1b[2J\x1b[10;10Hx', 'c'],
    ['line ends', 'a\r\nb', '\x0b\x0c'],
    ['8-bit control characters', '\x9b2J', '\x85'],
    ['reordering', '\u202eabc', '\u2066'],
    ['wide characters', '漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字', '漢'],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0x41]).toString(), 'c'],
    ['a NUL', '\x00', 'c'],
    ['what is too long', 'x'.repeat(5000), 'y'.repeat(5000)],
  ])('%s in a value cannot leave the row', async (_, name, comm) => {
    const { painter } = painterOf((row) => (row === 1 ? [name, comm] : ['before.', 'curl']));
    const lines = painter.paint({ rows: rowsOf(3), top: 0, cursor: -1, height: 3, width: 40 });
    const plain = lines.map((line) => line.replace(/\x1b\[[0-9;]*m/g, ''));
    expect(plain[1]).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    const screen = await shown(lines, 40);
    expect([screen[0], screen[2]]).toEqual([
      '  before.                       curl',
      '  before.                       curl',
    ]);
    expect(screen[1].startsWith('  ')).toBe(true);
  });

  it('reads a row once, however often it is painted', () => {
    const { painter, reads } = painterOf((row) => [`n${row}.`, 'curl']);
    const body = { rows: rowsOf(100), top: 0, cursor: 0, height: 10, width: 60 };
    painter.paint(body);
    painter.paint({ ...body, cursor: 3 });
    painter.paint({ ...body, top: 1 });
    expect(reads()).toBe(11 * 2);
  });

  it('widens a column for what it shows and does not narrow it again', () => {
    const { painter } = painterOf((row) => ['n.', row === 1 ? 'a-long-command' : 'sh']);
    const at = (top: number) => painter.paint({ rows: rowsOf(3), top, cursor: -1, height: 1, width: 60 })[0];
    const [before, wide, later] = [at(0), at(1), at(2)];
    expect(wide).toContain('a-long-command');
    expect(before.indexOf('sh')).toBeGreaterThan(wide.indexOf('a-long'));
    expect(later.indexOf('sh')).toBe(wide.indexOf('a-long'));
  });

  it('uses no colour where none is wanted', () => {
    const field = { name: 'rcode', description: '', text: () => 'ServerFailure' };
    const colored = new TablePainter(makeTheme(true, true));
    const plain = new TablePainter(makeTheme(false, true));
    for (const painter of [colored, plain]) painter.setColumns([columnOf(field, [], false)]);
    const body = { rows: rowsOf(1), top: 0, cursor: -1, height: 1, width: 40 };
    expect(colored.paint(body)[0]).toContain('\x1b[91m');
    expect(plain.paint(body)[0]).not.toMatch(/\x1b\[[0-9;]*3[0-9]/);
  });
});
