import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src/view/state/action.ts';
import { positionOf } from '../../../src/view/state/cursor.ts';
import { reduce } from '../../../src/view/state/reducer.ts';
import { type Matches, ShownRows } from '../../../src/view/state/rows.ts';
import { initialState, type State } from '../../../src/view/state/state.ts';
import type { World } from '../../../src/view/state/world.ts';

const list = (rows: number[]): Matches => ({ count: rows.length, at: (index) => rows[index] });
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const HEIGHT = 10;

function worldOf(rows: Matches, more: Partial<World> = {}): World {
  return {
    rows,
    end: 1000,
    nowMs: 0,
    height: HEIGHT,
    scrollEnd: 0,
    scrollPage: 1,
    tableKeys: [],
    tablePage: 1,
    found: [],
    shown: [],
    listed: [],
    placed: [],
    widthOf: () => 10,
    largestFirst: (name) => name === 'latency_ns',
    rowIn: (_, event) => event,
    eventsOf: (row) => [row],
    hasPath: () => false,
    hops: [],
    ...more,
  };
}

function stateAfter(state: State, world: World, ...actions: Action[]): State {
  return actions.reduce((current, action) => reduce(current, action, world), state);
}

/** The row under the cursor and the first row on the screen. */
function seen(state: State, rows: Matches): [number, number] {
  const { cursor, top } = positionOf(state, rows, HEIGHT);
  return [rows.at(cursor), rows.at(top)];
}

const start = initialState(100, 24);
const hundred = list(range(0, 100));

describe('the cursor', () => {
  it('is pinned to the newest row while following', () => {
    expect(seen(start, hundred)).toEqual([99, 90]);
    expect(seen(start, list(range(0, 150)))).toEqual([149, 140]);
  });

  it('leaves follow when it moves up, and the list stands still as rows arrive', () => {
    const moved = stateAfter(start, worldOf(hundred), { type: 'move', by: -1 });
    expect(moved.follow).toBe(false);
    expect(seen(moved, hundred)).toEqual([98, 90]);
    expect(seen(moved, list(range(0, 500)))).toEqual([98, 90]);
  });

  it('keeps its row and its line when older rows are evicted, or found later', () => {
    const moved = stateAfter(start, worldOf(hundred), { type: 'move', by: -5 });
    expect(seen(moved, list(range(60, 100)))).toEqual([94, 90]);
    expect(seen(moved, list(range(-50, 100)))).toEqual([94, 90]);
  });

  it('goes to the oldest row that is left when its own is evicted', () => {
    const first = stateAfter(start, worldOf(hundred), { type: 'move-first' });
    expect(seen(first, hundred)).toEqual([0, 0]);
    expect(seen(first, list(range(40, 140)))).toEqual([40, 40]);
  });

  it('goes to the next row that matches, and back to its own when that matches again', () => {
    const moved = stateAfter(start, worldOf(hundred), { type: 'move', by: -9 });
    const tens = list(range(0, 10).map((tenth) => tenth * 10 + 5));
    expect(seen(moved, hundred)[0]).toBe(90);
    expect(seen(moved, tens)[0]).toBe(95);
    expect(seen(moved, hundred)).toEqual([90, 90]);
  });

  it('scrolls by pages, halves of them, and to the ends', () => {
    const world = worldOf(hundred);
    const paged = stateAfter(start, world, { type: 'move-page', by: -1 });
    expect(seen(paged, hundred)).toEqual([89, 80]);
    expect(seen(stateAfter(paged, world, { type: 'move-page', by: -0.5 }), hundred)).toEqual([84, 75]);
    expect(seen(stateAfter(paged, world, { type: 'move-page', by: 1 }), hundred)).toEqual([99, 90]);
    expect(stateAfter(paged, world, { type: 'move-last' }).follow).toBe(true);
  });

  it('stays in lists that are empty or shorter than the screen', () => {
    expect(positionOf(start, list([]), HEIGHT)).toEqual({ top: 0, cursor: -1 });
    const moves: Action[] = [{ type: 'move', by: -1 }, { type: 'move-page', by: -1 }, { type: 'open' }];
    for (const action of moves) expect(stateAfter(start, worldOf(list([])), action)).toEqual(start);
    const short = list([7, 8]);
    expect(seen(stateAfter(start, worldOf(short), { type: 'move-page', by: -1 }), short)).toEqual([7, 7]);
  });

  it('is on the screen after any moves, in a list that changes at both ends', () => {
    let state = start;
    let [from, to] = [0, 50];
    const steps: Action[] = [
      { type: 'move', by: -3 },
      { type: 'move-page', by: -1 },
      { type: 'move', by: 7 },
      { type: 'move-page', by: 0.5 },
      { type: 'move-first' },
      { type: 'move', by: 30 },
    ];
    for (let step = 0; step < 300; step++) {
      const rows = list(range(from, to));
      state = reduce(state, steps[(step * 7) % steps.length], worldOf(rows));
      const { top, cursor } = positionOf(state, rows, HEIGHT);
      expect(cursor).toBeGreaterThanOrEqual(top);
      expect(cursor).toBeLessThan(top + HEIGHT);
      expect(top + HEIGHT).toBeLessThanOrEqual(Math.max(HEIGHT, rows.count));
      [from, to] = [from + (step % 5), to + (step % 6)];
    }
  });
});

