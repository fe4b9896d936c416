// The line above a table: all that matters has a place in it, whatever the width.
import { expect, it } from 'vitest';
import type { State } from '../../../src/view/state/state.ts';
import { CLOSED_TABLES } from '../../../src/view/state/tables-state.ts';
import type { Shown } from '../../../src/view/tables/counting.ts';
import { summaryText } from '../../../src/view/tables/wording.ts';
import { makeTheme } from '../../../src/view/theme.ts';

const theme = makeTheme(true, true);
const total = { queries: 12_345, errors: 285, unanswered: 480, nameErrors: 3444, p95Ns: 201_280_000 };

function line(width: number, by = 'queries'): string {
  const result = { total, unasked: 17, rows: [] };
  const shown = { result, query: { order: { by } }, progress: 1 } as unknown as Shown;
  const state = { tables: { ...CLOSED_TABLES }, clearedTo: 0 } as unknown as State;
  return summaryText(state, shown, theme, width);
}

it('says all of it in full where there is room', () => {
  expect(line(200)).toBe(
    'last minute · names by 2 labels · 12,345 lookups · 2.3% errors · 3.9% unanswered · 27.9% NXDOMAIN · p95 201.28ms · 17 unasked',
  );
});

it('has errors, NXDOMAIN and p95 in 80 columns, in the words of the columns', () => {
  expect(line(79)).toBe('1 min · 12,345 lookups · 2.3% error · 3.9% unansw · 27.9% nxdom · p95 201.28ms');
  expect(line(90)).toMatch(/^last minute · 12,345 lookups · 2\.3% error · .* p95 201\.28ms$/);
});

it('fits where it can, and gives up what matters least first', () => {
  for (let width = 79; width < 160; width++) {
    expect(line(width).length).toBeLessThanOrEqual(width);
    expect(line(width)).toMatch(/lookups.*error.*unansw.*(nxdom|NXDOMAIN).*p95 201\.28ms/);
  }
  expect(line(100, 'errors')).not.toContain('unasked');
});
