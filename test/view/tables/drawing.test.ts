// Bars, sparklines and the layout of tables: exact widths, nothing hidden that is not nothing.
import { describe, expect, it } from 'vitest';
import { bar, sparkline } from '../../../src/view/tables/bars.ts';
import { COLUMNS, GAP, layOutTable } from '../../../src/view/tables/columns.ts';
import { PRESET_LINES, presetLines } from '../../../src/view/tables/presets.ts';
import { makeTheme } from '../../../src/view/theme.ts';

const { glyphs } = makeTheme(true, true);
const ascii = makeTheme(true, false).glyphs;

describe('a bar', () => {
  it.each([
    [0, 10, 8, ''],
    [10, 10, 8, '████████'],
    [5, 10, 8, '████'],
    [1, 10, 8, '▊'],
    [1, 1_000_000, 8, '▏'],
    [20, 10, 8, '████████'],
    [0, 0, 8, ''],
  ])('for %d of %d in %d cells is %s', (part, whole, width, text) => {
    expect(bar(part, whole, width, glyphs)).toBe(text);
  });

  it('is whole cells in ASCII', () => {
    expect(bar(1, 2, 8, ascii)).toBe('####');
    expect(bar(1, 100, 8, ascii)).toBe('#');
  });
});

describe('a sparkline', () => {
  it('shows the highest as full, little as something, nothing as nothing', () => {
    expect(sparkline([0, 1, 50, 100], 4, glyphs)).toBe(' ▁▄█');
    expect(sparkline([0, 1, 50, 100], 4, ascii)).toBe(' .-#');
    expect(sparkline([0, 0, 0, 0], 4, glyphs)).toBe('    ');
  });

  it('joins slices where there are fewer cells, and loses none', () => {
    expect(sparkline([1, 1, 0, 0, 4, 0], 3, glyphs)).toBe('▄ █');
    expect(sparkline([0, 0, 0, 0, 0, 1], 3, glyphs)).toBe('  █');
  });
});

describe('the layout', () => {
  const names = (width: number) => layOutTable(width, 20, 'queries').placed.map(({ column }) => column.name);

  it('fits any width', () => {
    for (let width = 20; width < 260; width++) {
      for (const wanted of [5, 30, 200]) {
        const { value, placed } = layOutTable(width, wanted, 'queries');
        const used = placed.reduce((sum, column) => sum + column.width + GAP, value);
        expect(used, `width ${width}`).toBeLessThanOrEqual(width);
        expect(value).toBeGreaterThanOrEqual(20);
        for (const { column, width } of placed) {
          expect(width).toBeGreaterThanOrEqual(column.width);
          expect(width).toBeLessThanOrEqual(column.most ?? column.width);
        }
      }
    }
  });

  it('keeps queries, errors, unanswered and the 95th percentile in 80 columns, and all in 120', () => {
    expect(names(78)).toEqual(expect.arrayContaining(['queries', 'errors', 'unanswered', 'p95', 'share']));
    expect(names(118)).toEqual(COLUMNS.map(({ name }) => name));
  });

  it('never drops the column that rows are sorted by', () => {
    for (const { name, sort } of COLUMNS) {
      if (sort) expect(layOutTable(40, 20, sort).placed.map(({ column }) => column.name)).toContain(name);
    }
  });
});

describe('presets', () => {
  it('keep the one under the cursor in sight', () => {
    const theme = makeTheme(false, true);
    for (let height = 2; height <= PRESET_LINES; height++) {
      for (let chosen = 0; chosen < PRESET_LINES - 1; chosen++) {
        const lines = presetLines(theme, chosen, 80, height);
        expect(lines).toHaveLength(height);
        expect(lines.filter((line) => line.includes('▸'))).toHaveLength(1);
      }
    }
  });
});
