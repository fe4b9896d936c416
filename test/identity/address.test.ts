// Addresses that can be a pod's alone, and those that cannot.
import { expect, it } from 'vitest';
import { isOfOne } from '../../src/identity/address.ts';

it.each(['10.244.0.5', '172.17.0.2', '192.0.2.1', '100.64.3.4', '2001:db8::5', 'fd00::12', 'fe00::1', '1::'])(
  '%s may be one pod’s',
  (address) => expect(isOfOne(address)).toBe(true),
);

it.each([
  '',
  '0.0.0.0',
  '127.0.0.1',
  '127.0.0.53',
  '169.254.20.10',
  '224.0.0.251',
  '239.1.2.3',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'febf::1',
  'ff02::fb',
])('%s is not', (address) => expect(isOfOne(address)).toBe(false));
