import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../../src/fields/table.ts';
import { ColumnChoice } from '../../../src/view/table/choice.ts';
import { contextOf } from '../../support/context.ts';

const DEFAULTS = 'netns src dst comm qr name'.split(' ');
const choice = new ColumnChoice(contextOf([]), FIELDS, DEFAULTS);
const layoutOf = (names: readonly string[]) => ({ columns: names.map((name) => ({ name })) });
const standIns = (chosen?: readonly string[]): string[] =>
  choice
    .columns(chosen && layoutOf(chosen))
    .flatMap(({ field, standsFor }) => (standsFor ? [field.name] : []));

describe('columns', () => {
  it('have the server to stand in for source and destination, behind them', () => {
    expect(choice.columns(undefined).map(({ title }) => title)).toEqual(
      'TIME NETNS SRC DST SERVER COMM QR NAME'.split(' '),
    );
    expect(standIns(undefined)).toEqual(['nameserver.addr']);
  });

  it('keep it where the user only added some', () => {
    expect(standIns([...choice.shown(undefined), 'iface'])).toEqual(['nameserver.addr']);
  });

  it('are never replaced where the user chose his own', () => {
    expect(standIns(['src', 'dst', 'name'])).toEqual([]);
    expect(standIns([...choice.shown(undefined), 'nameserver.addr'])).toEqual([]);
    expect(choice.columns(layoutOf(['nameserver.addr']))[0].title).toBe('SERVER');
  });

  it('have the width they were given, and one that grows takes the space of the others', () => {
    const columns = choice.columns({
      columns: [{ name: 'name', width: 7 }, { name: 'comm', width: 'grow' }, { name: 'qr' }],
    });
    expect(columns.map(({ shape }) => [shape.min, shape.max, shape.grows ?? false])).toEqual([
      [7, 7, false],
      [8, 15, true],
      [2, 2, false],
    ]);
  });
});
