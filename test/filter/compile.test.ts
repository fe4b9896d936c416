import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../src/filter/compile.ts';
import { FilterError } from '../../src/filter/error.ts';
import type { EventSpec } from '../support/batch.ts';
import { contextOf } from '../support/context.ts';

const R = 0x8000;

/** Rows 0 to 7: queries are even, each followed by its response. */
const EVENTS: EventSpec[] = [
  {
    at: 0,
    name: 'a.example.',
    process: { pid: 12, comm: 'dig', uid: 0 },
    iface: 'eth0',
    columns: { id: 0x7f22, pkt_type: 4 },
  },
  {
    at: 5e6,
    name: 'A.Example.',
    src: '10.0.0.53',
    dst: '10.0.0.1',
    src_port: 53,
    addresses: '192.0.2.1,2001:db8::1',
    columns: { id: 0x7f22, flags: R | 0x0580, pkt_type: 0, num_answers: 2 },
  },
  {
    at: 10e6,
    name: 'b.example.',
    process: { pid: 13, comm: 'curl', uid: 53 },
    columns: { qtype: 28, transport: 6, pkt_type: 3 },
  },
  {
    at: 15e6,
    name: 'b.example.',
    columns: {
      qtype: 28,
      flags: R | 3,
      rcode: 3,
      transport: 6,
      pkt_type: 255,
      anomalies: 4,
      captured_length: 60,
    },
  },
  {
    at: 20e6,
    name: '',
    src: 'fd00::1',
    dst: 'fd00::53',
    columns: { qtype: 0, qclass: 0, pkt_type: 255, anomalies: 9, captured_length: 60 },
  },
  { at: 25e6, name: 'c.example.', columns: { qtype: 65280, flags: R | 0x0200 | 2, rcode: 2, pkt_type: 255 } },
  { at: 30e6, netns: { inode: 4026531840, name: 'host' }, name: 'x\\000y.', columns: { pkt_type: 255 } },
  {
    at: 2e9,
    netns: { inode: 4026532000 },
    cname: 'Target.Example.',
    columns: { flags: R | 5, rcode: 5, pkt_type: 255 },
  },
];

const context = contextOf(EVENTS);
context.store.latency[1] = 5e6;
context.store.latency[3] = 60e6;

function matching(filter: string | string[], from = context): number[] {
  const predicate = compileFilter(filter, from);
  const { first, end, size } = from.store;
  const rows = Array.from({ length: size }, (_, i) => first + i).filter((row) => predicate.test(row));
  const out = new Uint32Array(size);
  const found = predicate.scan(end - 1, size, out);
  expect([...out.subarray(0, found)].map((distance) => end - 1 - distance).reverse()).toEqual(rows);
  return rows;
}

