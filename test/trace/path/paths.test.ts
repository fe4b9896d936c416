// What happens to messages on their way: translations, hairpins, retries, answers that are late, double or astray.
import { describe, expect, it } from 'vitest';
import { COREDNS, DIG, fromForwarder, POD, SERVICE, toForwarder } from '../cluster.ts';
import { HOST, OTHERHOST, OUTGOING, type Point, Scene } from '../scene.ts';

const EPOCH_MS = 1_735_689_600_000;
const Q = { id: 0x1234, name: 'www.example.org.', ipId: 77 };
const A = { ...Q, addresses: '192.0.2.1', ipId: 99 };
const SERVER = '192.0.2.53:53';
const pod: Point = {
  netns: 'pod',
  iface: 'eth0',
  pkt: OUTGOING,
  process: DIG,
  src: '10.0.0.2:40000',
  dst: SERVER,
  hop: 64,
};

/** Masquerade on the node, with another port. */
const masqueraded: Point[] = [
  pod,
  { netns: 'host', iface: 'veth1', pkt: HOST, src: '10.0.0.2:40000', dst: SERVER, hop: 64 },
  { netns: 'host', iface: 'eth0', pkt: OUTGOING, src: '198.51.100.7:61234', dst: SERVER, hop: 63 },
];
const masqueradedBack: Point[] = [
  { netns: 'host', iface: 'eth0', pkt: HOST, src: SERVER, dst: '198.51.100.7:61234', hop: 55 },
  { netns: 'host', iface: 'veth1', pkt: OUTGOING, src: SERVER, dst: '10.0.0.2:40000', hop: 54 },
  { netns: 'pod', iface: 'eth0', pkt: HOST, process: DIG, src: SERVER, dst: '10.0.0.2:40000', hop: 54 },
];

describe('translations', () => {
  it('masquerade with a changed port', () => {
    const scene = new Scene();
    scene.query(0, Q, masqueraded);
    scene.response(12e6, A, masqueradedBack);
    const view = scene.run().only();
    expect(view.transactions).toHaveLength(1);
    expect(view.root).toMatchObject({ state: 'answered', attempts: 1, latencyNs: 12_020_000 });
    expect(view.root.path.translations).toEqual([
      'snat 10.0.0.2:40000 -> 198.51.100.7:61234',
      'snat undone 198.51.100.7:61234 -> 10.0.0.2:40000',
    ]);
    expect(view.verdict).toBe('answered by 192.0.2.53 in 12.0 ms');
  });

  it('two clients with the same ID, name and moment behind one masquerade stay apart', () => {
    const scene = new Scene();
    const other = (points: Point[]) =>
      points.map((point) => ({
        ...point,
        netns: point.netns === 'pod' ? 'pod2' : point.netns,
        iface: point.iface === 'veth1' ? 'veth2' : point.iface,
        src: point.src.replace('10.0.0.2:', '10.0.0.3:').replace('61234', '61235'),
        dst: point.dst.replace('10.0.0.2:', '10.0.0.3:').replace('61234', '61235'),
        process: point.process && { ...DIG, pid: 4002 },
      }));
    scene.query(0, Q, masqueraded, 20_000);
    scene.query(5000, { ...Q, ipId: 78 }, other(masqueraded), 20_000);
    scene.response(12e6, A, masqueradedBack, 20_000);
    scene.response(12e6 + 5000, { ...A, ipId: 100 }, other(masqueradedBack), 20_000);
    const views = scene.run().all();
    expect(views.map((view) => view.root.path.rows.length)).toEqual([6, 6]);
    expect(views.map((view) => view.root.client)).toEqual(['10.0.0.2:40000', '10.0.0.3:40000']);
    expect(views.map((view) => view.root.path.translations[0])).toEqual([
      'snat 10.0.0.2:40000 -> 198.51.100.7:61234',
      'snat 10.0.0.3:40000 -> 198.51.100.7:61235',
    ]);
  });

  it('service and masquerade at once', () => {
    const scene = new Scene();
    const inside = { src: '10.244.0.1:33333', dst: '10.244.0.2:53' };
    const [first, second] = toForwarder();
    scene.query(0, Q, [
      first,
      second,
      { netns: 'node', iface: 'veth-dns', pkt: OUTGOING, ...inside, hop: 63 },
      { netns: 'dns', iface: 'eth0', pkt: HOST, process: COREDNS, ...inside, hop: 63 },
    ]);
    const back = { src: inside.dst, dst: inside.src };
    scene.response(1e6, A, [
      { netns: 'dns', iface: 'eth0', pkt: OUTGOING, process: COREDNS, ...back, hop: 64 },
      { netns: 'node', iface: 'veth-dns', pkt: HOST, ...back, hop: 64 },
      ...fromForwarder().slice(2),
    ]);
    const view = scene.run().only();
    expect(view.hops).toHaveLength(8);
    expect(view.hops[2].note).toBe(
      'dnat 10.96.0.10:53 -> 10.244.0.2:53, snat 10.244.0.5:51340 -> 10.244.0.1:33333',
    );
    expect(view.root.state).toBe('answered');
  });

  it('hairpin: a pod asks its own service and gets its own answer', () => {
    const scene = new Scene();
    const node = '10.244.0.1:5001';
    const own = `${POD}:53`;
    const asked = `${POD}:40000`;
    const [netns, iface] = ['pod', 'eth0'];
    scene.query(0, Q, [
      { netns, iface, pkt: OUTGOING, process: DIG, src: asked, dst: SERVICE, hop: 64 },
      { netns: 'node', iface: 'veth', pkt: OTHERHOST, src: asked, dst: SERVICE, hop: 64 },
      { netns: 'node', iface: 'veth', pkt: OUTGOING, src: node, dst: own, hop: 63 },
      { netns, iface, pkt: HOST, process: COREDNS, src: node, dst: own, hop: 63 },
    ]);
    scene.response(1e6, A, [
      { netns, iface, pkt: OUTGOING, process: COREDNS, src: own, dst: node, hop: 64 },
      { netns: 'node', iface: 'veth', pkt: HOST, src: own, dst: node, hop: 64 },
      { netns: 'node', iface: 'veth', pkt: OUTGOING, src: SERVICE, dst: asked, hop: 63 },
      { netns, iface, pkt: HOST, process: DIG, src: SERVICE, dst: asked, hop: 63 },
    ]);
    const view = scene.run().only();
    expect(view.hops).toHaveLength(8);
    expect(view.root).toMatchObject({ state: 'answered', attempts: 1, latencyNs: 1_030_000 });
  });
});

