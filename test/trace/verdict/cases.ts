// In: nothing. Out: names, points and ends that the troubles of the tests beside share.
import type { TraceView } from '../../../src/trace/describe.ts';
import { DIG } from '../cluster.ts';
import { HOST, OUTGOING, type Point, type Scene } from '../scene.ts';

export const MS = 1e6;
export const EPOCH_MS = 1_735_689_600_000;
export const NAME = 'www.example.org.';
export const FOUND = { addresses: '192.0.2.1' };
export const A = { id: 1, name: NAME, ipId: 1 };
export const AAAA = { id: 2, name: NAME, qtype: 28, ipId: 2 };
export const FORWARDER = 'coredns in kube-system/coredns';

export const pod: Point = {
  netns: 'pod',
  iface: 'eth0',
  pkt: OUTGOING,
  process: DIG,
  src: '10.0.0.2:4000',
  dst: '10.0.0.53:53',
};
export const back = (point: Point): Point => ({ ...point, pkt: HOST, src: point.dst, dst: point.src });
/** The way of an answer to a query that went through `points`. */
export const returned = (points: Point[]): Point[] =>
  points.map((point) => ({ ...back(point), pkt: point.pkt === HOST ? OUTGOING : HOST })).reverse();

/** The first trace once all is over. */
export function ended(scene: Scene, atMs: number): TraceView {
  scene.run().traces.advanceClock(EPOCH_MS + atMs);
  return scene.all()[0];
}

export const verdictOf = (scene: Scene, atMs = 20_000) => ended(scene, atMs).verdict;