describe('compileFilter', () => {
  it.each<[string, number[]]>([
    ['qr==R', [1, 3, 5, 7]],
    ['qr!=r', [0, 2, 4, 6]],
    ['qr_raw==true', [1, 3, 5, 7]],
    ['qr==R,rcode!=Success', [3, 5, 7]],
    ['rcode!=Success', [0, 2, 3, 4, 5, 6, 7]],
    ['rcode==NOERROR', [1]],
    ['rcode==NXDOMAIN || rcode==ServerFailure', [3, 5]],
    ['rcode in (3, SERVFAIL)', [3, 5]],
    ['rcode==3', [3]],
    ['rcode==""', [0, 2, 4, 6]],
    ['rcode<3', [1, 5]],
    ['rcode~^Name', [3]],
    ['rcode~NXDOMAIN', [3]],
    ['rcode!~.', [0, 2, 4, 6]],
    ['rcode_raw==0', [0, 1, 2, 4, 6]],
    ['qtype==AAAA', [2, 3]],
    ['qtype==TYPE28', [2, 3]],
    ['qtype==28', [2, 3]],
    ['qtype==TYPE65280', [5]],
    ['qtype~^TYPE', [5]],
    ['qtype==""', [4]],
    ['id==7f22', [0, 1]],
    ['id==7F22', [0, 1]],
    ['id~^7f', [0, 1]],
    ['pkt_type==OUTGOING', [0]],
    ['pkt_type in (HOST,OTHERHOST)', [1, 2]],
    ['pkt_type==""', [3, 4, 5, 6, 7]],
    ['src.proto==TCP', [2, 3]],
    ['src.version==6', [4]],
    ['aa==true', [1]],
    ['tc==1', [5]],
    ['tc!=true,qr==R', [1, 3, 7]],
    ['name==A.EXAMPLE.', [0, 1]],
    ['name==a.example', []],
    ['name~^a\\.', [0, 1]],
    ['name~A', [0, 1, 2, 3, 5, 7]],
    ['name~a.exa', [0, 1]],
    ['name in (a.example.,C.example.)', [0, 1, 5]],
    ['name==x\\000y.', [6]],
    ['name==""', [4]],
    ['cname==target.example.', [7]],
    ['comm==dig', [0]],
    ['comm==DIG', []],
    ['comm~d|u', [0, 2]],
    ['pid==12', [0]],
    ['pid in (12,13)', [0, 2]],
    ['pid>12', [2]],
    ['pid~^1', [0, 2]],
    ['uid==0', [0]],
    ['uid!=0', [1, 2, 3, 4, 5, 6, 7]],
    ['uid==""', [1, 3, 4, 5, 6, 7]],
    ['user==bind', [2]],
    ['iface==eth0', [0]],
    ['netns==host', [6]],
    ['netns==4026532000', [7]],
    ['netns_id==4026531840', [6]],
    ['latency_ns>50ms', [3]],
    ['latency_ns>5000us,latency_ns<1s', [3]],
    ['latency_ns==5ms', [1]],
    ['latency_ns_raw==5000000', [1]],
    ['latency_ns!=0', [1, 3]],
    ['latency_ns<1ms', [0, 2, 4, 5, 6, 7]],
    ['src.addr==FD00:0:0::1', [4]],
    ['src.addr in 10.0.0.0/24', [0, 1, 2, 3, 5, 6, 7]],
    ['src.addr in (fd00::/8, 10.0.0.53)', [1, 4]],
    ['addresses in 192.0.2.0/24', [1]],
    ['addresses in 2001:db8::/32', [1]],
    ['addresses==192.0.2.1,qr==R', []],
    ['addresses=="192.0.2.1,2001:DB8:0::1"', [1]],
    ['src.port==53', [1]],
    ['src.port~^40', [0, 2, 3, 4, 5, 6, 7]],
    ['nameserver.addr==10.0.0.53', [0, 1, 2, 6]],
    ['src==10.0.0.53:53', [1]],
    ['dst~^\\[fd00::53\\]:53$', [4]],
    ['anomalies==bad_pointer', [3]],
    ['anomalies~bad', [3, 4]],
    ['anomalies in (truncated,bad_pointer)', [3, 4]],
    ['anomalies!=truncated', [0, 1, 2, 3, 5, 6, 7]],
    ['anomalies!=""', [3, 4]],
    ['timestamp_raw>=1735689600015000000', [3, 4, 5, 6, 7]],
    ['timestamp>2025-01-01T00:00:00.015Z,timestamp<2025-01-01T01:00:01+01:00', [4, 5, 6]],
    ['timestamp_raw==1735689602000000000', [7]],
    ['num_answers>=2', [1]],
    ['!(qr==R || qtype==A)', [2, 4]],
    ['(qr==Q || rcode==REFUSED) && !qtype==AAAA', [0, 4, 6, 7]],
  ])('%s', (filter, rows) => expect(matching(filter)).toEqual(rows));

  it('takes several expressions, all of which must match, and none', () => {
    expect(matching(['qr==Q || qtype==AAAA', 'comm~.'])).toEqual([0, 2]);
    expect(matching([])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('reads answers of the message itself', () => {
    const record = (name: string, ttl: number, data: string) => ({ name, type: 'A', class: 'IN', ttl, data });
    const answers = [record('a.example.', 30, '192.0.2.1'), record('b.example.', 300, '192.0.2.2')];
    const options = [{ code: 10, name: 'COOKIE', data: '0102030405060708' }];
    const detail = {
      questions: [],
      answers,
      authority: [],
      additional: [],
      edns: { options },
      anomalies: [],
    };
    const described = contextOf([{ columns: { num_answers: 2, edns_flags: 1 } }, {}], {
      describe: () => JSON.stringify(detail),
    });
    expect(matching('answers.data==192.0.2.2', described)).toEqual([0]);
    expect(matching('answers.ttl<60', described)).toEqual([0]);
    expect(matching('answers.ttl>300', described)).toEqual([]);
    expect(matching('answers.name!=B.example.', described)).toEqual([1]);
    expect(matching('edns.cookie~^0102', described)).toEqual([0]);
  });

  it.each([
    ['qr==X', 5, 'Q, R', undefined],
    ['qr==Q,rcode==NXDOMIAN', 14, undefined, 'NXDOMAIN'],
    ['qtype==AAA', 8, undefined, 'AAAA'],
    ['qtype==TYPE65536', 8, undefined, undefined],
    ['pkt_type==OUTGOIN', 11, undefined, 'OUTGOING'],
    ['anomalies==bad_point', 12, undefined, 'bad_pointer'],
    ['aa==yes', 5, 'true or false', undefined],
    ['aa>true', 3, '== or !=', undefined],
    ['anomalies>truncated', 10, '== or', undefined],
    ['pid==abc', 6, 'a number', undefined],
    ['pid in (1,x)', 11, 'a number', undefined],
    ['pid==12ms', 6, 'a number', undefined],
    ['latency_ns>5m', 12, 'ns, us, ms or s', undefined],
    ['latency_ns>fast', 12, 'ns, us, ms or s', undefined],
    ['id==xyz', 5, '4 hex digits', undefined],
    ['src.addr in 10.0.0.0/33', 13, 'prefix', undefined],
    ['src.addr in (10.0.0.1,nowhere)', 23, 'prefix', undefined],
    ['src.addr==10.0.0.0/8', 11, 'prefixes go with "in"', undefined],
    ['timestamp>yesterday', 11, 'a time', undefined],
    ['name~(a', 6, undefined, undefined],
    ['comm~[', 6, undefined, undefined],
    ['name~a{2000}', 6, undefined, undefined],
  ])('refuses %s', (filter, column, expected, nearest) => {
    let thrown: unknown;
    try {
      compileFilter(filter, context);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(FilterError);
    const error = thrown as FilterError;
    expect(error.column).toBe(column);
    if (expected) expect(error.expected).toContain(expected);
    if (nearest) expect(error.nearest).toBe(nearest);
    expect(error.message).toContain(`at column ${column}`);
  });

  it('never runs what a value says', () => {
    const evil = `"'];globalThis.hit=1;//`;
    for (const text of [
      `comm=="\\"'];globalThis.hit=1;//"`,
      `name~globalThis.hit=1`,
      'comm==`+(globalThis.hit=1)+`',
    ]) {
      matching(text);
      expect(globalThis).not.toHaveProperty('hit');
    }
    expect(matching(`comm=="${evil.replaceAll('"', '\\"')}"`)).toEqual([]);
  });

  it('takes linear time for patterns that make others backtrack', () => {
    const long = contextOf([{ name: `${'a'.repeat(250)}.` }]);
    const before = process.cpuUsage().user;
    expect(matching('name~^(a+)+$', long)).toEqual([]);
    expect(process.cpuUsage().user - before).toBeLessThan(1e6);
  });
});
