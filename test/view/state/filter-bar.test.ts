import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src/view/state/action.ts';
import { positionOf } from '../../../src/view/state/cursor.ts';
import { reduce } from '../../../src/view/state/reducer.ts';
import type { Matches } from '../../../src/view/state/rows.ts';
import { initialState, type State } from '../../../src/view/state/state.ts';
import type { World } from '../../../src/view/state/world.ts';

const list = (rows: number[]): Matches => ({ count: rows.length, at: (index) => rows[index] });
const hundred = list(Array.from({ length: 100 }, (_, row) => row));
const HEIGHT = 10;

function worldOf(rows: Matches, nowMs = 0): World {
  return {
    ...{ rows, nowMs, end: 100, height: HEIGHT, scrollEnd: 0, scrollPage: 1 },
    ...{ found: [], shown: [], listed: [], placed: [], hops: [], tableKeys: [], tablePage: 1 },
    rowIn: (_, event) => event,
    eventsOf: (row) => [row],
    hasPath: () => false,
    widthOf: () => 10,
    largestFirst: () => false,
  };
}
const world = worldOf(hundred);
const stateAfter = (state: State, ...actions: Action[]): State =>
  actions.reduce((current, action) => reduce(current, action, world), state);

const start = initialState(100, 24);
const three = initialState(100, 24, ['qr==R', 'name~a', 'pid==1']);
const checked = (text: string, error?: { message: string; column: number }): Action => ({
  type: 'filter-checked',
  text,
  error,
});
const typed = (text: string): Action[] => [{ type: 'insert', text }, checked(text)];
const texts = ({ filter }: State) => filter.chips.map(({ text, on }) => (on ? text : `(${text})`));

describe('the filter bar', () => {
  const open = stateAfter(start, { type: 'filter-open' });

  it('keeps the last good filter while the text is wrong, and enter does not keep a wrong one', () => {
    const good = stateAfter(open, ...typed('qr==R'));
    const fault = { message: 'unknown field', column: 7 };
    const bad = stateAfter(good, { type: 'insert', text: ',x' }, checked('qr==R,x', fault));
    expect([bad.filter.applied, bad.filter.edit?.error]).toEqual(['qr==R', fault]);
    expect(stateAfter(bad, { type: 'filter-keep' })).toBe(bad);
  });

  it('keeps what was typed by enter, restores what was before by esc', () => {
    const kept = stateAfter(open, ...typed('qr==R'), { type: 'filter-keep' });
    expect([kept.context, texts(kept), kept.filter.applied]).toEqual(['table', ['qr==R'], 'qr==R']);
    const again = stateAfter(kept, { type: 'filter-open' }, { type: 'insert', text: '&&' });
    expect(again.filter.edit?.line.text).toBe('qr==R&&');
    expect(stateAfter(again, { type: 'filter-cancel' }).filter).toEqual(kept.filter);
  });

  it('drops a filter whose text was taken away', () => {
    const emptied = stateAfter(three, { type: 'filter-open' }, { type: 'typed', text: '' }, checked(''));
    expect(emptied.filter.applied).toBe('(qr==R) && (name~a)');
    expect(texts(stateAfter(emptied, { type: 'filter-keep' }))).toEqual(['qr==R', 'name~a']);
  });

  it('edits the last filter, or one more, or the one before', () => {
    expect(stateAfter(three, { type: 'filter-open' }).filter.edit).toMatchObject({ at: 2, good: 'pid==1' });
    const more = stateAfter(three, { type: 'filter-open', more: true }, ...typed('comm==a'));
    expect(more.filter.applied).toBe('(qr==R) && (name~a) && (pid==1) && (comm==a)');
    const before = stateAfter(more, { type: 'filter-before' });
    expect(before.filter.edit).toMatchObject({ at: 2, good: 'pid==1' });
    expect(before.filter.applied).toBe(more.filter.applied);
    const first = stateAfter(before, { type: 'filter-before' }, { type: 'filter-before' });
    expect(first.filter.edit?.at).toBe(0);
    expect(stateAfter(first, { type: 'filter-before' }).filter.edit?.at).toBe(3);
    expect(stateAfter(first, { type: 'filter-cancel' }).filter).toEqual(three.filter);
  });

  it('goes back and forth in the history, and returns to what was typed', () => {
    const back = (count: number, entry?: string): Action => ({ type: 'filter-recalled', back: count, entry });
    const older = stateAfter(open, ...typed('qr'), back(1, 'newest'), back(2, 'older'));
    expect(older.filter.edit).toMatchObject({ line: { text: 'older', caret: 5 }, recalled: 2, typed: 'qr' });
    const moved = stateAfter(older, { type: 'edit', key: { name: 'home', text: '' } });
    expect(moved.filter.edit).toMatchObject({ recalled: 2, typed: 'qr' });
    expect(stateAfter(older, back(1, 'newest'), back(0)).filter.edit?.line.text).toBe('qr');
    const edited = stateAfter(older, { type: 'insert', text: 'x' });
    expect(edited.filter.edit).toMatchObject({ recalled: 0, typed: 'olderx' });
  });

  it('asks for a name where there is something to save, and keeps the filter meanwhile', () => {
    expect(stateAfter(open, { type: 'filter-name', name: '' }).filter.edit?.name).toBeUndefined();
    const asked = stateAfter(
      open,
      ...typed('qr==R'),
      { type: 'filter-name', name: '' },
      { type: 'insert', text: 'mine' },
    );
    expect(asked.filter.edit).toMatchObject({ name: { text: 'mine' }, line: { text: 'qr==R' } });
    const back = stateAfter(asked, { type: 'filter-cancel' });
    expect([back.context, back.filter.edit?.name, back.filter.applied]).toEqual([
      'filter',
      undefined,
      'qr==R',
    ]);
  });
});

