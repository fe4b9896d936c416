import { expect, it } from 'vitest';
import { fromForwarder, fromUpstream, toForwarder, toUpstream } from '../cluster.ts';
import { Scene } from '../scene.ts';

const NAME = 'inspektor-gadget.io.';
const MS = 1e6;

it('has the wait for a server that is asked again as a wait, not as network', () => {
  const scene = new Scene();
  scene.query(0, { id: 1, name: NAME }, toForwarder());
  scene.query(200_000, { id: 2, name: NAME }, toUpstream());
  scene.query(1000 * MS, { id: 2, name: NAME, ipId: 7 }, toUpstream());
  scene.response(1030 * MS, { id: 2, name: NAME }, fromUpstream());
  scene.response(1031 * MS, { id: 1, name: NAME }, fromForwarder());
  const { breakdown } = scene.run().only();
  expect(breakdown.upstreamNs).toBeGreaterThan(1029 * MS);
  expect(breakdown.networkNs).toBeLessThan(MS);
});

it('has the time of an attempt that got lost on the way as network', () => {
  const scene = new Scene();
  const points = toForwarder();
  scene.query(0, { id: 1, name: NAME }, points.slice(0, 2));
  scene.query(1000 * MS, { id: 1, name: NAME, ipId: 7 }, points);
  scene.response(1010 * MS, { id: 1, name: NAME }, fromForwarder());
  const { breakdown } = scene.run().only();
  expect(breakdown.networkNs).toBeGreaterThan(999 * MS);
  expect(breakdown.forwarderNs).toBeLessThan(11 * MS);
});
