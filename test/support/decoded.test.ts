// In: messages that differ in known ways. Out: whether each of the differences is found.
import { expect, test } from 'vitest';
import { type DecodedMessage, differences } from './decoded.ts';

function message(time: string, fields: Record<string, string>, anomalies?: string[]): DecodedMessage {
  return { time, fields: new Map(Object.entries(fields)), anomalies };
}

const one = message('1.0', { id: '0001', 'answers.0.ttl': '60' });

test('equal messages do not differ', () => {
  expect(differences([one], [one])).toEqual([]);
});

test('a changed, an absent and an extra field are differences', () => {
  const other = message('1.0', { id: '0002', edns: '512 0 false' }, ['bad_edns']);
  expect(differences([one], [other])).toEqual([
    { time: '1.0', field: 'id', tshark: '0001', dnstop: '0002', anomalies: ['bad_edns'] },
    { time: '1.0', field: 'answers.0.ttl', tshark: '60', dnstop: '(none)', anomalies: ['bad_edns'] },
    { time: '1.0', field: 'edns', tshark: '(none)', dnstop: '512 0 false', anomalies: ['bad_edns'] },
  ]);
});

test('a message that one of the two lacks is a difference', () => {
  const later = message('2.0', { id: '0003' });
  expect(differences([one], []).map(({ field, tshark }) => [field, tshark])).toEqual([['message', '0001']]);
  expect(differences([], [later]).map(({ field, dnstop }) => [field, dnstop])).toEqual([['message', '0003']]);
  expect(differences([one, one], [one]).length).toBe(1);
});