describe('retries', () => {
  it('by the same socket: the first packets were dropped after the node', () => {
    const scene = new Scene();
    scene.query(0, Q, masqueraded.slice(0, 2));
    scene.query(5.003e9, { ...Q, ipId: 78 }, masqueraded);
    scene.response(5.015e9, A, masqueradedBack);
    const view = scene.run().only();
    expect(view.transactions).toHaveLength(1);
    expect(view.root).toMatchObject({ state: 'answered', attempts: 2, latencyNs: 5_015_020_000 });
    expect(view.hops[2].note).toBe('asked again after 5.0 s');
    expect(view.verdict).toBe(
      'retried after 5.0 s: the first query was last seen on veth1 in host; answered by 192.0.2.53 12.0 ms after the second',
    );
  });

  it.each([1, 1000])(
    'under the same ID when nobody waits any more is another lookup, in batches of %i rows',
    (size) => {
      const scene = new Scene();
      scene.query(0, Q, [pod]);
      scene.query(8e9, { ...Q, ipId: 78 }, [pod]);
      scene.response(8.012e9, A, [{ ...pod, pkt: HOST, src: pod.dst, dst: pod.src }]);
      const states = scene
        .run(size)
        .all()
        .map(({ root }) => `${root.state} ${root.attempts}`);
      expect(states).toEqual(['timeout 1', 'answered 1']);
    },
  );

  it('by a new socket with the same ID is the same transaction', () => {
    const scene = new Scene();
    scene.query(0, Q, [pod]);
    scene.query(2e9, { ...Q, ipId: 5 }, [{ ...pod, src: '10.0.0.2:40001' }]);
    const back: Point = { ...pod, pkt: HOST, src: SERVER, dst: '10.0.0.2:40001' };
    scene.response(2.01e9, A, [back]);
    expect(scene.run().only().root).toMatchObject({ state: 'answered', attempts: 2 });
  });

  it('by a new socket with a new ID is another transaction of the trace', () => {
    const scene = new Scene();
    scene.query(0, Q, [pod]);
    const again = { ...pod, src: '10.0.0.2:40001' };
    scene.query(2e9, { ...Q, id: 0x9999 }, [again]);
    scene.response(2.01e9, { ...A, id: 0x9999 }, [{ ...again, pkt: HOST, src: again.dst, dst: again.src }]);
    const view = scene.run().only();
    expect(view.transactions.map(({ relation, confidence }) => [relation, confidence])).toEqual([
      ['', 'certain'],
      ['retried', 'likely'],
    ]);
    expect(view.verdict).toBe(
      'retried after 2.0 s: the first query was last seen on eth0 in pod; answered by 192.0.2.53 10.0 ms after the second',
    );
  });

  it('to a second nameserver under the same ID is an attempt of one transaction', () => {
    const scene = new Scene();
    const second = { ...pod, dst: '192.0.2.54:53' };
    scene.query(0, Q, [pod]);
    scene.query(20_000, { ...Q, ipId: 78 }, [second]);
    scene.response(1e6, A, [{ ...second, pkt: HOST, src: second.dst, dst: second.src }]);
    scene.response(2e6, A, [{ ...pod, pkt: HOST, src: pod.dst, dst: pod.src }]);
    expect(scene.run().only().root).toMatchObject({ state: 'answered', attempts: 2, latencyNs: 1e6 });
  });

  it('over TCP after a truncated answer', () => {
    const scene = new Scene();
    const tcp = { ...pod, src: '10.0.0.2:50000' };
    const back = (point: Point): Point => ({ ...point, pkt: HOST, src: point.dst, dst: point.src });
    scene.query(0, Q, [pod]);
    scene.response(1e6, { ...Q, flags: 0x0300 }, [back(pod)]);
    scene.query(2e6, { ...Q, tcp: true }, [tcp]);
    scene.response(5.1e6, { ...A, tcp: true }, [back(tcp)]);
    const view = scene.run().only();
    expect(
      view.transactions.map(({ relation, confidence, transport }) => [relation, confidence, transport]),
    ).toEqual([
      ['', 'certain', 'UDP'],
      ['retried-over-tcp', 'certain', 'TCP'],
    ]);
    expect(view.verdict).toBe(
      'truncated over UDP, asked again over TCP: answered by 192.0.2.53 in 3.1 ms, 5.1 ms in all',
    );
  });

  it('truncated and never asked again', () => {
    const scene = new Scene();
    scene.query(0, Q, [pod]);
    scene.response(1e6, { ...Q, flags: 0x0300 }, [{ ...pod, pkt: HOST, src: pod.dst, dst: pod.src }]);
    expect(scene.run().only().verdict).toBe(
      'the answer of 192.0.2.53 was truncated (TC), and not asked for again over TCP: the client does not, or cannot connect to port 53',
    );
  });
});

