import { expect, it } from 'vitest';
import { compileFilter } from '../../src/filter/compile.ts';
import { FilterError } from '../../src/filter/error.ts';
import { contextOf } from '../support/context.ts';

const PIECES = [
  ...[
    'qr',
    'name',
    'pid',
    'latency_ns',
    'src.addr',
    'anomalies',
    'timestamp',
    'aa',
    'rcode',
    'k8s.podName',
    'nothing',
  ],
  ...[
    '==',
    '!=',
    '~',
    '!~',
    '<',
    '>=',
    '=',
    ' in ',
    '&&',
    '||',
    ',',
    '!',
    '(',
    ')',
    ' ',
    '"',
    '\\',
    '[',
    '{',
    '|',
  ],
  ...[
    'R',
    '""',
    'a.*b',
    '12',
    '50ms',
    '10.0.0.0/8',
    '(1,2)',
    'cidr(',
    'true',
    'NXDOMAIN',
    '\u00e9',
    '\0',
    "'",
    '`',
    '${',
  ],
];

it('either compiles any text or says in one line, with a column inside it, what is wrong', () => {
  const context = contextOf([{}]);
  let state = 7;
  const random = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const seen = { compiled: 0, refused: 0 };
  for (let i = 0; i < 5000; i++) {
    const text = Array.from({ length: 1 + random(8) }, () => PIECES[random(PIECES.length)]).join('');
    try {
      compileFilter(text, context).test(0);
      seen.compiled++;
    } catch (error) {
      expect(error, text).toBeInstanceOf(FilterError);
      const { column, message } = error as FilterError;
      expect(column, text).toBeGreaterThanOrEqual(1);
      expect(column, text).toBeLessThanOrEqual(text.length + 1);
      expect(message, text).not.toMatch(/[\x00-\x1f\x7f]/);
      seen.refused++;
    }
  }
  expect(seen.compiled).toBeGreaterThan(20);
  expect(seen.refused).toBeGreaterThan(1000);
});
