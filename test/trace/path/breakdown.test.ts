import { describe, expect, it } from 'vitest';
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

describe('a lookup that is not answered', () => {
  const EPOCH_MS = 1_735_689_600_000;
  const asked = () => {
    const scene = new Scene();
    scene.query(0, { id: 1, name: NAME }, toForwarder());
    scene.query(2500 * MS, { id: 1, name: NAME, ipId: 7 }, toForwarder());
    return scene.run();
  };
  const wholeAt = (ms: number) => {
    const scene = asked();
    scene.traces.advanceClock(EPOCH_MS + ms);
    const { networkNs, forwarderNs, upstreamNs, clientNs } = scene.only().breakdown;
    return (networkNs + forwarderNs + upstreamNs + clientNs) / MS;
  };

  it('is waited for until now', () => expect(wholeAt(4000)).toBe(4000));

  it('is waited for until the timeout of its last attempt', () => expect(wholeAt(20_000)).toBe(7500));
});
