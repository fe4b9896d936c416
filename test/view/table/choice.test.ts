import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../../src/fields/table.ts';
import { ColumnChoice } from '../../../src/view/table/choice.ts';
import { contextOf } from '../../support/context.ts';

const DEFAULTS = 'netns src dst comm qr name'.split(' ');
const choice = new ColumnChoice(contextOf([]), FIELDS, DEFAULTS);
const standIns = (chosen: string[] | undefined): string[] =>
  choice.columns(chosen).flatMap(({ field, standsFor }) => (standsFor ? [field.name] : []));

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
    expect(choice.columns(['nameserver.addr'])[0].title).toBe('SERVER');
  });
});
