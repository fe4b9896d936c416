import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../src/fields/text.ts';
import { chipLine } from '../../../src/view/filter/chip-line.ts';
import { completionLines } from '../../../src/view/filter/completion-list.ts';
import { makeTheme } from '../../../src/view/theme.ts';

const plain = (text: string): string => text.replace(/\x1b\[[0-9;]*m/g, '');
const item = (label: string, meaning = '', count?: number) => ({
  from: 0,
  to: 0,
  insert: label,
  label,
  meaning,
  count,
});

describe('the list of completions', () => {
  const items = Array.from({ length: 30 }, (_, index) => item(`field${index}`, 'what it means', 30 - index));
  const theme = makeTheme(true, true);

  it('keeps the chosen one in sight', () => {
    for (const choice of [0, 3, 4, 15, 29, 99]) {
      const lines = completionLines({ theme, items, choice, height: 6, width: 80 }).map(plain);
      expect(lines).toHaveLength(6);
      expect(lines.filter((line) => line.includes('▸'))).toEqual([
        expect.stringContaining(`field${Math.min(choice, 29)} `),
      ]);
    }
  });

  it('is never wider than the screen, and shows nothing that moves the cursor', () => {
    const odd = [item('漢字'.repeat(60), 'x'.repeat(300), 5), item('\x1b[2J\r\n', '\x07'), item('', '')];
    for (const width of [40, 80, 200])
      for (const glyphs of [true, false])
        for (const line of completionLines({
          theme: makeTheme(true, glyphs),
          items: odd,
          choice: 1,
          height: 8,
          width,
        }))
          expect([widthOf(plain(line)) <= width, /[\x00-\x1f]/.test(plain(line))]).toEqual([true, false]);
  });

  it('has no line where there is nothing', () => {
    expect(completionLines({ theme, items: [], choice: 0, height: 6, width: 80 })).toEqual([]);
  });
});

describe('the line of filters', () => {
  const short = (text: string) => text;
  const line = (texts: string[], width: number, unicode = true) =>
    plain(
      chipLine({
        theme: makeTheme(false, unicode),
        chips: texts.map((text, index) => ({ text, on: index !== 1 })),
        edited: undefined,
        short,
        width,
      }),
    );

  it('shows one as it is, several with numbers and whether they are on', () => {
    expect(line(['qr==R'], 80)).toBe('qr==R');
    expect(line(['qr==R', 'name~a'], 80)).toBe('1◉ qr==R  2○ name~a');
    expect(line(['qr==R', 'name~a'], 80, false)).toBe('1[x] qr==R  2[ ] name~a');
  });

  it('fits, the longest one cut first', () => {
    for (const width of [20, 40, 80]) {
      const shown = line(['qr==R', `name~${'漢'.repeat(50)}`, `x${'y'.repeat(90)}`], width);
      expect(widthOf(shown)).toBeLessThanOrEqual(width);
      if (width >= 40) expect(shown).toMatch(/^1◉ qr==R {2}2○ name~.*… {2}3◉ xy+…$/);
    }
  });
});
