// What users meet, each as its packets show it: what the path says of it, and what the time goes to.
import { describe, expect, it } from 'vitest';
import type { TraceView } from '../../../src/trace/describe.ts';
import { COREDNS, DIG, fromForwarder, fromUpstream, SERVER, toForwarder, toUpstream } from '../cluster.ts';
import { HOST, OUTGOING, type Point, Scene } from '../scene.ts';

const MS = 1e6;
const EPOCH_MS = 1_735_689_600_000;
const NAME = 'www.example.org.';
const FOUND = { addresses: '192.0.2.1' };
const A = { id: 1, name: NAME, ipId: 1 };
const AAAA = { id: 2, name: NAME, qtype: 28, ipId: 2 };
const FORWARDER = 'coredns in kube-system/coredns';

const pod: Point = {
  netns: 'pod',
  iface: 'eth0',
  pkt: OUTGOING,
  process: DIG,
  src: '10.0.0.2:4000',
  dst: '10.0.0.53:53',
};
const back = (point: Point): Point => ({ ...point, pkt: HOST, src: point.dst, dst: point.src });
/** The way of an answer to a query that went through `points`. */
const returned = (points: Point[]): Point[] =>
  points.map((point) => ({ ...back(point), pkt: point.pkt === HOST ? OUTGOING : HOST })).reverse();

/** The first trace once all is over. */
function ended(scene: Scene, atMs: number): TraceView {
  scene.run().traces.advanceClock(EPOCH_MS + atMs);
  return scene.all()[0];
}

const verdictOf = (scene: Scene, atMs = 20_000) => ended(scene, atMs).verdict;

describe('A and AAAA asked at once', () => {
  const lost = () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(20_000, AAAA, toForwarder().slice(0, 2));
    scene.response(MS, { ...A, ...FOUND, ipId: 11 }, fromForwarder());
    return scene;
  };
  const RACE =
    'where the one for A from the same socket went on, as when two at once race in connection tracking (single-request-reopen avoids it)';

  it('one is lost where the other is translated: a race in connection tracking, five seconds', () => {
    const scene = lost();
    scene.query(5003 * MS, { ...A, ipId: 3 }, toForwarder());
    scene.response(5004 * MS, { ...A, ...FOUND, ipId: 12 }, fromForwarder());
    scene.query(5005 * MS, { ...AAAA, ipId: 4 }, toForwarder());
    scene.response(5006 * MS, { ...AAAA, addresses: '192.0.2.9', ipId: 13 }, fromForwarder());
    const { verdict, breakdown } = ended(scene, 20_000);
    expect(verdict).toBe(
      `AAAA: retried after 5.0 s: the first query was last seen on veth-ypod in node, ${RACE}; answered by ${FORWARDER} 1.0 ms after the second`,
    );
    expect(breakdown.networkNs).toBeGreaterThan(5000 * MS);
  });

  it('the lost one is never asked again', () => {
    expect(verdictOf(lost())).toBe(`AAAA: last seen on veth-ypod in node, never reached 10.96.0.10, ${RACE}`);
  });

  it('lost behind the translation is no race', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(20_000, AAAA, toForwarder().slice(0, 3));
    scene.response(MS, { ...A, ...FOUND, ipId: 11 }, fromForwarder());
    expect(verdictOf(scene)).not.toContain('race');
  });

  it('NXDOMAIN for one of them, though the other exists', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(20_000, AAAA, toForwarder());
    scene.response(MS, { ...A, ...FOUND }, fromForwarder());
    scene.response(1.2 * MS, { ...AAAA, rcode: 3 }, fromForwarder());
    expect(verdictOf(scene)).toBe(
      `AAAA: NXDOMAIN answered by ${FORWARDER}, though A of the name exists: some clients (musl) then find no address`,
    );
  });

  it('an error for one of them', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(20_000, AAAA, toForwarder());
    scene.response(MS, { ...A, ...FOUND }, fromForwarder());
    scene.response(1.5 * MS, { ...AAAA, rcode: 2 }, fromForwarder());
    expect(verdictOf(scene)).toBe(`AAAA: SERVFAIL made by ${FORWARDER}, which was seen asking nobody`);
  });

  it('speaks of the one that has data', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    expect(verdictOf(scene.run(), 0)).toBe(`waiting for ${FORWARDER}, 30 µs so far`);
    scene.query(40_000, AAAA, toForwarder());
    scene.response(MS, A, fromForwarder());
    scene.response(1.5 * MS, { ...AAAA, addresses: '192.0.2.9' }, fromForwarder());
    expect(verdictOf(scene)).toMatch(/^AAAA: answered from cache by coredns .*; NODATA for A$/);
  });
});

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
    const local = { pid: 555, tid: 555, comm: 'node-cache' };
    const asking = { src: '10.244.0.5:4000', dst: '169.254.20.10:53' };
    const first: Point[] = [
      { netns: 'demo/mypod', iface: 'eth0', pkt: OUTGOING, process: DIG, ...asking },
      { netns: 'node', iface: 'veth-ypod', pkt: HOST, process: local, ...asking },
    ];
    const askingOn = { src: '10.244.0.1:7000', dst: '10.244.0.2:53' };
    const second: Point[] = [
      { netns: 'node', iface: 'veth-dns', pkt: OUTGOING, process: local, ...askingOn },
      { netns: 'kube-system/coredns', iface: 'eth0', pkt: HOST, process: COREDNS, ...askingOn },
    ];
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