describe('pause, follow and clear', () => {
  it('pause holds rows back, and space again shows them', () => {
    const paused = stateAfter(start, worldOf(hundred, { end: 100 }), { type: 'pause' });
    const later = list(range(0, 300));
    expect(new ShownRows(later, paused.clearedTo, paused.pausedAt!).count).toBe(100);
    expect(stateAfter(paused, worldOf(later), { type: 'pause' }).pausedAt).toBeUndefined();
  });

  it('follow ends a pause, and a second press lets go at the same row', () => {
    const world = worldOf(hundred, { end: 100 });
    const followed = stateAfter(
      start,
      world,
      { type: 'pause' },
      { type: 'move', by: -4 },
      { type: 'follow' },
    );
    expect([followed.follow, followed.pausedAt]).toEqual([true, undefined]);
    const released = stateAfter(followed, world, { type: 'follow' });
    expect(released.follow).toBe(false);
    expect(seen(released, hundred)).toEqual([99, 90]);
  });

  it('clear hides what came before it', () => {
    const cleared = stateAfter(start, worldOf(hundred, { end: 100 }), { type: 'clear' });
    expect(new ShownRows(list(range(0, 103)), cleared.clearedTo, Infinity).count).toBe(3);
  });
});

describe('the open row', () => {
  const world = worldOf(hundred, { scrollEnd: 30, scrollPage: 10 });
  const open = stateAfter(start, world, { type: 'move', by: -4 }, { type: 'open' });

  it('keeps the row, scrolls within its lines, and esc returns to it', () => {
    expect([open.context, open.detail, open.follow]).toEqual(['detail', { row: 95, scroll: 0 }, false]);
    const scrolled = stateAfter(open, world, { type: 'move-page', by: 1 }, { type: 'move', by: 5 });
    expect(scrolled.detail).toEqual({ row: 95, scroll: 15 });
    expect(stateAfter(scrolled, world, { type: 'move', by: 99 }).detail?.scroll).toBe(30);
    const closed = stateAfter(scrolled, world, { type: 'back' });
    expect([closed.context, closed.detail]).toEqual(['table', undefined]);
    expect(seen(closed, hundred)).toEqual([95, 90]);
  });

  it('steps to the rows beside it', () => {
    expect(stateAfter(open, world, { type: 'step', by: -1 }).detail).toEqual({ row: 94, scroll: 0 });
    expect(stateAfter(open, world, { type: 'step', by: 9 }).detail).toEqual({ row: 99, scroll: 0 });
  });

  it('is there again behind help, columns and filter', () => {
    for (const type of ['help', 'columns-open'] as const)
      expect(stateAfter(open, world, { type }, { type: 'back' }).context).toBe('detail');
    expect(stateAfter(open, world, { type: 'filter-open' }, { type: 'filter-cancel' }).context).toBe(
      'detail',
    );
  });
});

