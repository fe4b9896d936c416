import { describe, expect, it } from 'vitest';
import { linearTester, patternTester } from '../../src/filter/pattern.ts';
import { quickSource } from '../../src/filter/quick-pattern.ts';

/** For the built-in engine. */
const QUICK = [
  '',
  'service-77.*cluster',
  'mypod|coredns-.*',
  '^10\\.244\\.0\\.7:',
  '\\.example\\.$',
  '^(www|api)[0-9]+\\.(com|net)\\.$',
  '(?:a|b)?c',
  'a.c',
  '[a-f0-9]*x',
  '[^a-z]',
  '[^k]',
  '[-a]b',
  '[a-]b',
  '[.*+?()|$]',
  '[\\w.-]+@',
  '\\d\\d?',
  '\\s',
  '[^\\s]x',
  '^$',
  'a||b',
  '(|x)y',
  '()',
  'S',
  '\\\\027',
  '\\[2J',
  'colou?r',
];

/** For RE2: slow with backtracking, or not known to mean the same to both. */
const LINEAR = [
  '(a*)*b',
  '(a+)+$',
  '(a|a)*b',
  '(a|aa)+$',
  '(x+x+)+y',
  '.*.*=.*',
  '.*a.*b',
  'a*b*',
  'a+|b+',
  '(.*)+x',
  '(a?)*b',
  '(?:a*)?b*',
  '(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)b',
  'a?a?a?a?a?a?aaaaaa',
  '([a-z]+)*\\.',
  'a{3}',
  'a{1,1000}',
  '(a{1,9}){1,9}',
  '(ab)*',
  'a*?',
  'a+?b',
  'a??',
  '(?i)abc',
  '(?P<n>a)',
  '\\bword\\b',
  '\\pL',
  '\\p{Greek}',
  '\\x41',
  '\\Qa.b\\E',
  '\\A',
  '\\D',
  '[[:alpha:]]',
  '[a&&b]',
  '[]a]',
  '[\\d-z]',
  '[+--]',
  '[A-z]',
  '^*',
  'ü',
  'a]',
  '}',
];

/** No regular expressions at all. */
const WRONG = [
  '(',
  ')',
  'a)',
  '[',
  '[a',
  '[z-a]',
  '[a-\\d]',
  '*a',
  '+',
  '?',
  'a**',
  '\\',
  '(?=a)',
  '(a)\\1',
  '(?<!a)b',
  '|*',
];

const TEXTS = [
  '',
  'a',
  'b',
  'ab',
  'aab',
  'abc',
  'ac',
  'c',
  'bc',
  'a\nc',
  'a\rc',
  'a\u2028c',
  'y',
  'xy',
  'S',
  's',
  'K',
  'k',
  '-b',
  'ab-b',
  'user_1.x-y@',
  'é',
  '😀',
  '漢字x',
  '\t',
  '\v',
  '\u00a0x',
  'a\n',
  '10.244.0.7:53',
  '10.244.0.77:53',
  '1',
  'www12.net.',
  'WWW.EXAMPLE.',
  'www.example.',
  'www.example.\n',
  'service-77.namespace-1.svc.cluster.local.',
  'coredns-7f9',
  'color',
  'a\\027[2J.',
  'deadbeefx',
  '$',
  '(|)',
];

describe('the engine of a pattern', () => {
  it.each(QUICK)('is the built-in one for %j', (pattern) => {
    expect(quickSource(pattern)).toBeDefined();
  });

  it.each([...LINEAR, ...WRONG])('is RE2 for %j', (pattern) => {
    expect(quickSource(pattern)).toBeUndefined();
  });

  it.each(WRONG)('says what is wrong with %j', (pattern) => {
    expect(() => patternTester(pattern, false)).toThrow(/./);
  });
});

describe('both engines', () => {
  it.each(QUICK)('agree on %j', (pattern) => {
    for (const anyCase of [false, true]) {
      // Only names are matched in any case, and they are ASCII.
      const texts = anyCase ? TEXTS.filter((text) => /^[\x00-\x7f]*$/.test(text)) : TEXTS;
      const found = (test: (text: string) => boolean) => texts.filter((text) => test(text));
      expect(found(patternTester(pattern, anyCase))).toEqual(found(linearTester(pattern, anyCase)));
    }
  });

  it('agree on patterns made at random', () => {
    const parts = [
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '(',
      ')',
      '|',
      '*',
      '+',
      '?',
      '^',
      '$',
      '\\.',
      '\\w',
      '-',
      '(?:',
    ];
    const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'abab', 'b.a', '-', 'a-b', '.', 'bb\n'];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    let quick = 0;
    for (let round = 0; round < 20_000; round++) {
      const pattern = Array.from({ length: 1 + random(7) }, () => parts[random(parts.length)]).join('');
      if (quickSource(pattern) === undefined) continue;
      quick++;
      const [one, other] = [patternTester(pattern, true), linearTester(pattern, true)];
      for (const text of texts)
        expect({ pattern, text, found: one(text) }).toEqual({ pattern, text, found: other(text) });
    }
    expect(quick).toBeGreaterThan(1000);
  });
});

it('takes no time to speak of, whatever the pattern and the text', () => {
  const start = performance.now();
  for (const text of ['a'.repeat(1024), 'a'.repeat(100_000)])
    for (const pattern of [...QUICK, ...LINEAR]) patternTester(pattern, false)(text);
  expect(performance.now() - start).toBeLessThan(3000);
});
