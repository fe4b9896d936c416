import { expect, it } from 'vitest';
import { Translations } from '../../src/store/translations.ts';

const POD = { src: '10.244.0.5', srcPort: 51340 };
const BEFORE = { ...POD, dst: '10.96.0.10', dstPort: 53 };
const AFTER = { ...POD, dst: '10.244.0.2', dstPort: 53 };
const fields = (port: number): string[] =>
  `7 17 10.244.0.5 ${port} 10.96.0.10 53 10.244.0.5 ${port} 10.244.0.2 53`.split(' ');

it('confirms what a namespace told of a flow, and nothing else', () => {
  const translations = new Translations();
  expect(translations.confirm(7, 17, BEFORE, AFTER)).toBe(false);
  translations.take(fields(51340));
  expect(translations.confirm(7, 17, BEFORE, AFTER)).toBe(true);
  expect(translations.confirm(8, 17, BEFORE, AFTER)).toBe(false);
  expect(translations.confirm(7, 6, BEFORE, AFTER)).toBe(false);
  expect(translations.confirm(7, 17, AFTER, BEFORE)).toBe(false);
  expect(translations.confirm(7, 17, BEFORE, { ...AFTER, dstPort: 54 })).toBe(false);
});

it('tells what a flow was before', () => {
  const translations = new Translations();
  translations.take(fields(51340));
  expect(translations.into(7, 17, AFTER)).toEqual(fields(51340));
  expect(translations.into(7, 17, BEFORE)).toBeUndefined();
  // The same flow becomes another one: what it was before is told of that alone.
  translations.take(fields(51340).with(8, '10.244.0.9'));
  expect(translations.into(7, 17, AFTER)).toBeUndefined();
  expect(translations.into(7, 17, { ...AFTER, dst: '10.244.0.9' })).toBeDefined();
});

it('keeps what was told last', () => {
  const translations = new Translations();
  translations.take(fields(51340));
  translations.take(fields(51340).with(8, '10.244.0.9'));
  expect(translations.confirm(7, 17, BEFORE, AFTER)).toBe(false);
  expect(translations.confirm(7, 17, BEFORE, { ...AFTER, dst: '10.244.0.9' })).toBe(true);
});

it('is bounded, and forgets the oldest', () => {
  const translations = new Translations();
  for (let port = 0; port < 65_536 + 10; port++) translations.take(fields(port));
  expect(translations.size).toBe(65_536);
  const end = (srcPort: number) => ({ ...BEFORE, srcPort });
  expect(translations.confirm(7, 17, end(9), { ...AFTER, srcPort: 9 })).toBe(false);
  expect(translations.into(7, 17, { ...AFTER, srcPort: 9 })).toBeUndefined();
  expect(translations.confirm(7, 17, end(10), { ...AFTER, srcPort: 10 })).toBe(true);
});

it('takes nothing that is not whole', () => {
  const translations = new Translations();
  translations.take(['7', '17', '10.0.0.1']);
  expect(translations.size).toBe(0);
});
