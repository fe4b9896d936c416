// Lookups that are asked on: by merging and other forwarders, resolvers, stubs, in loops, along search paths.
import { describe, expect, it } from 'vitest';
import { ALICE, BOB, COREDNS, DIG, fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { HOST, OUTGOING, type Point, Scene } from './scene.ts';

const NAME = 'www.example.org.';

describe('forwarders', () => {
  it('a race of two upstreams gives two children, and letter case does not matter', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder());
    scene.query(100_000, { id: 8, name: 'wWw.eXample.ORG.' }, toUpstream(6001));
    scene.query(110_000, { id: 9, name: 'WWW.exAmple.org.' }, toUpstream(6002, '198.51.100.1:53'));
    scene.response(
      5e6,
      { id: 9, name: 'WWW.exAmple.org.', addresses: '192.0.2.1' },
      fromUpstream(6002, '198.51.100.1:53'),
    );
    scene.response(5.1e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, fromForwarder());
    scene.response(7e6, { id: 8, name: 'wWw.eXample.ORG.', addresses: '192.0.2.1' }, fromUpstream(6001));
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [8, 'forwarded', 'certain'],
        [9, 'forwarded', 'certain'],
      ],
    ]);
  });

  it('what is asked on but not waited for renews the cache', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder());
    scene.query(60_000, { id: 8, name: NAME }, toUpstream());
    scene.response(100_000, { id: 1, name: NAME, addresses: '192.0.2.1' }, fromForwarder());
    scene.response(7e6, { id: 8, name: NAME, addresses: '192.0.2.1' }, fromUpstream());
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [8, 'prefetched', 'likely'],
      ],
    ]);
    expect(scene.only().verdict).toContain('answered from cache (inferred) by coredns');
  });

  it('a stub on 127.0.0.53 is one like any other', () => {
    const scene = new Scene();
    const resolved = { pid: 300, tid: 300, comm: 'systemd-resolve' };
    const lo = { netns: 'host', iface: 'lo', src: '127.0.0.1:5000', dst: '127.0.0.53:53' };
    const up = { netns: 'host', iface: 'eth0', src: '192.0.2.9:6000', dst: '192.0.2.53:53' };
    const back = (point: { src: string; dst: string }) => ({ ...point, src: point.dst, dst: point.src });
    scene.query(0, { id: 1, name: NAME }, [
      { ...lo, pkt: OUTGOING, process: DIG },
      { ...lo, pkt: HOST, process: resolved },
    ]);
    scene.query(50_000, { id: 2, name: NAME }, [{ ...up, pkt: OUTGOING, process: resolved }]);
    scene.response(4e6, { id: 2, name: NAME, addresses: '192.0.2.1' }, [
      { ...back(up), netns: 'host', iface: 'eth0', pkt: HOST, process: resolved },
    ]);
    scene.response(4.1e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, [
      { ...back(lo), netns: 'host', iface: 'lo', pkt: OUTGOING, process: resolved },
      { ...back(lo), netns: 'host', iface: 'lo', pkt: HOST, process: DIG },
    ]);
    const view = scene.run().only();
    expect(scene.links()).toEqual([
      [
        [1, '', 'certain'],
        [2, 'forwarded', 'certain'],
      ],
    ]);
    expect(view.root).toMatchObject({
      state: 'answered',
      asker: 'dig in host',
      receiver: 'systemd-resolve in host',
    });
  });

  it('in a capture file without processes: by address, likely', () => {
    const scene = new Scene();
    const at = (src: string, dst: string): Point[] => [{ netns: '', iface: '', pkt: 255, src, dst }];
    scene.query(0, { id: 1, name: NAME }, at('10.0.0.2:1000', '10.0.0.53:53'));
    scene.query(10_000, { id: 2, name: NAME }, at('10.0.0.53:2000', '192.0.2.53:53'));
    scene.response(4e6, { id: 2, name: NAME }, at('192.0.2.53:53', '10.0.0.53:2000'));
    scene.response(5e6, { id: 1, name: NAME }, at('10.0.0.53:53', '10.0.0.2:1000'));
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [2, 'forwarded', 'likely'],
      ],
    ]);
  });

  it('a loop between two forwarders is named', () => {
    const scene = new Scene();
    const other = { pid: 7, tid: 7, comm: 'dnsmasq' };
    scene.query(0, { id: 1, name: NAME }, toForwarder());
    for (let turn = 0; turn < 3; turn++) {
      const at = 100_000 + turn * 100_000;
      const there = { src: `10.244.0.2:${7000 + turn}`, dst: '10.0.0.1:53' };
      const back = { src: `10.0.0.1:${8000 + turn}`, dst: '10.244.0.2:53' };
      scene.query(at, { id: 100 + turn, name: NAME }, [
        { netns: 'kube-system/coredns', iface: 'eth0', pkt: OUTGOING, process: COREDNS, ...there },
        { netns: 'node', iface: 'veth-dns', pkt: HOST, process: other, ...there },
      ]);
      scene.query(at + 50_000, { id: 200 + turn, name: NAME }, [
        { netns: 'node', iface: 'veth-dns', pkt: OUTGOING, process: other, ...back },
        { netns: 'kube-system/coredns', iface: 'eth0', pkt: HOST, process: COREDNS, ...back },
      ]);
    }
    const view = scene.run().only();
    expect(view.transactions).toHaveLength(7);
    expect(view.verdict).toBe(
      'forwarding loop: coredns in kube-system/coredns received the question of one lookup 4 times, by way of dnsmasq in node',
    );
  });
});