describe('servers', () => {
  const direct: Point[] = [pod, { ...pod, netns: 'up', pkt: HOST, process: SERVER }];

  it('one that never answers and asks nobody was waited for as a server', () => {
    const scene = new Scene();
    scene.query(0, A, direct);
    scene.query(2500 * MS, { ...A, ipId: 9 }, direct);
    const { verdict, breakdown } = ended(scene, 20_000);
    expect(verdict).toBe('nsd in up received 2 queries and did not answer within 5.0 s');
    expect(breakdown).toEqual({ networkNs: 10_000, forwarderNs: 0, upstreamNs: 2500 * MS });
  });

  it('the first of resolv.conf is silent', () => {
    const scene = new Scene();
    const other = { ...pod, src: '10.0.0.2:4001', dst: '10.0.0.54:53' };
    scene.query(0, A, [pod]);
    scene.query(5001 * MS, { ...A, ipId: 9 }, [other]);
    scene.response(5003 * MS, { ...A, ...FOUND }, [back(other)]);
    expect(verdictOf(scene)).toBe(
      'retried after 5.0 s: the first query to 10.0.0.53 was last seen on eth0 in pod; answered by 10.0.0.54 2.0 ms after the second',
    );
  });

  it('the first of resolv.conf fails', () => {
    const scene = new Scene();
    const other = { ...pod, src: '10.0.0.2:4001', dst: '10.0.0.54:53' };
    scene.query(0, A, [pod]);
    scene.response(MS, { ...A, rcode: 2 }, [back(pod)]);
    scene.query(1.1 * MS, { ...A, ipId: 9 }, [other]);
    scene.response(3 * MS, { ...A, ...FOUND }, [back(other)]);
    expect(verdictOf(scene)).toBe(
      'retried after 1.1 ms: 10.0.0.53 had answered SERVFAIL; answered by 10.0.0.54 1.9 ms after the second',
    );
  });

  it('asked again while the forwarder still waits: nothing was lost', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.query(100_000, { id: 8, name: NAME }, toUpstream());
    scene.query(1000 * MS, { ...A, ipId: 7 }, toForwarder());
    scene.response(1030 * MS, { id: 8, name: NAME, ...FOUND }, fromUpstream());
    scene.response(1031 * MS, { ...A, ...FOUND }, fromForwarder());
    expect(verdictOf(scene)).toMatch(
      /^retried after 1\.0 s: coredns in .* had received the first query and not answered it; answered by /,
    );
  });

  it('a service that is translated to a pod which is not there', () => {
    const scene = new Scene();
    const [first, second, third] = toForwarder();
    scene.query(0, A, [first, second, { ...third, dst: '10.244.0.9:53' }]);
    expect(verdictOf(scene)).toBe(
      'last seen on veth-dns in node, no answer came from 10.244.0.9, to which 10.96.0.10 was translated',
    );
  });

  it('fails again when it is asked again', () => {
    const scene = new Scene();
    const again = { ...pod, src: '10.0.0.2:4001' };
    scene.query(0, A, [pod]);
    scene.response(MS, { ...A, rcode: 5 }, [back(pod)]);
    scene.query(1.1 * MS, { ...A, id: 9 }, [again]);
    scene.response(3.1 * MS, { ...A, id: 9, rcode: 5 }, [back(again)]);
    expect(verdictOf(scene)).toBe('REFUSED answered by 10.0.0.53 in 2.0 ms (asked 2 times)');
  });

  it('no data is not an answer like any other', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.response(MS, A, fromForwarder());
    expect(verdictOf(scene)).toBe(`NODATA answered from cache by ${FORWARDER} in 1.0 ms`);
  });

  it('long after the query no cache is said to have answered', () => {
    const scene = new Scene();
    scene.query(0, A, toForwarder());
    scene.response(2000 * MS, { ...A, ...FOUND }, fromForwarder());
    expect(verdictOf(scene)).toBe(`answered by ${FORWARDER} in 2.0 s, which was seen asking nobody`);
  });
});

