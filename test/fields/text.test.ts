import { describe, expect, it } from 'vitest';
import { cut, grouped, padded, plural, rate, visible, widthOf } from '../../src/fields/text.ts';

describe('visible', () => {
  it.each([
    ['plain.example.', 'plain.example.'],
    ['\x1b[2J\x07', '\\x1b[2J\\x07'],
    ['a\r\nb\tc\x00', 'a\\x0d\\x0ab\\x09c\\x00'],
    ['\x7f\x9b31m', '\\x7f\\x9b31m'],
    ['\u202egnp', '\\u{202e}gnp'],
    ['a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['\ud800x', '\\u{d800}x'],
    [Buffer.from([0x61, 0xff, 0xc3]).toString('utf8'), 'a\\u{fffd}\\u{fffd}'],
    ['漢字 é 🙂', '漢字 é 🙂'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves no control character of any plane', () => {
    const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('');
    expect(visible(all)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});

describe('cells', () => {
  it('counts wide characters twice', () => {
    expect(widthOf('漢字')).toBe(4);
    expect(cut('漢字漢字', 5)).toBe('漢字…');
    expect(widthOf(padded('漢字漢字', 6))).toBe(6);
  });

  it('pads at either side and cuts with an ellipsis', () => {
    expect(padded('ab', 4)).toBe('ab  ');
    expect(padded('ab', 4, true)).toBe('  ab');
    expect(padded('abcdef', 4)).toBe('abc…');
    expect(cut('abc', 0)).toBe('');
  });
});

describe('numbers', () => {
  it('groups thousands', () => {
    expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([plural(1, 'event'), plural(2000, 'event')]).toEqual(['1 event', '2,000 events']);
  });

  it('keeps rates short', () => {
    const shown = [0, 0.42, 9.94, 9.96, 312.4, 9999, 12_345, 99_949, 123_456, 999_499, 1_250_000].map(rate);
    expect(shown).toEqual([
      '0',
      '0.4',
      '9.9',
      '10',
      '312',
      '9,999',
      '12.3k',
      '99.9k',
      '123k',
      '999k',
      '1.3M',
    ]);
    expect(shown.every((text) => text.length <= 5)).toBe(true);
  });
});
