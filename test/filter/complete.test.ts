import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/fields/table.ts';
import { compileFilter } from '../../src/filter/compile.ts';
import { type CompletionSources, complete } from '../../src/filter/complete.ts';
import { operatorsFor } from '../../src/filter/operators.ts';
import { placeIn } from '../../src/filter/place.ts';
import { SeenValues } from '../../src/filter/seen-values.ts';
import { valuesOf } from '../../src/filter/value-reader.ts';
import { contextOf } from '../support/context.ts';

const context = contextOf([
  { name: 'a.example.', process: { pid: 7, comm: 'curl' } },
  { name: 'a.example.', response: true, columns: { rcode: 3 }, process: { pid: 7, comm: 'curl' } },
  { name: 'b.example.', process: { pid: 8, comm: 'dig' } },
  { name: 'has space,and "quotes".', response: true },
]);
context.store.latency.set([NaN, 2_500_000, NaN, 40_000_000]);

const sources: CompletionSources = {
  context,
  saved: [
    { name: 'slow', expression: 'latency_ns>50ms', meaning: '' },
    { name: 'failed', expression: 'rcode!=Success', meaning: 'went wrong' },
  ],
  values: (field) => {
    const seen = new SeenValues(field, context);
    seen.work(Number.POSITIVE_INFINITY);
    return seen;
  },
};

/** For fields that have no value here. */
const ANY: Record<string, string> = { time: '2025-02-17T10:22:33Z', address: '192.0.2.1', number: '1' };

/** Completions at `|`, or at the end. */
function at(marked: string) {
  const caret = marked.includes('|') ? marked.indexOf('|') : marked.length;
  return complete(marked.replace('|', ''), caret, sources);
}
const labels = (marked: string): string[] => at(marked).items.map(({ label }) => label);

/** The text after the first completion. */
function tab(marked: string): string {
  const caret = marked.includes('|') ? marked.indexOf('|') : marked.length;
  const text = marked.replace('|', '');
  const [item] = complete(text, caret, sources).items;
  return item ? text.slice(0, item.from) + item.insert + text.slice(item.to) : text;
}

describe('the place of the caret', () => {
  it.each([
    ['', 'field', ''],
    ['rco', 'field', 'rco'],
    ['!(rco', 'field', 'rco'],
    ['rcode ', 'operator', ''],
    ['rcode !', 'operator', '!'],
    ['pid in', 'operator', 'in'],
    ['rcode=', 'value', ''],
    ['rcode==Name', 'value', 'Name'],
    ['name=="a b', 'value', 'a b'],
    ['name=="a \\"b', 'value', 'a "b'],
    ['pid in (1, 2', 'value', '2'],
    ['src.addr in 10.', 'value', '10.'],
    ['rcode==NameError ', 'join', ''],
    ['rcode==NameError &', 'join', '&'],
    ['pid in (1,2)', 'join', ''],
    ['(a==b', 'nothing', undefined],
    ['(qr==R ', 'join', ''],
    ['qr==R,', 'field', ''],
    ['qr==R && (qtype==A || na', 'field', 'na'],
    ['name~a|b', 'value', 'a|b'],
    ['@sl', 'saved', 'sl'],
    ['qr==R && @', 'saved', ''],
    ['nonsense==1', 'nothing', undefined],
  ])('%s is %s', (text, what, word) => {
    expect(placeIn(text, text.length)).toMatchObject(word === undefined ? { what } : { what, word });
  });

  it('takes the rest of the word with it, and nothing behind', () => {
    expect(placeIn('rcode==NameError,qr==R', 3)).toMatchObject({
      what: 'field',
      from: 0,
      to: 5,
      word: 'rco',
    });
    expect(placeIn('rcode==NameError,qr==R', 9)).toMatchObject({ what: 'value', from: 7, to: 16 });
    expect(placeIn('rcode== && qr==R', 7)).toMatchObject({ what: 'value', from: 7, to: 7 });
  });

  it('is found in whatever was typed', () => {
    const texts = [
      'name=="',
      '((((',
      ')',
      '&&',
      '||',
      'name in (',
      'name~[',
      'a\\',
      '"',
      '@@',
      '漢字',
      'name==\\',
    ];
    for (const text of texts)
      for (let caret = 0; caret <= text.length; caret++)
        expect(complete(text, caret, sources).items.every(({ from, to }) => from <= to)).toBe(true);
  });
});

