// What users meet behind a forwarder, each as its packets show it: what the path says of it, and what the time goes to.
import { describe, expect, it } from 'vitest';
import { COREDNS, DIG, fromForwarder, fromUpstream, toForwarder, toUpstream } from '../cluster.ts';
import { HOST, OUTGOING, type Point, Scene } from '../scene.ts';
import { A, ended, FORWARDER, FOUND, MS, NAME, returned, verdictOf } from './cases.ts';

/** From the pod to a cache on its node, and from that to CoreDNS. */
function throughNodeCache(): { first: Point[]; second: Point[] } {
  const local = { pid: 555, tid: 555, comm: 'node-cache' };
  const asking = { src: '10.244.0.5:4000', dst: '169.254.20.10:53' };
  const first: Point[] = [
    { netns: 'demo/mypod', iface: 'eth0', pkt: OUTGOING, process: DIG, ...asking },
    { netns: 'node', iface: 'veth-ypod', pkt: HOST, process: local, ...asking },
  ];
  const on = { src: '10.244.0.1:7000', dst: '10.244.0.2:53' };
  const second: Point[] = [
    { netns: 'node', iface: 'veth-dns', pkt: OUTGOING, process: local, ...on },
    { netns: 'kube-system/coredns', iface: 'eth0', pkt: HOST, process: COREDNS, ...on },
  ];
  return { first, second };
}

