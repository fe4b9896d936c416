// What is answered without asking on: from a cache that was seen to be filled, or perhaps not from a cache at all.
import { expect, it } from 'vitest';
import { COREDNS, DIG, fromForwarder, fromUpstream, toForwarder, toUpstream } from '../cluster.ts';
import { HOST, OUTGOING, type Point, Scene } from '../scene.ts';

const NAME = 'www.example.org.';
const MS = 1e6;

function verdicts(seen: (scene: Scene) => void): string[] {
  const scene = new Scene();
  seen(scene);
  scene.query(12_000 * MS, { id: 9, name: NAME }, toForwarder({ port: 4000 }));
  scene.response(12_001 * MS, { id: 9, name: NAME, addresses: '192.0.2.1' }, fromForwarder({ port: 4000 }));
  return scene
    .run()
    .all()
    .map(({ verdict }) => verdict);
}

const asked = (scene: Scene, name: string, answered = true, addresses = '192.0.2.1') => {
  scene.query(0, { id: 1, name }, toForwarder());
  scene.query(200_000, { id: 2, name }, toUpstream());
  if (!answered) return;
  scene.response(30 * MS, { id: 2, name, addresses }, fromUpstream());
  scene.response(31 * MS, { id: 1, name, addresses }, fromForwarder());
};

it('is from the cache where the same question was asked and answered before', () => {
  expect(verdicts((scene) => asked(scene, NAME)).at(-1)).toMatch(/^answered from cache by coredns/);
});

it.each([
  ['nothing was', () => undefined],
  ['another question was', (scene: Scene) => asked(scene, 'other.example.org.')],
  ['the same question was in vain', (scene: Scene) => asked(scene, NAME, false)],
  ['another answer was got', (scene: Scene) => asked(scene, NAME, true, '192.0.2.77')],
])('is inferred to be where %s', (_what, seen) => {
  expect(verdicts(seen).at(-1)).toMatch(/^answered from cache \(inferred\) by coredns/);
});

it('is inferred to be where a client in the same namespace asked the same server before', () => {
  const scene = new Scene();
  const point = (port: number, pkt: number, process: typeof DIG): Point => ({
    netns: 'host',
    iface: 'lo',
    pkt,
    process,
    src: `127.0.0.1:${port}`,
    dst: '127.0.0.1:53',
  });
  const answer = ({ src, dst, pkt, ...rest }: Point): Point => ({
    ...rest,
    src: dst,
    dst: src,
    pkt: pkt === HOST ? OUTGOING : HOST,
  });
  for (const [id, at] of [
    [1, 0],
    [2, 12_000 * MS],
  ]) {
    const there = [point(4000 + id, OUTGOING, DIG), point(4000 + id, HOST, COREDNS)];
    scene.query(at, { id, name: NAME, ipId: id }, there);
    const back = there.toReversed().map(answer);
    scene.response(at + MS, { id, name: NAME, ipId: 10 + id, addresses: '192.0.2.1' }, back);
  }
  expect(scene.run().all().at(-1)?.verdict).toMatch(/^answered from cache \(inferred\) by coredns/);
});
