// The columns shown by themselves, by what is known about where events were seen.
import { expect, it } from 'vitest';
import { defaultColumns } from '../../src/fields/defaults.ts';
import { findField } from '../../src/fields/find.ts';

const WHAT = 'SRC DST COMM PID QR QTYPE NAME RCODE LATENCY ADDRESSES';

it.each([
  ['kubernetes', 'K8S.NODE K8S.NAMESPACE K8S.PODNAME K8S.CONTAINERNAME'],
  ['containers', 'RUNTIME.CONTAINERNAME'],
  ['none', 'NETNS'],
] as const)('with %s', (surroundings, where) => {
  const titles = defaultColumns(surroundings).map((name) => findField(name)?.title);
  expect(titles).toEqual(`${where} ${WHAT}`.split(' '));
});
