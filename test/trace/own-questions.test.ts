// What a forwarder asks that is not the question of any lookup: of its own, or under a rewritten name.
import { describe, expect, it } from 'vitest';
import { ALICE, BOB, fromForwarder, fromUpstream, toForwarder, toUpstream } from './cluster.ts';
import { Scene } from './scene.ts';

describe('a forwarder', () => {
  const askedOn = (scene: Scene): Scene => {
    scene.query(0, { id: 1, name: 'a.example.org.' }, toForwarder(ALICE));
    scene.query(100_000, { id: 9, name: 'a.example.org.' }, toUpstream(6001));
    return scene;
  };

  it.each([
    ['whether its server is well (dnsdist)', { id: 10, name: 'a.root-servers.net.' }],
    ["for the root's servers (CoreDNS)", { id: 10, name: '.', qtype: 2 }],
  ])('what it asks for itself while others wait is a trace of its own: %s', (_, own) => {
    const scene = askedOn(new Scene());
    scene.query(2e6, own, toUpstream(6002));
    expect(scene.run().links()).toEqual([
      [
        [1, '', 'certain'],
        [9, 'forwarded', 'certain'],
      ],
      [[10, '', 'certain']],
    ]);
  });

  it('what it asks for itself before it asks on is a guess, and no part of the sentence', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: 'a.example.org.' }, toForwarder(ALICE));
    scene.query(90_000, { id: 10, name: 'a.root-servers.net.' }, toUpstream(6002));
    scene.query(100_000, { id: 9, name: 'a.example.org.' }, toUpstream(6001));
    scene.response(2e6, { id: 10, name: 'a.root-servers.net.', addresses: '198.41.0.4' }, fromUpstream(6002));
    scene.response(3e6, { id: 9, name: 'a.example.org.', addresses: '192.0.2.1' }, fromUpstream(6001));
    scene.response(4e6, { id: 1, name: 'a.example.org.', addresses: '192.0.2.1' }, fromForwarder(ALICE));
    const view = scene.run().only();
    expect(scene.links()[0].slice(1)).toEqual([
      [10, 'resolving', 'ambiguous'],
      [9, 'forwarded', 'certain'],
    ]);
    expect(view.verdict).toMatch(/^answered by 192\.168\.49\.1 through .* in 4\.0 ms, 2\.9 ms of them for /);
  });

  it('a rewritten name is a guess until it brought the answer', () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: 'alias.example.net.' }, toForwarder(ALICE));
    scene.query(100_000, { id: 9, name: 'web.cluster.local.' }, toUpstream(6001));
    const found = () => scene.run().links()[0][1];
    expect(found()).toEqual([9, 'resolving', 'ambiguous']);
    scene.response(3e6, { id: 9, name: 'web.cluster.local.', addresses: '192.0.2.1' }, fromUpstream(6001));
    scene.response(4e6, { id: 1, name: 'alias.example.net.', addresses: '192.0.2.1' }, fromForwarder(ALICE));
    expect(found()).toEqual([9, 'resolving', 'likely']);
  });

  it('one that was not asked on may have been rewritten, as long as it is new', () => {
    const scene = askedOn(new Scene());
    scene.query(1e6, { id: 2, name: 'alias.example.net.' }, toForwarder(BOB));
    scene.query(1.1e6, { id: 10, name: 'web.cluster.local.' }, toUpstream(6002));
    scene.query(300e6, { id: 3, name: 'blocked.example.net.' }, toForwarder(BOB));
    scene.query(900e6, { id: 11, name: 'a.root-servers.net.' }, toUpstream(6003));
    expect(scene.run().links().slice(1)).toEqual([
      [
        [2, '', 'certain'],
        [10, 'resolving', 'ambiguous'],
      ],
      [[3, '', 'certain']],
      [[11, '', 'certain']],
    ]);
  });
});
