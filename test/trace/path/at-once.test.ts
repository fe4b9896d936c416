// One query sent to several servers at once under one ID, as musl does: the packets and their answers pass each other.
import { describe, expect, it } from 'vitest';
import type { TraceView } from '../../../src/trace/describe.ts';
import { DIG } from '../cluster.ts';
import { HOST, OUTGOING, type Point, Scene } from '../scene.ts';
import { ended } from '../verdict/cases.ts';

const Q = { id: 0x1234, name: 'www.example.org.', ipId: 0 };
const A = { ...Q, addresses: '192.0.2.1' };
const NSD = { pid: 3000, tid: 3000, comm: 'nsd' };
const CLIENT = '10.0.0.2:40000';

/** From the pod over a router to server 1 or 2. */
function way(n: number): Point[] {
  const ends = { src: CLIENT, dst: `10.0.${n}.53:53` };
  return [
    { ...ends, netns: 'pod', iface: 'eth0', pkt: OUTGOING, process: DIG, hop: 64 },
    { ...ends, netns: 'router', iface: 'pod', pkt: HOST, hop: 64 },
    { ...ends, netns: 'router', iface: `s${n}`, pkt: OUTGOING, hop: 63 },
    { ...ends, netns: `server${n}`, iface: 'eth0', pkt: HOST, process: { ...NSD, pid: 3000 + n }, hop: 63 },
  ];
}

const back = (points: Point[]): Point[] =>
  points.toReversed().map((point, i) => ({
    ...point,
    pkt: point.pkt === HOST ? OUTGOING : HOST,
    src: point.dst,
    dst: point.src,
    hop: 64 - Math.min(i, 1),
  }));

const notes = ({ hops }: TraceView) => hops.map(({ note }) => note).filter(Boolean);

describe('two servers asked at once', () => {
  it('both answer: the first is who answered, and nothing was asked again or translated', () => {
    const scene = new Scene();
    scene.query(0, Q, way(1));
    scene.query(60_000, Q, way(2));
    scene.response(150_000, A, back(way(1)));
    scene.response(300_000, A, back(way(2)));
    const view = scene.run().only();
    expect(notes(view)).toEqual(['sent to 10.0.2.53:53 as well', 'second answer']);
    expect(view.root).toMatchObject({ attempts: 2, receiver: 'nsd in server1', latencyNs: 180_000 });
    expect(view.verdict).toMatch(
      /^answered .* by nsd in server1 in 180 µs; 2 servers were asked at once; a second answer came$/,
    );
  });

  it.each([
    ['each point after the other', 1000, 0],
    ['in turns', 20_000, 0],
    ['in turns, with identifications', 20_000, 78],
  ])('one is silent: the other answered, %s', (_, step, ipId) => {
    const scene = new Scene();
    scene.query(0, { ...Q, ipId: ipId && 77 }, way(1), step);
    scene.query(5000, { ...Q, ipId }, way(2), step);
    scene.response(1e6, A, back(way(2)));
    const view = scene.run().only();
    expect(notes(view)).toEqual(['sent to 10.0.2.53:53 as well']);
    expect(view.root).toMatchObject({ attempts: 2, receiver: 'nsd in server2' });
    expect(view.verdict).toMatch(/ by nsd in server2 in 1\.0 ms; 2 servers were asked at once$/);
  });

  it.each([
    ['is on its way', 140_000, 20_000],
    ['has arrived', 100_000, 1000],
  ])('the second is sent when the answer of the first %s: one transaction', (_, answered, step) => {
    const scene = new Scene();
    scene.query(0, Q, way(1));
    scene.response(answered, A, back(way(1)), step);
    scene.query(150_000, Q, way(2));
    scene.response(400_000, A, back(way(2)));
    const view = scene.run().only();
    expect(view.transactions).toHaveLength(1);
    expect(notes(view)).toEqual(['sent to 10.0.2.53:53 as well', 'second answer']);
    expect(view.root).toMatchObject({ attempts: 2, receiver: 'nsd in server1', state: 'answered' });
    expect(view.verdict).not.toContain('retried');
  });

  it('both refuse, the first before the second has its query', () => {
    const scene = new Scene();
    const refused = { ...Q, rcode: 5, flags: 0x8180 };
    scene.query(0, Q, way(1), 1000);
    scene.query(60_000, Q, way(2), 40_000);
    scene.response(90_000, refused, back(way(1)), 1000);
    scene.response(300_000, refused, back(way(2)), 1000);
    const view = scene.run().only();
    expect(view.root).toMatchObject({ attempts: 2, receiver: 'nsd in server1', rcode: 5 });
    expect(notes(view)).toEqual(['sent to 10.0.2.53:53 as well', 'second answer']);
  });

  it('both are silent, twice', () => {
    const scene = new Scene();
    for (const at of [0, 1e9]) {
      scene.query(at, Q, way(1).slice(0, 2));
      scene.query(at + 60_000, Q, way(2).slice(0, 2));
    }
    const view = ended(scene, 20_000);
    expect(view.root).toMatchObject({ attempts: 4, state: 'timeout' });
    expect(view.verdict).toBe('last seen on pod in router, never reached 10.0.2.53 (4 queries to 2 servers)');
    expect(notes(view)).toEqual([
      'sent to 10.0.2.53:53 as well',
      'asked again after 1.0 s, now 10.0.1.53:53',
      'sent to 10.0.2.53:53 as well',
    ]);
  });

  it('both receive it and are silent', () => {
    const scene = new Scene();
    scene.query(0, Q, way(1));
    scene.query(60_000, Q, way(2));
    expect(ended(scene, 20_000).verdict).toBe(
      'nsd in server2 received the query and did not answer within 5.0 s (2 queries to 2 servers)',
    );
  });

  it('both behind a service: connection tracking tells which was translated into which', () => {
    const scene = new Scene();
    const [one, two] = [1, 2].map((n) => {
      const [pod, router] = way(n).map((point) => ({ ...point, dst: `10.96.0.${n}:53` }));
      return [pod, router, ...way(n).slice(2)];
    });
    // The router forwards both when it has received both.
    scene.query(0, Q, one.slice(0, 2), 1000);
    scene.query(5000, Q, two.slice(0, 2), 1000);
    scene.query(50_000, Q, one.slice(2), 1000);
    scene.query(60_000, Q, two.slice(2), 1000);
    scene.run();
    const { columns, netns, translations } = scene.store;
    for (const n of [1, 2]) {
      const told = `17 10.0.0.2 40000 10.96.0.${n} 53 10.0.0.2 40000 10.0.${n}.53 53`;
      translations.take(`${netns.at(columns.netns[1]).inode} ${told}`.split(' '));
    }
    expect(notes(scene.only())).toEqual([
      'sent to 10.96.0.2:53 as well',
      'dnat 10.96.0.1:53 -> 10.0.1.53:53',
      'dnat 10.96.0.2:53 -> 10.0.2.53:53',
    ]);
  });
});