describe('upstreams of a forwarder', () => {
  const asked = (port: number, server: string, atMs: number, id: number, scene: Scene) =>
    scene.query(atMs * MS, { id, name: NAME }, toUpstream(port, server));

  it('the first is silent, the second answers: the wait is told', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    asked(6001, '192.0.2.8:53', 0.1, 8, scene);
    asked(6002, '192.0.2.9:53', 2000, 9, scene);
    scene.response(2030 * MS, { id: 9, name: NAME, ...FOUND }, fromUpstream(6002, '192.0.2.9:53'));
    scene.response(2031 * MS, { ...A, ...FOUND }, fromForwarder());
    const { verdict, transactions, breakdown } = ended(scene, 20_000);
    expect(verdict).toBe(
      `answered by 192.0.2.9 through ${FORWARDER} in 2.0 s, 30.0 ms of them for 192.0.2.9, after a timeout of 192.0.2.8 (2.0 s)`,
    );
    expect(transactions.map(({ relation }) => relation)).toEqual(['', 'forwarded', 'retried']);
    expect(breakdown.upstreamNs).toBeGreaterThan(2029 * MS);
  });

  it('the first fails, the second answers', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    asked(6001, '192.0.2.8:53', 0.1, 8, scene);
    scene.response(10 * MS, { id: 8, name: NAME, rcode: 2 }, fromUpstream(6001, '192.0.2.8:53'));
    asked(6002, '192.0.2.9:53', 11, 9, scene);
    scene.response(40 * MS, { id: 9, name: NAME, ...FOUND }, fromUpstream(6002, '192.0.2.9:53'));
    scene.response(41 * MS, { ...A, ...FOUND }, fromForwarder());
    expect(verdictOf(scene)).toMatch(/, after SERVFAIL from 192\.0\.2\.8 \(10\.9 ms\)$/);
  });

  it('two at once, of which one is not waited for: no timeout', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    asked(6001, '192.0.2.8:53', 0.1, 8, scene);
    asked(6002, '192.0.2.9:53', 0.11, 9, scene);
    scene.response(30 * MS, { id: 9, name: NAME, ...FOUND }, fromUpstream(6002, '192.0.2.9:53'));
    scene.response(31 * MS, { ...A, ...FOUND }, fromForwarder());
    expect(verdictOf(scene)).toMatch(/ms of them for 192\.0\.2\.9$/);
  });

  it('what a resolver asks beside the question need not have been waited for', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(100_000, { id: 7, name: 'org.', qtype: 28 }, toUpstream(6000, '192.0.2.7:53'));
    asked(6002, '192.0.2.9:53', 20, 9, scene);
    scene.response(50 * MS, { id: 9, name: NAME, ...FOUND }, fromUpstream(6002, '192.0.2.9:53'));
    scene.response(51 * MS, { ...A, ...FOUND }, fromForwarder());
    const { verdict, transactions } = ended(scene, 20_000);
    expect(transactions.map(({ relation }) => relation)).toEqual(['', 'resolving', 'forwarded']);
    expect(verdict).not.toContain('timeout');
  });

  it('one is asked again', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(100_000, { id: 8, name: NAME }, toUpstream());
    scene.query(1000 * MS, { id: 8, name: NAME, ipId: 7 }, toUpstream());
    scene.response(1030 * MS, { id: 8, name: NAME, ...FOUND }, fromUpstream());
    scene.response(1031 * MS, { ...A, ...FOUND }, fromForwarder());
    expect(verdictOf(scene)).toMatch(
      /1\.0 s of them for 192\.168\.49\.1, 192\.168\.49\.1 being asked again after 1\.0 s$/,
    );
  });

  it('behind another forwarder its timeout is told as well', () => {
    const scene = new Scene();
    const { first, second } = throughNodeCache();
    scene.query(0, A, first);
    scene.query(MS, { id: 50, name: NAME }, second);
    asked(6001, '192.0.2.8:53', 2, 8, scene);
    asked(6002, '192.0.2.9:53', 2002, 9, scene);
    scene.response(2030 * MS, { id: 9, name: NAME, ...FOUND }, fromUpstream(6002, '192.0.2.9:53'));
    scene.response(2031 * MS, { id: 50, name: NAME, ...FOUND }, returned(second));
    scene.response(2032 * MS, { ...A, ...FOUND }, returned(first));
    expect(verdictOf(scene)).toBe(
      'answered by 192.0.2.9 through coredns in kube-system/coredns and node-cache in node in 2.0 s, 28.0 ms of them for 192.0.2.9, after a timeout of 192.0.2.8 (2.0 s)',
    );
  });

  it('fragments of its answer never arrive', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    asked(6001, '192.0.2.8:53', 0.1, 8, scene);
    scene.response(
      10 * MS,
      { id: 8, name: NAME, ...FOUND, anomalies: 1 << 11 },
      fromUpstream(6001, '192.0.2.8:53'),
    );
    scene.response(2000 * MS, { ...A, rcode: 2 }, fromForwarder());
    expect(verdictOf(scene)).toBe(
      `SERVFAIL made by ${FORWARDER} after an answer of 192.0.2.8 of which fragments never arrived, in 2.0 s`,
    );
  });

  it('it does not like a good answer, as one that does not validate', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    asked(6001, '192.0.2.8:53', 0.1, 8, scene);
    scene.response(10 * MS, { id: 8, name: NAME, ...FOUND }, fromUpstream(6001, '192.0.2.8:53'));
    scene.response(11 * MS, { ...A, rcode: 2 }, fromForwarder());
    expect(verdictOf(scene)).toBe(
      `SERVFAIL made by ${FORWARDER}, though 192.0.2.8 had answered it, in 11.0 ms`,
    );
  });

  it('one denies what the other has', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    asked(6001, '192.0.2.8:53', 0.1, 8, scene);
    asked(6002, '192.0.2.9:53', 0.11, 9, scene);
    scene.response(5 * MS, { id: 8, name: NAME, rcode: 3 }, fromUpstream(6001, '192.0.2.8:53'));
    scene.response(5.2 * MS, { ...A, rcode: 3 }, fromForwarder());
    scene.response(6 * MS, { id: 9, name: NAME, ...FOUND }, fromUpstream(6002, '192.0.2.9:53'));
    expect(verdictOf(scene)).toBe(
      `split answers: NXDOMAIN from 192.0.2.8, an answer from 192.0.2.9; ${FORWARDER} passed on NXDOMAIN`,
    );
  });

  it('the answer gets as far as the forwarder, which does not pass it on', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(100_000, { id: 8, name: NAME }, toUpstream());
    scene.response(20 * MS, { id: 8, name: NAME, ...FOUND }, fromUpstream());
    const { verdict, breakdown } = ended(scene, 20_000);
    expect(verdict).toBe(
      `${FORWARDER} received the query and did not answer within 5.0 s, though 192.168.49.1 had answered it after 20.0 ms`,
    );
    expect(breakdown.upstreamNs).toBeGreaterThan(19 * MS);
  });

  it('a referral got as far as a resolver, and the zone is silent: no answer was there to pass on', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(100_000, { id: 8, name: NAME, flags: 0 }, toUpstream(6001, '192.0.2.8:53'));
    scene.response(
      20 * MS,
      { id: 8, name: NAME, flags: 0, referral: ['example.org.', 'ns.example.org.'] },
      fromUpstream(6001, '192.0.2.8:53'),
    );
    scene.query(21 * MS, { id: 9, name: NAME, flags: 0 }, toUpstream(6002, '192.0.2.9:53'));
    expect(verdictOf(scene)).toBe(
      `no answer: 192.0.2.9 did not answer 1 query for ${FORWARDER}; last seen on veth-dns in node`,
    );
  });

  it('a chain of forwarders is named whole, nearest to the answer first', () => {
    const scene = new Scene();
    const { first, second } = throughNodeCache();
    scene.query(0, A, first);
    scene.query(MS, { id: 50, name: NAME, tcp: true }, second);
    scene.query(2 * MS, { id: 60, name: NAME }, toUpstream());
    scene.response(30 * MS, { id: 60, name: NAME, ...FOUND }, fromUpstream());
    scene.response(31 * MS, { id: 50, name: NAME, tcp: true, ...FOUND }, returned(second));
    scene.response(32 * MS, { ...A, ...FOUND }, returned(first));
    expect(verdictOf(scene)).toMatch(
      /^answered by 192\.168\.49\.1 through coredns in kube-system\/coredns and node-cache in node in 32\.0 ms, /,
    );
  });
});
