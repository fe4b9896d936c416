// Each preset against names and answers that it is about, and others that come near.
import { describe, expect, it } from 'vitest';
import { tldKind } from '../../src/fields/tld.ts';
import { compileFilter } from '../../src/filter/compile.ts';
import { findPreset, PRESETS } from '../../src/filter/presets.ts';
import type { EventSpec } from '../support/batch.ts';
import { contextOf, MNEMONICS } from '../support/context.ts';

const mnemonics = JSON.stringify({
  ...JSON.parse(MNEMONICS),
  types: { 1: 'A', 12: 'PTR', 28: 'AAAA', 255: 'ANY' },
});

/** Whether the preset keeps an event. */
function keeps(name: string, spec: EventSpec): boolean {
  const context = contextOf([spec], { mnemonics });
  return compileFilter(findPreset(name)!.expression, context).test(0);
}

const asks = (name: string, qtype = 1): EventSpec => ({ name, columns: { qtype } });
const answers = (rcode: number): EventSpec => ({ response: true, columns: { flags: 0x8000 | rcode, rcode } });

describe('presets', () => {
  it('have names of their own, and expressions that compile', () => {
    expect(new Set(PRESETS.map(({ name }) => name)).size).toBe(PRESETS.length);
    for (const { expression } of PRESETS) compileFilter(expression, contextOf([{}], { mnemonics }));
    expect(findPreset('RFC1918-PTR')?.name).toBe('rfc1918-ptr');
    expect(findPreset('rfc1918')).toBeUndefined();
  });

  it.each([
    ['servfail', 2],
    ['nxdomain', 3],
    ['refused', 5],
  ])('%s is one rcode', (name, rcode) => {
    for (let other = 0; other < 16; other++)
      expect(keeps(name, answers(other)), `${other}`).toBe(other === rcode);
    expect(keeps(name, asks('example.com.'))).toBe(false);
  });

  it.each([
    ['10.0.0.1.', 1, true],
    ['255.255.255.255.', 28, true],
    ['2001:db8::1.', 28, true],
    ['::1.', 1, true],
    ['10.0.0.1.', 12, false],
    ['256.0.0.1.', 1, false],
    ['10.0.0.1.example.com.', 1, false],
    ['1.10.0.0.1.', 1, false],
    ['dead.beef.', 1, false],
  ])('a-for-a of %s, type %d: %s', (name, qtype, kept) => {
    expect(keeps('a-for-a', asks(name, qtype))).toBe(kept);
  });

  it.each([
    ['1.0.0.10.in-addr.arpa.', true],
    ['10.in-addr.arpa.', true],
    ['5.1.16.172.IN-ADDR.arpa.', true],
    ['5.1.31.172.in-addr.arpa.', true],
    ['5.1.32.172.in-addr.arpa.', false],
    ['5.1.15.172.in-addr.arpa.', false],
    ['9.1.168.192.in-addr.arpa.', true],
    ['9.1.169.192.in-addr.arpa.', false],
    ['1.1.110.in-addr.arpa.', false],
    ['1.0.0.0.d.f.ip6.arpa.', true],
    ['1.0.c.f.ip6.arpa.', true],
    ['1.0.e.f.ip6.arpa.', false],
    ['10.in-addr.arpa.example.com.', false],
  ])('rfc1918-ptr of %s: %s', (name, kept) => {
    expect(keeps('rfc1918-ptr', asks(name, 12))).toBe(kept);
    expect(keeps('rfc1918-ptr', asks(name, 1))).toBe(false);
  });

  it('any is type ANY', () => {
    expect(keeps('any', asks('example.com.', 255))).toBe(true);
    expect(keeps('any', asks('example.com.', 1))).toBe(false);
  });

  it.each([
    ['www.Example.COM.', 'delegated'],
    ['xn--p1ai.', 'delegated'],
    ['1.in-addr.arpa.', 'delegated'],
    ['.', 'root'],
    ['', ''],
    ['kubernetes.default.svc.cluster.local.', 'special'],
    ['vault.internal.', 'special'],
    ['printer.LAN.', 'unknown'],
    ['myhost.', 'unknown'],
    ['dot\\.com.', 'unknown'],
    ['x\\\\.com.', 'delegated'],
    ['10.0.0.1.', 'unknown'],
  ])('the top-level domain of %s: %s', (name, kind) => {
    expect(tldKind(name)).toBe(kind);
    expect(keeps('unknown-tlds', asks(name))).toBe(kind === 'unknown');
  });
});
