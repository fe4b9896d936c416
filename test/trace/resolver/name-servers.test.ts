// Referrals as bytes: who serves which zone.
import { describe, expect, it } from 'vitest';
import { Delegations } from '../../../src/trace/resolver/delegations.ts';
import { nameServersIn } from '../../../src/trace/resolver/name-servers.ts';
import { isWithin } from '../../../src/trace/resolver/within.ts';
import { ipv4, messageBytes, nameBytes, TYPE } from '../../support/dns.ts';

const ns = (zone: string, server: string) => ({
  name: zone,
  type: TYPE.NS,
  ttl: 60,
  data: nameBytes(server),
});

const referral = (zone: string, ...servers: string[]) =>
  messageBytes({
    id: 1,
    flags: 0x8000,
    question: { name: `www.${zone}`, type: TYPE.A },
    answers: [{ name: 'x.example.', type: TYPE.A, ttl: 60, data: ipv4('192.0.2.1') }],
    authority: servers.map((server) => ns(zone, server)),
  });

describe('the name servers in a message', () => {
  it('are those of its NS records, in lower case', () => {
    expect(nameServersIn(referral('Example.ORG.', 'ns1.example.net.', 'NS2.example.net.'))).toEqual([
      { zone: 'example.org.', server: 'ns1.example.net.' },
      { zone: 'example.org.', server: 'ns2.example.net.' },
    ]);
  });

  it('may be written with pointers (RFC 1035 4.1.4)', () => {
    const message = Buffer.from(referral('org.', 'ns.org.'));
    // The question's name begins at 12 with www: its end, "org.", is at 16.
    const tail = Buffer.from([2, 110, 115, 0xc0, 16]);
    const data = message.length - nameBytes('ns.org.').length;
    const short = Buffer.concat([message.subarray(0, data), tail]);
    short.writeUInt16BE(tail.length, data - 2);
    expect(nameServersIn(short)).toEqual([{ zone: 'org.', server: 'ns.org.' }]);
  });

  it('of a message cut short are those before the cut; pointers in a circle end', () => {
    const whole = referral('example.org.', 'ns1.example.net.', 'ns2.example.net.');
    expect(nameServersIn(whole.subarray(0, whole.length - 1))).toHaveLength(1);
    const circle = Buffer.from(referral('a.', 'b.'));
    circle.writeUInt16BE(0xc000 | (circle.length - 3), circle.length - 3);
    expect(nameServersIn(circle)).toHaveLength(1);
    for (let length = 0; length < whole.length; length++) nameServersIn(whole.subarray(0, length));
  });
});

describe('what is learned from referrals', () => {
  it('zones need the servers below a name, and servers of servers', () => {
    const delegations = new Delegations();
    delegations.learn(referral('example.org.', 'ns1.hosting.net.'));
    delegations.learn(referral('hosting.net.', 'a.registry.info.'));
    expect(delegations.servedBy('ns1.hosting.net.')).toEqual(['example.org.']);
    expect(delegations.servedBy('hosting.net.')).toEqual(['example.org.']);
    expect([...delegations.servedBy('a.registry.info.')].sort()).toEqual(['example.org.', 'hosting.net.']);
    expect(delegations.servedBy('a.registry.info.', 1)).toEqual(['hosting.net.']);
    expect(delegations.servedBy('www.example.org.')).toEqual([]);
  });

  it('a name above the servers of many zones says nothing of any', () => {
    const delegations = new Delegations();
    for (let i = 0; i < 100; i++) delegations.learn(referral(`zone${i}.org.`, `ns.host${i}.net.`));
    expect(delegations.servedBy('net.')).toEqual([]);
    expect(delegations.servedBy('host7.net.')).toEqual(['zone7.org.']);
  });

  it('names lie within zones by whole labels', () => {
    expect(isWithin('www.example.org.', 'example.org.')).toBe(true);
    expect(isWithin('example.org.', 'example.org.')).toBe(true);
    expect(isWithin('badexample.org.', 'example.org.')).toBe(false);
    expect(isWithin('example.org.', '.')).toBe(true);
  });
});
