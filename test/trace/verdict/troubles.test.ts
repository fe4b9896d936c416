// What users meet, each as its packets show it: what the path says of it, and what the time goes to.
import { describe, expect, it } from 'vitest';
import { fromForwarder, fromUpstream, SERVER, toForwarder, toUpstream } from '../cluster.ts';
import { HOST, type Point, Scene } from '../scene.ts';
import { A, AAAA, back, EPOCH_MS, ended, FORWARDER, FOUND, MS, NAME, pod, verdictOf } from './cases.ts';

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
    expect(verdictOf(scene)).toMatch(
      /^AAAA: answered from cache \(inferred\) by coredns .*; NODATA for A in 1\.0 ms; 1\.5 ms in all$/,
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
    expect(verdict).toBe('nsd in up received 2 queries and did not answer within 5.0 s of the last');
    const upstreamNs = 7500 * MS - 10_000; // until the second was not waited for any more
    expect(breakdown).toEqual({ networkNs: 10_000, forwarderNs: 0, upstreamNs, clientNs: 0 });
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
    expect(verdictOf(scene)).toBe(`NODATA answered from cache (inferred) by ${FORWARDER} in 1.0 ms`);
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
    expect(breakdown).toEqual({ networkNs: 0, forwarderNs: 0, upstreamNs: 4 * MS, clientNs: MS });
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