describe('large answers', () => {
  const truncated = () => {
    const scene = new Scene();
    scene.query(0, A, [pod]);
    scene.response(MS, { ...A, flags: 0x0300 }, [back(pod)]);
    return scene;
  };

  it('TCP is tried and nothing comes of it', () => {
    const scene = truncated();
    scene.query(2 * MS, { ...A, tcp: true }, [{ ...pod, src: '10.0.0.2:5555' }]);
    expect(verdictOf(scene)).toBe(
      'truncated over UDP, asked again over TCP: last seen on eth0 in pod, no answer came from 10.0.0.53',
    );
  });

  it('both tries count', () => {
    const scene = truncated();
    const tcp = { ...pod, src: '10.0.0.2:5555' };
    scene.query(2 * MS, { ...A, tcp: true }, [tcp]);
    scene.response(5 * MS, { ...A, tcp: true, ...FOUND }, [back(tcp)]);
    const { breakdown } = ended(scene, 20_000);
    expect(breakdown).toEqual({ networkNs: 0, forwarderNs: 0, upstreamNs: 4 * MS });
  });

  it('fragments of it are missing', () => {
    const scene = new Scene();
    scene.query(0, A, [pod]);
    scene.response(MS, { ...A, ...FOUND, anomalies: 1 << 11 }, [back(pod)]);
    expect(verdictOf(scene)).toBe('the answer of 10.0.0.53 came in fragments, of which some never arrived');
  });
});

describe('damaged messages', () => {
  it('are named beside what became of them', () => {
    const scene = new Scene();
    scene.query(0, { ...A, anomalies: 1 << 5 }, [pod]);
    scene.response(MS, { ...A, rcode: 1 }, [back(pod)]);
    expect(verdictOf(scene)).toBe('FORMERR answered by 10.0.0.53 in 1.0 ms; the query is damaged');
    const cut = new Scene();
    cut.query(0, A, [pod]);
    cut.response(MS, { ...A, ...FOUND, anomalies: 1 }, [back(pod)]);
    expect(verdictOf(cut)).toBe('answered by 10.0.0.53 in 1.0 ms');
  });
});

describe('search paths', () => {
  it('a step without answer is told, and nothing is said not to exist', () => {
    const scene = new Scene();
    scene.query(0, { ...A, name: 'a.svc.cluster.local.' }, [pod]);
    scene.response(MS, { ...A, name: 'a.svc.cluster.local.', rcode: 3 }, [back(pod)]);
    scene.query(2 * MS, { ...A, id: 7, name: 'a.cluster.local.' }, [{ ...pod, src: '10.0.0.2:4005' }]);
    expect(verdictOf(scene)).toBe(
      'a.cluster.local. A: last seen on eth0 in pod, no answer came from 10.0.0.53',
    );
  });

  it('the time of all its steps is shared out', () => {
    const scene = new Scene();
    ['a.svc.cluster.local.', 'a.cluster.local.', 'a.'].forEach((name, i) => {
      const point = { ...pod, src: `10.0.0.2:${4000 + i}` };
      scene.query(i * 10 * MS, { ...A, id: i, name }, [point]);
      scene.response(i * 10 * MS + 4 * MS, { ...A, id: i, name, rcode: 3 }, [back(point)]);
    });
    const { verdict, breakdown } = ended(scene, 20_000);
    expect(verdict).toBe(
      '3 messages for one name, 3 of them from the search path (ndots), and no name of it exists',
    );
    expect(breakdown.upstreamNs).toBe(12 * MS);
  });
});

describe('captures of one point', () => {
  const file = (src: string, dst: string): Point => ({ netns: '', iface: '', pkt: 255, src, dst });
  const query = file('10.0.0.2:4000', '10.0.0.53:53');

  it('tell network and servers nowhere apart', () => {
    const scene = new Scene();
    scene.query(0, A, [pod]);
    scene.response(10 * MS, { ...A, ...FOUND }, [back(pod)]);
    expect(ended(scene, 20_000)).toMatchObject({ isOfOnePoint: true, breakdown: { upstreamNs: 10 * MS } });
    const more = new Scene();
    more.query(0, A, toForwarder());
    more.response(10 * MS, { ...A, ...FOUND }, fromForwarder());
    expect(ended(more, 20_000).isOfOnePoint).toBe(false);
  });

  it('say nothing of places that they do not tell', () => {
    const scene = new Scene();
    scene.query(0, A, [query]);
    expect(verdictOf(scene)).toBe('no answer came from 10.0.0.53');
    const retried = new Scene();
    retried.query(0, A, [query]);
    retried.query(2000 * MS, { ...A, id: 9 }, [{ ...query, src: '10.0.0.2:4001' }]);
    retried.response(2010 * MS, { ...A, id: 9, ...FOUND }, [file('10.0.0.53:53', '10.0.0.2:4001')]);
    expect(verdictOf(retried)).toBe(
      'retried after 2.0 s: no answer had come to the first query; answered by 10.0.0.53 10.0 ms after the second',
    );
  });

  it('a query to a multicast group is not unanswered, and what is told to one is no stray answer', () => {
    const scene = new Scene();
    scene.query(0, { ...A, id: 0 }, [file('10.0.0.2:5353', '224.0.0.251:5353')]);
    scene.response(20 * MS, { ...A, id: 0, ...FOUND }, [file('10.0.0.9:5353', '224.0.0.251:5353')]);
    scene.run().traces.advanceClock(EPOCH_MS + 20_000);
    expect(scene.all().map(({ verdict }) => verdict)).toEqual([
      'asked of the multicast group 224.0.0.251: answers go to all of it, and are not followed',
      'announced by 10.0.0.9 to the multicast group 224.0.0.251',
    ]);
  });
});
