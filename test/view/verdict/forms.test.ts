// Every kind of sentence that a verdict may be, and what a list shows of it in 27, 40 and 60 cells.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cut } from '../../../src/fields/text.ts';
import { fittingOf } from '../../../src/view/table/cell.ts';
import { verdictForms } from '../../../src/view/verdict/forms.ts';
import { OF_ANSWERS } from '../../../src/view/verdict/of-answers.ts';
import { OF_TROUBLE } from '../../../src/view/verdict/of-trouble.ts';
import { fixedParts, shortened } from '../../../src/view/verdict/shortening.ts';

const COREDNS = 'coredns in kube-system/coredns-674b8bbfcf-7zsxv';
const LEAVABLE = {
  parties: [
    COREDNS,
    'resolver in upstream',
    'dig in pod',
    'unbound in dns',
    'stubby in host',
    'kube-system/kube-dns',
  ],
  labels: ['A: ', 'www.example.org. A: ', 'AAAA: ', 'www.example.org. AAAA: ', 'www.example.svc. A: '],
  ownLabels: ['A: ', 'www.example.org. A: '],
};

/** The sentence, and what 27, 40 and 60 cells hold of it. */
const CASES = readFileSync(new URL('forms.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n\n')
  .slice(1)
  .map((lines) => {
    const [verdict, ...shown] = lines.split('\n');
    return [verdict, ...shown.map((line) => line.replace(/^(27|40|60) /, ''))];
  });

const at = (verdict: string, width: number) => cut(fittingOf(verdictForms(verdict, LEAVABLE), width), width);

describe('verdictForms', () => {
  it.each(CASES)('%s', (verdict, ...shown) => {
    expect([27, 40, 60].map((width) => at(verdict, width))).toEqual(shown);
    expect(at(verdict, 400)).toBe(verdict);
  });

  it('leaves what it does not know as it is, but for where processes run', () => {
    expect(verdictForms(`all of ${COREDNS} is well`, LEAVABLE).at(-1)).toBe('all of coredns is well');
  });

  it('keeps which question is meant, where that is not the one of the row', () => {
    const about = (label: string) =>
      verdictForms(`${label}NXDOMAIN answered by 192.0.2.53 in 1.0 ms`, LEAVABLE);
    expect(about('AAAA: ').at(-1)).toBe('AAAA: NXDOMAIN by 192.0.2.53');
    expect(fittingOf(about('www.example.org. AAAA: '), 48)).toBe(
      'www.example.org. AAAA: NXDOMAIN by 192.0.2.53',
    );
    expect(fittingOf(about('www.example.org. AAAA: '), 30)).toBe('AAAA: NXDOMAIN by 192.0.2.53');
    expect(fittingOf(about('www.example.svc. A: '), 40)).toBe('another name: NXDOMAIN by 192.0.2.53');
    expect(about('www.example.org. A: ').at(-1)).toBe('NXDOMAIN by 192.0.2.53');
  });
});

describe('the table', () => {
  const ALL = [...OF_TROUBLE, ...OF_ANSWERS];

  it('has no words that src/trace/verdict does not have', () => {
    const folder = new URL('../../../src/trace/verdict/', import.meta.url);
    const source = readdirSync(folder)
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    const known = new Set(source.match(/[a-z]+/gi));
    const words = ALL.flatMap(fixedParts).flatMap((part) => part.match(/[a-z]+/gi) ?? []);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });

  it('has no sentence that none of the cases above is like, and none hidden by one before it', () => {
    const met = new Set(
      CASES.map(([verdict]) => {
        const brief = verdictForms(verdict, LEAVABLE)[1].replace(/^AAAA: /, '');
        return ALL.find((one) => shortened(brief, [one]).length > 0);
      }),
    );
    expect(ALL.filter((one) => !met.has(one)).map(([sentence]) => sentence)).toEqual([]);
  });

  it('goes from longer to shorter', () => {
    for (const [verdict] of CASES) {
      const forms = verdictForms(verdict, LEAVABLE).slice(2);
      expect(forms.map(({ length }) => length)).toEqual(
        forms.map(({ length }) => length).toSorted((a, b) => b - a),
      );
    }
  });
});