const shownIn = (state: State) => state.layouts.events?.columns?.map(({ name }) => name);

describe('the column picker', () => {
  const world = worldOf(hundred, { found: ['name', 'qtype', 'id'], shown: ['name', 'qtype'] });
  const open = stateAfter(start, world, { type: 'columns-open' });

  it('shows, hides and resets columns', () => {
    const third = stateAfter(open, world, { type: 'columns-move', by: 5 });
    expect(third.picker.index).toBe(2);
    expect(shownIn(stateAfter(third, world, { type: 'columns-toggle' }))).toEqual(['name', 'qtype', 'id']);
    const without = stateAfter(open, world, { type: 'columns-toggle' });
    expect(shownIn(without)).toEqual(['qtype']);
    expect(shownIn(stateAfter(without, world, { type: 'columns-reset' }))).toBeUndefined();
  });

  it('moves a column, with the cursor on it', () => {
    const wide = { ...world, listed: ['name', 'qtype', 'id'] };
    const opened = stateAfter(start, wide, { type: 'columns-open' });
    expect(opened.picker.order).toEqual(['name', 'qtype', 'id']);
    const moved = stateAfter(opened, wide, { type: 'columns-place', by: 1 });
    expect(shownIn(moved)).toEqual(['qtype', 'name']);
    expect(moved.picker).toMatchObject({ index: 1, order: ['qtype', 'name', 'id'] });
    expect(shownIn(stateAfter(opened, wide, { type: 'columns-place', by: -1 }))).toBeUndefined();
  });

  it('gives a column another width: all there is, as wide as now, wider, as its text again', () => {
    const width = (state: State) => state.layouts.events?.widths?.name;
    const grows = stateAfter(open, world, { type: 'columns-width' });
    expect(width(grows)).toBe('grow');
    const fixed = stateAfter(grows, world, { type: 'columns-width' });
    expect(width(fixed)).toBe(10);
    expect(width(stateAfter(fixed, world, { type: 'columns-width' }))).toBe('fit');
    expect(width(stateAfter(fixed, world, { type: 'columns-widen', by: 1 }))).toBe(11);
    expect(width(stateAfter(fixed, world, { type: 'columns-widen', by: -100 }))).toBe(2);
  });

  it('keeps what was changed and nothing else', () => {
    const sorted = stateAfter(open, world, { type: 'sort-by', column: 'name' });
    expect(sorted.layouts.events).toEqual({ sort: { column: 'name', descending: false } });
    const wider = stateAfter(sorted, world, { type: 'columns-width' });
    expect(wider.layouts.events).toEqual({ ...sorted.layouts.events, widths: { name: 'grow' } });
    const without = stateAfter(wider, world, { type: 'columns-move', by: 1 }, { type: 'columns-toggle' });
    expect(without.layouts.events).toEqual({
      ...sorted.layouts.events,
      columns: [{ name: 'name', width: 'grow' }],
    });
    const wide = stateAfter(
      without,
      { ...world, shown: ['name'] },
      { type: 'columns-move', by: -1 },
      { type: 'columns-width' },
    );
    expect(wide.layouts.events?.columns).toEqual([{ name: 'name', width: 10 }]);
    expect(stateAfter(sorted, world, { type: 'sort-time' }).layouts.events).toBeUndefined();
  });

  it('leaves one column', () => {
    const last = { ...world, shown: ['name'] };
    expect(shownIn(stateAfter(open, last, { type: 'columns-toggle' }))).toEqual(['name']);
  });

  it('starts again at the top when the query changes', () => {
    const moved = stateAfter(
      open,
      world,
      { type: 'columns-move', by: 2 },
      { type: 'edit', key: { name: 'q', text: 'q' } },
    );
    expect(moved.picker).toMatchObject({ line: { text: 'q', caret: 1 }, index: 0 });
  });
});