describe('fields', () => {
  it('come by what their name begins with, then by what they mean', () => {
    expect(labels('rco').slice(0, 2)).toEqual(['rcode', 'rcode_raw']);
    expect(labels('com')[0]).toBe('comm');
    expect(labels('proc.co')[0]).toBe('proc.comm');
    expect(labels('latncy')[0]).toBe('latency_ns');
    expect(labels('truncated')).toContain('tc');
  });

  it('are all offered at the beginning, the most useful first, with what they mean', () => {
    expect(labels('')).toHaveLength(FIELDS.length);
    expect(labels('').slice(0, 3)).toEqual(['name', 'rcode', 'qtype']);
    expect(at('rcod').items[0].meaning).toContain('how it went');
  });
});

describe('operators', () => {
  it('suit the field, and all compile with its values', () => {
    expect(labels('latency_ns ')).toEqual(['>', '>=', '<', '<=']);
    expect(labels('tc ')).toEqual(['==', '!=']);
    expect(labels('name ')[0]).toBe('~');
    expect(labels('name !')).toEqual(['!~', '!=']);
    for (const field of FIELDS)
      for (const { operator } of operatorsFor(field)) {
        const [seen = ''] = valuesOf(field, context, 1);
        const value = seen || ANY[field.kind] || '';
        const list = operator === 'in' ? `("${value}")` : `"${value}"`;
        expect(() => compileFilter(`${field.name} ${operator} ${list}`, context)).not.toThrow();
      }
  });

  it('follow a field that is whole', () => {
    expect(labels('rcode').slice(0, 2)).toEqual(['==', '!=']);
    expect(labels('rcode')).toContain('rcode_raw');
    expect(tab('src.addr in|')).toBe('src.addr in ');
    expect(tab('pid i')).toBe('pid in (');
  });
});

describe('values', () => {
  it('are those seen, most frequent first, then those known', () => {
    expect(at('comm==').items.map(({ label, count }) => [label, count])).toEqual([
      ['curl', 2],
      ['dig', 1],
    ]);
    expect(labels('rcode==').slice(0, 2)).toEqual(['Success', 'NameError']);
    expect(at('rcode==refu').items[0]).toMatchObject({ label: 'Refused', count: 0, meaning: 'not seen' });
    expect(labels('qr==')).toEqual(['R', 'Q']);
    expect(labels('tc==')).toEqual(['false', 'true']);
  });

  it('are found by a part of them, and by what is like them', () => {
    expect(labels('name==b.')[0]).toBe('b.example.');
    expect(labels('comm==crl')).toEqual(['curl']);
  });

  it('are quoted, and escaped in patterns, where that is needed', () => {
    expect(tab('name==has')).toBe('name=="has space,and \\"quotes\\"."');
    expect(tab('name~a.ex')).toBe('name~a\\.example\\.');
    for (const text of [tab('name==has'), tab('name~has'), tab('name~a.ex')])
      expect(compileFilter(text, context).test(text.includes('has') ? 3 : 0)).toBe(true);
  });

  it('of latencies are how long slow ones take', () => {
    expect(labels('latency_ns>')).toEqual(
      ['2.50ms', '2.50ms', '2.50ms'].slice(0, labels('latency_ns>').length),
    );
    expect(at('latency_ns>').items[0].meaning).toContain('half');
  });

  it('lead on to the next rule, or the end of the list, once they are whole', () => {
    expect(tab('comm==cu')).toBe('comm==curl');
    expect(tab('comm==curl')).toBe('comm==curl && ');
    expect(tab('latency_ns>50ms')).toBe('latency_ns>50ms && ');
    expect(tab('pid in (7')).toBe('pid in (7, ');
    expect(labels('(comm==curl')).toEqual(['&&', '||', ')']);
  });
});

describe('saved filters', () => {
  it('stand in the place of their name, in brackets beside others', () => {
    expect(labels('@')).toEqual(['@slow', '@failed']);
    expect(tab('@fa')).toBe('rcode!=Success');
    expect(tab('qr==R && @slo')).toBe('qr==R && (latency_ns>50ms)');
    expect(at('@').items.map(({ meaning }) => meaning)).toEqual(['latency_ns>50ms', 'went wrong']);
  });
});
