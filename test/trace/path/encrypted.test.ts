import { expect, test } from 'vitest';
import { transactionJson } from '../../../src/trace/json.ts';
import { plainNaming } from '../../../src/trace/path/naming.ts';
import { EPOCH_S } from '../../support/batch.ts';
import { HOST, OUTGOING, type Point, Scene } from '../scene.ts';

const MS = 1e6;
const APP = { pid: 10, tid: 10, comm: 'app' };
const STUB = { pid: 20, tid: 20, comm: 'stubby' };

/** Both ends of a loopback device, the stub's process known or not. */
function points(port: number, answer: boolean, stub: Point['process'] = STUB): Point[] {
  const [client, server] = [`127.0.0.1:${port}`, '127.0.0.1:53'];
  const ends = answer ? { src: server, dst: client } : { src: client, dst: server };
  const [sender, receiver] = answer ? [stub, APP] : [APP, stub];
  const lo = { netns: 'host', iface: 'lo', ...ends };
  return [
    { ...lo, pkt: OUTGOING, process: sender },
    { ...lo, pkt: HOST, process: receiver },
  ];
}

class Stub extends Scene {
  lookup(id: number, from: number, to: number, more: { process?: Point['process']; rcode?: number } = {}) {
    const name = `n${id}.test.`;
    this.query(from, { id, name }, points(40000 + id, false, more.process));
    if (to > 0)
      this.response(
        to,
        { id, name, addresses: '192.0.2.1', rcode: more.rcode ?? 0 },
        points(40000 + id, true, more.process),
      );
    return this;
  }

  packet(
    at: number,
    sent: boolean,
    bytes: number,
    { pid = 20, server = '198.51.100.1', port = 853, own = '10.0.0.1' } = {},
  ) {
    const fields = [EPOCH_S + Math.floor(at / 1e9), at % 1e9, pid, 6, sent ? 1 : 0, own, server, port, bytes];
    this.store.encrypted.take(fields.map(String));
    return this;
  }
}

test('a lookup that its stub asked on over TLS', () => {
  const scene = new Stub()
    .lookup(1, 0, 32 * MS)
    .packet(2 * MS, true, 280)
    .packet(30 * MS, false, 400);
  const view = scene
    .packet(31 * MS, false, 92)
    .run()
    .only();
  expect(view.verdict).toBe(
    'answered by stubby in host in 32 ms, which asked 198.51.100.1:853 encrypted'.replace('32 ms', '32.0 ms'),
  );
  const json = transactionJson(view.root, view.trace, plainNaming(scene.store)) as Record<string, unknown>;
  expect(json.encrypted).toEqual([
    {
      server: '198.51.100.1:853',
      proto: 'TCP',
      sent_ns: 2 * MS,
      bytes_sent: 280,
      received_ns: 31 * MS,
      bytes_received: 492,
      confidence: 'likely',
      evidence: [
        'sent by the process that received the query, before it answered',
        'no other lookup was open there',
      ],
    },
  ]);
  expect(view.breakdown.upstreamNs).toBe(29 * MS);
  expect(view.hops).toHaveLength(4);
});

test('what another process, or the stub before and after, exchanged is not of the lookup', () => {
  const scene = new Stub().lookup(1, 10 * MS, 12 * MS);
  scene.packet(8 * MS, true, 280).packet(9 * MS, false, 400);
  scene.packet(11 * MS, true, 280, { pid: 21 }).packet(11.5 * MS, false, 400, { pid: 21 });
  scene.packet(13 * MS, true, 280).packet(14 * MS, false, 400);
  const view = scene.run().only();
  expect(view.root.encrypted).toEqual([]);
  expect(view.verdict).toMatch(/^answered from cache \(inferred\) by stubby/);
});

test('nothing came back before the answer: it was not waited for', () => {
  const scene = new Stub()
    .lookup(1, 0, 2 * MS)
    .packet(1 * MS, true, 280)
    .packet(30 * MS, false, 400);
  expect(scene.run().only().verdict).toMatch(/^answered from cache \(inferred\) by stubby/);
});

test('two lookups open at that moment: ambiguous for the second', () => {
  const scene = new Stub().lookup(1, 0, 30 * MS).lookup(2, 5 * MS, 31 * MS);
  scene
    .packet(1 * MS, true, 280)
    .packet(6 * MS, true, 280)
    .packet(28 * MS, false, 900);
  const [first, second] = scene.run().all();
  expect(first.root.encrypted.map(({ confidence }) => confidence)).toEqual(['likely']);
  expect(second.root.encrypted.map(({ confidence }) => confidence)).toEqual(['ambiguous']);
  expect(second.verdict).toBe(
    'answered by stubby in host in 26.0 ms, which may have asked 198.51.100.1:853 encrypted',
  );
});

test('HTTPS is told as such, and not where the stub asked on readably', () => {
  const https = { port: 443 };
  const scene = new Stub()
    .lookup(1, 0, 30 * MS)
    .packet(1 * MS, true, 280, https)
    .packet(28 * MS, false, 900, https);
  expect(scene.run().only().verdict).toBe(
    'answered by stubby in host in 30.0 ms, which exchanged HTTPS with 198.51.100.1:443 meanwhile',
  );
  const readable = new Stub()
    .lookup(1, 0, 30 * MS)
    .packet(1 * MS, true, 280, https)
    .packet(28 * MS, false, 900, https);
  const upstream = { netns: 'host', iface: 'eth0', process: STUB };
  const dns = { id: 77, name: 'n1.test.', addresses: '192.0.2.1' };
  readable.query(2 * MS, dns, [{ ...upstream, pkt: OUTGOING, src: '10.0.0.1:5000', dst: '198.51.100.2:53' }]);
  readable.response(9 * MS, dns, [{ ...upstream, pkt: HOST, src: '198.51.100.2:53', dst: '10.0.0.1:5000' }]);
  const view = readable.run().only();
  expect(view.transactions.map(({ encrypted }) => encrypted)).toEqual([[], []]);
});

test('errors and silence: who made them is not known', () => {
  const failed = new Stub()
    .lookup(1, 0, 30 * MS, { rcode: 2 })
    .packet(1 * MS, true, 280)
    .packet(28 * MS, false, 90);
  expect(failed.run().only().verdict).toBe(
    'SERVFAIL from stubby in host, which asked 198.51.100.1:853 encrypted',
  );
  const silent = new Stub()
    .lookup(1, 0, 0)
    .packet(1 * MS, true, 280)
    .run();
  silent.traces.advanceClock(EPOCH_S * 1e3 + 9e3);
  expect(silent.only().verdict).toBe(
    'stubby in host received the query and did not answer within 5.0 s; it asked 198.51.100.1:853 encrypted',
  );
});

test('without processes: by the address that was asked, a guess on the loopback device', () => {
  const nobody = { pid: 0, own: '127.0.0.1' };
  const scene = new Stub().lookup(1, 0, 30 * MS, { process: { pid: 0 } });
  scene
    .packet(1 * MS, true, 280, { ...nobody, own: '10.0.0.1' })
    .packet(28 * MS, false, 90, { ...nobody, own: '10.0.0.1' });
  const [leg] = scene.run().only().root.encrypted;
  expect(leg.confidence).toBe('ambiguous');
  expect(leg.evidence[0]).toBe('sent by whom is not known, before it answered');
});

test('packets forgotten since: no word of a cache', () => {
  const scene = new Stub().lookup(1, 0, 30 * MS);
  scene.run();
  for (let i = 0; i < 263_000; i++) scene.packet(40 * MS + i, true, 1);
  expect(scene.only().verdict).toBe('answered by stubby in host in 30.0 ms');
});