describe('resolvers', () => {
  it('ask other questions on the way: children, likely', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder());
    const steps = [
      { id: 10, name: 'org.', server: '198.51.100.1:53' },
      { id: 11, name: 'example.org.', server: '198.51.100.2:53' },
      { id: 12, name: NAME, server: '198.51.100.3:53' },
    ];
    steps.forEach(({ id, name, server }, i) => {
      scene.query(100_000 + i * 1e6, { id, name }, toUpstream(6000 + i, server));
      scene.response(900_000 + i * 1e6, { id, name }, fromUpstream(6000 + i, server));
    });
    scene.response(4e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, fromForwarder());
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [10, 'resolving', 'likely'],
        [11, 'resolving', 'likely'],
        [12, 'forwarded', 'certain'],
      ],
    ]);
  });

  it('with two lookups open: the name decides, or nothing does', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: 'a.example.org.' }, toForwarder(ALICE));
    scene.query(1000, { id: 2, name: 'b.example.net.' }, toForwarder(BOB));
    scene.query(100_000, { id: 10, name: 'example.net.' }, toUpstream(6001));
    scene.query(110_000, { id: 11, name: 'ns1.elsewhere.test.' }, toUpstream(6002));
    const found = scene
      .run()
      .all()
      .flatMap((view) => view.transactions);
    expect(found.find((view) => view.id === 10)).toMatchObject({
      relation: 'resolving',
      confidence: 'likely',
      parent: 2,
    });
    expect(found.find((view) => view.id === 11)).toMatchObject({
      relation: 'resolving',
      confidence: 'ambiguous',
    });
  });

  it('of a host that captured itself asks on from another address than it was asked at', () => {
    const scene = new Scene();
    const seen = (pkt: number, src: string, dst: string): Point[] => [
      { netns: '', iface: '', pkt, src, dst },
    ];
    scene.query(0, { id: 1, name: NAME }, seen(HOST, '10.0.1.2:1111', '10.0.1.1:53'));
    scene.query(1e5, { id: 9, name: NAME }, seen(OUTGOING, '10.0.2.1:2222', '10.0.2.2:53'));
    // What it forwards it did not receive for itself.
    scene.query(2e5, { id: 3, name: 'b.test.' }, seen(HOST, '10.0.1.3:3333', '10.0.2.3:53'));
    scene.query(2.1e5, { id: 3, name: 'b.test.' }, seen(OUTGOING, '10.0.1.3:3333', '10.0.2.3:53'));
    scene.query(3e5, { id: 4, name: 'b.test.' }, seen(OUTGOING, '10.0.2.1:4444', '10.0.2.2:53'));
    scene.response(
      4e6,
      { id: 9, name: NAME, addresses: '192.0.2.1' },
      seen(HOST, '10.0.2.2:53', '10.0.2.1:2222'),
    );
    scene.response(
      5e6,
      { id: 1, name: NAME, addresses: '192.0.2.1' },
      seen(OUTGOING, '10.0.1.1:53', '10.0.1.2:1111'),
    );
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [9, 'forwarded', 'likely'],
      ],
      [[3, '', 'certain']],
      [[4, '', 'certain']],
    ]);
    expect(scene.all()[0].verdict).toMatch(/^answered by 10\.0\.2\.2 through 10\.0\.1\.1 in 5\.0 ms/);
  });
});

describe('one lookup of several questions', () => {
  const ask = (port: number): Point => ({
    netns: 'pod',
    iface: 'eth0',
    pkt: OUTGOING,
    process: DIG,
    src: `10.0.0.2:${port}`,
    dst: '10.0.0.53:53',
  });
  const back = (point: Point): Point => ({ ...point, pkt: HOST, src: point.dst, dst: point.src });

  it('A and AAAA from one socket are two transactions of one trace', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, [ask(4000)]);
    scene.query(20_000, { id: 2, name: NAME, qtype: 28 }, [ask(4000)]);
    scene.response(1e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, [back(ask(4000))]);
    scene.response(1.1e6, { id: 2, name: NAME, qtype: 28 }, [back(ask(4000))]);
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [2, 'asked-together', 'certain'],
      ],
    ]);
  });

  it('the search path: 8 messages for one name', () => {
    const scene = new Scene();
    const names = ['demo.svc.cluster.local', 'svc.cluster.local', 'cluster.local', ''].map(
      (suffix) => `api.github.com.${suffix === '' ? '' : `${suffix}.`}`,
    );
    names.forEach((name, i) => {
      const rcode = i < 3 ? 3 : 0;
      const addresses = i < 3 ? '' : '192.0.2.1';
      const point = ask(4000 + i);
      scene.query(i * 2e6, { id: 2 * i + 1, name }, [point]);
      scene.query(i * 2e6 + 5000, { id: 2 * i + 2, name, qtype: 28 }, [point]);
      scene.response(i * 2e6 + 1e6, { id: 2 * i + 1, name, rcode, addresses }, [back(point)]);
      scene.response(i * 2e6 + 1.1e6, { id: 2 * i + 2, name, rcode, qtype: 28 }, [back(point)]);
    });
    const view = scene.run().only();
    expect(view.transactions).toHaveLength(8);
    expect(view.verdict).toBe(
      '8 messages for one name, 6 of them from the search path (ndots), which took 6.0 ms of 7.1 ms; asked for as api.github.com., with the final dot, it takes 2',
    );
  });
});
