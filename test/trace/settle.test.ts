// Lookups whose answers come: which of several was asked on for which, and which waited for another's.
import { describe, expect, it } from 'vitest';
import { ALICE, BOB, DIG, fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { OUTGOING, type Point, Scene } from './scene.ts';

const NAME = 'www.example.org.';

describe('two clients ask for one name at the same moment', () => {
  it('of a forwarder that merges: the second waits for the query of the first', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder(ALICE));
    scene.query(100_000, { id: 9, name: NAME }, toUpstream());
    scene.query(200_000, { id: 2, name: NAME }, toForwarder(BOB));
    scene.response(8e6, { id: 9, name: NAME, addresses: '192.0.2.1' }, fromUpstream());
    scene.response(8.1e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, fromForwarder(ALICE));
    scene.response(8.2e6, { id: 2, name: NAME, addresses: '192.0.2.1' }, fromForwarder(BOB));
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [9, 'forwarded', 'certain'],
      ],
      [
        [2, '', 'certain'],
        [9, 'forwarded', 'likely'],
      ],
    ]);
    const [, second] = scene.all();
    expect(second.transactions[1].evidence).toContain('asked for an equal question that came before');
    expect(second.verdict).toBe(
      'answered by 192.168.49.1 through coredns in kube-system/coredns in 8.0 ms, 7.8 ms of them for 192.168.49.1, asked 100 µs before for another lookup',
    );
  });

  it('both before the forwarder asks: who caused the query is said to be likely at most', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder(ALICE));
    scene.query(1000, { id: 2, name: NAME }, toForwarder(BOB));
    scene.query(100_000, { id: 9, name: NAME }, toUpstream());
    expect(scene.run().all()[0].transactions[1].confidence).toBe('ambiguous');
    scene.response(8e6, { id: 9, name: NAME, addresses: '192.0.2.1' }, fromUpstream());
    scene.response(8.1e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, fromForwarder(ALICE));
    scene.response(8.2e6, { id: 2, name: NAME, addresses: '192.0.2.1' }, fromForwarder(BOB));
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [9, 'forwarded', 'likely'],
      ],
      [
        [2, '', 'certain'],
        [9, 'forwarded', 'likely'],
      ],
    ]);
  });

  it('of a forwarder that does not merge: the order of the answers decides', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder(ALICE));
    scene.query(1000, { id: 2, name: NAME }, toForwarder(BOB));
    scene.query(100_000, { id: 8, name: NAME }, toUpstream(6001)); // for BOB
    scene.query(110_000, { id: 9, name: NAME }, toUpstream(6002)); // for ALICE
    scene.response(5e6, { id: 9, name: NAME, addresses: '192.0.2.1' }, fromUpstream(6002));
    scene.response(5.1e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, fromForwarder(ALICE));
    scene.response(8e6, { id: 8, name: NAME, addresses: '192.0.2.1' }, fromUpstream(6001));
    scene.response(8.1e6, { id: 2, name: NAME, addresses: '192.0.2.1' }, fromForwarder(BOB));
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [9, 'forwarded', 'likely'],
      ],
      [
        [2, '', 'certain'],
        [8, 'forwarded', 'likely'],
      ],
    ]);
  });

  it('each of its own server: equal names alone link nothing', () => {
    const scene = new Scene();
    const ask = (netns: string, pid: number, id: number): Point[] => [
      {
        netns,
        iface: 'eth0',
        pkt: OUTGOING,
        process: { ...DIG, pid },
        src: '10.0.0.2:4000',
        dst: `10.0.0.${id}:53`,
      },
    ];
    scene.query(0, { id: 1, name: NAME }, ask('a', 1, 1));
    scene.query(10, { id: 1, name: NAME }, ask('b', 2, 2));
    scene.query(20, { id: 3, name: NAME }, ask('c', 3, 3));
    expect(scene.run().links()).toHaveLength(3);
  });
});

it('a lookup answered from what was heard before it came did not wait for what was asked before that', () => {
  const scene = new Scene();
  const second = { address: '10.244.0.6', port: 40_000 };
  scene.query(0, { id: 1, name: NAME }, toForwarder());
  scene.query(100_000, { id: 8, name: NAME }, toUpstream(6001));
  scene.query(110_000, { id: 9, name: NAME }, toUpstream(6002, '198.51.100.1:53'));
  scene.response(5e6, { id: 9, name: NAME, addresses: '192.0.2.1' }, fromUpstream(6002, '198.51.100.1:53'));
  scene.response(5.1e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, fromForwarder());
  scene.query(6e6, { id: 2, name: NAME }, toForwarder(second));
  scene.response(6.1e6, { id: 8, name: NAME, addresses: '192.0.2.1' }, fromUpstream(6001));
  scene.response(6.2e6, { id: 2, name: NAME, addresses: '192.0.2.1' }, fromForwarder(second));
  const [, later] = scene.run().all();
  expect(later.verdict).toContain('answered from cache');
});
