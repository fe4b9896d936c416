import { expect, it } from 'vitest';
import { DIG, toForwarder } from '../cluster.ts';
import { HOST, OUTGOING, Scene } from '../scene.ts';

const TOLD = 'its translations as connection tracking tells them';
const NAME = 'inspektor-gadget.io.';

/** In the namespace of the third point, where the node has turned the service's address into the pod's. */
function tell(scene: Scene, translated: string): void {
  const { columns, netns, translations } = scene.store;
  const { inode } = netns.at(columns.netns[2]);
  translations.take(`${inode} 17 10.244.0.5 51340 10.96.0.10 53 ${translated}`.split(' '));
}

function asked(): Scene {
  const scene = new Scene();
  scene.query(0, { id: 1, name: NAME }, toForwarder());
  return scene.run();
}

it('names connection tracking as evidence where it tells of every translation', () => {
  const scene = asked();
  expect(scene.only().root.evidence).toEqual([]);
  tell(scene, '10.244.0.5 51340 10.244.0.2 53');
  expect(scene.only().root.evidence).toEqual([TOLD]);
});

it('does not where it tells of another one', () => {
  const scene = asked();
  tell(scene, '10.244.0.5 51340 10.244.0.3 53');
  expect(scene.only().root.evidence).toEqual([]);
});

it('names what was translated before any interface showed the query, and undone behind the answer', () => {
  const scene = new Scene();
  const there = { netns: 'node', iface: 'eth0', src: '10.0.0.9:40000', dst: '10.244.0.2:53' };
  const back = { ...there, src: there.dst, dst: there.src };
  scene.query(0, { id: 1, name: NAME }, [{ ...there, pkt: OUTGOING, process: DIG }]);
  scene.response(1e6, { id: 1, name: NAME, addresses: '192.0.2.1' }, [{ ...back, pkt: HOST, process: DIG }]);
  scene.run();
  const { columns, netns, translations } = scene.store;
  const { inode } = netns.at(columns.netns[0]);
  expect(scene.only().root.path.notes).toEqual(['', '']);
  translations.take(`${inode} 17 10.0.0.9 40000 10.96.0.10 53 10.0.0.9 40000 10.244.0.2 53`.split(' '));
  const { path, evidence } = scene.only().root;
  expect(path.notes).toEqual([
    'dnat 10.96.0.10:53 -> 10.244.0.2:53',
    'dnat undone 10.244.0.2:53 -> 10.96.0.10:53',
  ]);
  expect(evidence).toEqual([TOLD]);
});