describe('seen at one point, by a capture file', () => {
  const point = (pkt: number, n: number): Point => ({
    netns: '',
    iface: '',
    pkt,
    src: CLIENT,
    dst: `10.0.${n}.53:53`,
    hop: 64,
  });
  const answer = (pkt: number, n: number): Point => ({
    ...point(pkt, n),
    src: point(pkt, n).dst,
    dst: CLIENT,
  });

  it.each([
    ['without packet types', 255, 255, 0],
    ['with them, at the client', OUTGOING, HOST, 0],
    ['with them, on the way', HOST, OUTGOING, 0],
    ['with identifications', 255, 255, 78],
  ])('%s: two attempts, and no translation', (_, there, back, ipId) => {
    const scene = new Scene();
    scene.query(0, { ...Q, ipId: ipId && 77 }, [point(there, 1)]);
    scene.query(40_000, { ...Q, ipId }, [point(there, 2)]);
    scene.response(300_000, A, [answer(back, 2)]);
    scene.response(400_000, A, [answer(back, 1)]);
    const view = scene.run().only();
    expect(view.root).toMatchObject({ attempts: 2, state: 'answered', latencyNs: 300_000 });
    expect(notes(view)).toEqual(['sent to 10.0.2.53:53 as well', 'second answer']);
    expect(view.verdict).toBe(
      'answered by 10.0.2.53 in 300 µs; 2 servers were asked at once; a second answer came',
    );
  });

  it('behind a router the same packet with another server is a translation', () => {
    const scene = new Scene();
    scene.query(0, Q, [point(255, 1)]);
    scene.query(40_000, Q, [{ ...point(255, 2), hop: 63 }]);
    const view = scene.run().only();
    expect(view.root.attempts).toBe(1);
    expect(notes(view)).toEqual(['dnat 10.0.1.53:53 -> 10.0.2.53:53']);
  });
});

it('the second nameserver of resolv.conf, asked seconds later, is named', () => {
  const scene = new Scene();
  scene.query(0, Q, way(1));
  scene.query(5e9, Q, way(2));
  scene.response(5.0005e9, A, back(way(2)));
  const view = scene.run().only();
  expect(notes(view)).toEqual(['asked again after 5.0 s, now 10.0.2.53:53']);
  expect(view.verdict).toMatch(
    /^retried after 5\.0 s: nsd in server1 had received the first query and not answered it; answered by nsd in server2 /,
  );
});