describe('answers that are not as they should be', () => {
  const back: Point = { ...pod, pkt: HOST, src: SERVER, dst: pod.src, hop: 60 };

  it('from an address that was not asked', () => {
    const scene = new Scene();
    const from = fromForwarder();
    scene.query(0, Q, toForwarder());
    const direct = { ...from[3], src: from[0].src };
    scene.response(1e6, A, [from[0], from[1], direct]);
    scene.run().traces.advanceClock(EPOCH_MS + 6000);
    const view = scene.only();
    expect(view.root.state).toBe('timeout');
    expect(view.hops.at(-1)?.note).toBe('from 10.244.0.2, which was not asked');
    expect(view.verdict).toBe(
      'answered by 10.244.0.2 where 10.96.0.10 was asked: translated on the way there, not on the way back (bridge-nf-call-iptables, where both are on one bridge)',
    );
  });

  it('late', () => {
    const scene = new Scene();
    scene.query(0, Q, [pod]);
    scene.response(6.2e9, A, [back]);
    const view = scene.run().only();
    expect(view.root.state).toBe('timeout');
    expect(view.hops[1].note).toBe('late: 6.2 s after the query');
    expect(view.verdict).toBe('answered by 192.0.2.53 too late: 6.2 s after the query, timeout 5.0 s');
  });

  it('twice', () => {
    const scene = new Scene();
    scene.query(0, Q, [pod]);
    scene.response(1e6, A, [back]);
    scene.response(9e6, { ...A, addresses: '203.0.113.66' }, [back]);
    const view = scene.run().only();
    expect(view.hops[2].note).toBe('second answer');
    expect(view.verdict).toBe('answered by 192.0.2.53 in 1.0 ms; a second answer came, with other data');
  });

  it('to no query', () => {
    const scene = new Scene();
    scene.response(0, A, masqueradedBack);
    const view = scene.run().only();
    expect(view.transactions).toHaveLength(1);
    expect(view.root).toMatchObject({ attempts: 0, state: 'answered' });
    expect(view.root.path.rows).toHaveLength(3);
    expect(view.verdict).toBe('an answer from 192.0.2.53 to no query that was seen');
  });

  it('lost on the way back', () => {
    const scene = new Scene();
    scene.query(0, Q, masqueraded);
    scene.response(12e6, A, masqueradedBack.slice(0, 2));
    scene.run().traces.advanceClock(EPOCH_MS + 6000);
    expect(scene.only().verdict).toBe(
      'answered by 192.0.2.53, last seen on veth1 in host, never reached dig in pod',
    );
  });

  it('never: the query is last seen before the translation', () => {
    const scene = new Scene();
    scene.query(0, Q, masqueraded.slice(0, 2));
    scene.run().traces.advanceClock(EPOCH_MS + 6000);
    expect(scene.only().verdict).toBe('last seen on veth1 in host, never reached 192.0.2.53');
  });
});
