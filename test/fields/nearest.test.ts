import { expect, it } from 'vitest';
import { nearest } from '../../src/fields/nearest.ts';

const NAMES = ['name', 'qname', 'latency_ns', 'proc.comm', 'k8s.podName', 'netns', 'netns_id'];

it.each([
  ['nmae', 'name'],
  ['latncy', 'latency_ns'],
  ['latncy_ns', 'latency_ns'],
  ['cmm', 'proc.comm'],
  ['podnam', 'k8s.podName'],
  ['netnss', 'netns'],
])('%s is near %s', (typed, meant) => {
  expect(nearest(typed, NAMES)).toBe(meant);
});

it('says nothing where nothing is near', () => {
  expect(nearest('zzzzzz', NAMES)).toBeUndefined();
});
