import { describe, expect, it } from 'vitest';
import { findField } from '../../src/fields/find.ts';
import { FIELDS } from '../../src/fields/table.ts';
import { cellFilter } from '../../src/filter/cell.ts';
import { compileFilter } from '../../src/filter/compile.ts';
import { escapedPattern, literal } from '../../src/filter/literal.ts';
import { parseFilter, type Rule } from '../../src/filter/parse.ts';
import { contextOf } from '../support/context.ts';

const context = contextOf([
  { name: 'Plain.example.', process: { pid: 7, comm: 'a "b" \\c, d) && e' }, iface: 'eth0' },
  {
    response: true,
    addresses: '192.0.2.1,2001:db8::1',
    columns: { rcode: 3, anomalies: 5, flags: 0x8200, captured_length: 60 },
    process: { comm: '漢字 |x', cmdline: 'sh -c "dig\tx"' },
    netns: { inode: 5, name: 'in' },
  },
  { src: '2001:db8::1', dst: '2001:db8::2', name: 'x\\027\\".' },
]);
context.store.latency.set([NaN, 29_362_011, NaN]);

const cell = (name: string, row: number, exclude = false): string | undefined =>
  cellFilter(
    findField(name)!,
    context,
    row,
    exclude,
    (text) => compileFilter(text, context).test(row) !== exclude,
  );

/** Numbers below another one, as from a die that always falls the same. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

describe('a value in a filter', () => {
  it('is read back as it was, whatever it is', () => {
    const alphabet = [
      ...'ab.:/\\"\'(){}[],&|!=~<> \t\n*+?^$%@-_#;',
      'é',
      '漢',
      '😀',
      ' && ',
      ' in ',
      'cidr(',
    ];
    const next = dice(7);
    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: next(9) }, () => alphabet[next(alphabet.length)]).join('');
      for (const filter of [
        `comm==${literal(text)}`,
        `comm==${literal(text)},qr==R`,
        `(comm!=${literal(text)})`,
      ]) {
        const parsed = parseFilter(filter);
        const rule = (parsed.type === 'and' ? parsed.of[0] : parsed) as Rule;
        expect(rule.values[0].text, filter).toBe(text);
      }
      const pattern = parseFilter(`comm~${literal(escapedPattern(text), true)}`) as Rule;
      expect(new RegExp(pattern.values[0].text, 'u').test(`x${text}x`), text).toBe(true);
    }
  });
});

describe('a filter by a cell', () => {
  it('is what a user would write', () => {
    expect(cell('name', 0)).toBe('name==Plain.example.');
    expect(cell('name', 0, true)).toBe('name!=Plain.example.');
    expect(cell('rcode', 1)).toBe('rcode==NameError');
    expect(cell('rcode', 0)).toBe('rcode==""');
    expect(cell('rcode', 0, true)).toBe('rcode!=""');
    expect(cell('pid', 0)).toBe('pid==7');
    expect(cell('latency_ns', 1)).toBe('latency_ns>=29.36ms');
    expect(cell('latency_ns', 1, true)).toBe('latency_ns<29.36ms');
    expect(cell('latency_ns', 0)).toBe('latency_ns==""');
    expect(cell('tc', 1)).toBe('tc==true');
    expect(cell('anomalies', 1)).toBe('anomalies==truncated && anomalies==bad_pointer');
    expect(cell('addresses', 1)).toBe('addresses=="192.0.2.1,2001:db8::1"');
    expect(cell('src', 2)).toBe('src=="[2001:db8::1]:40000"');
    expect(cell('timestamp', 1)).toMatch(/^timestamp>=2025-/);
  });

  it('holds for the row, and the other for all rows but those like it, whatever the field', () => {
    for (const field of FIELDS)
      for (let row = 0; row < 3; row++)
        for (const exclude of [false, true]) {
          const text = cell(field.name, row, exclude);
          expect(text, `${field.name} of row ${row}`).toBeDefined();
          expect(compileFilter(text!, context).test(row), text).toBe(!exclude);
        }
  });
});