describe('several filters', () => {
  it('hold together, each on or off', () => {
    expect(three.filter.applied).toBe('(qr==R) && (name~a) && (pid==1)');
    const two = stateAfter(three, { type: 'filter-toggle', at: 1 });
    expect([texts(two), two.filter.applied]).toEqual([
      ['qr==R', '(name~a)', 'pid==1'],
      '(qr==R) && (pid==1)',
    ]);
    expect(stateAfter(two, { type: 'filter-toggle', at: 1 }).filter).toEqual(three.filter);
    expect(stateAfter(three, { type: 'filter-toggle', at: 7 })).toBe(three);
  });

  it('do not switch off what is being edited', () => {
    const open = stateAfter(three, { type: 'filter-open' });
    expect(stateAfter(open, { type: 'filter-toggle', at: 2 })).toBe(open);
    expect(texts(stateAfter(open, { type: 'filter-toggle', at: 0 }))[0]).toBe('(qr==R)');
  });

  it('are switched off by esc, then dropped; the last one by backspace', () => {
    const off = stateAfter(three, { type: 'back' });
    expect([texts(off), off.filter.applied]).toEqual([['(qr==R)', '(name~a)', '(pid==1)'], '']);
    expect(texts(stateAfter(off, { type: 'back' }))).toEqual([]);
    expect(stateAfter(start, { type: 'back' })).toBe(start);
    expect(texts(stateAfter(three, { type: 'filter-drop' }))).toEqual(['qr==R', 'name~a']);
  });

  it('are not added twice', () => {
    const again = stateAfter(three, { type: 'filter-toggle', at: 0 }, { type: 'filter-add', text: 'qr==R' });
    expect(texts(again)).toEqual(['name~a', 'pid==1', 'qr==R']);
  });
});

describe('following', () => {
  it('is undone when it turns out to be the first key of f=', () => {
    const still = stateAfter(start, { type: 'move', by: -5 });
    const followed = stateAfter(still, { type: 'follow' });
    expect(followed.follow).toBe(true);
    const { before: restore } = followed.followed!;
    const added = stateAfter(followed, { type: 'filter-add', text: 'pid==1', restore, cell: 'pid' });
    expect(positionOf(added, hundred, HEIGHT)).toEqual(positionOf(still, hundred, HEIGHT));
    expect([added.cell, added.followed, added.follow]).toEqual(['pid', undefined, false]);
  });
});
