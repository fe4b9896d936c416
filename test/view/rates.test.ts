import { expect, it } from 'vitest';
import { Rates } from '../../src/view/rates.ts';
import { HOST, OUTGOING, type Point, Scene } from '../trace/scene.ts';

const point = (netns: string, pkt: number, src: string, dst: string): Point => {
  return { netns, iface: netns === 'pod' ? 'eth0' : 'veth', pkt, src, dst };
};
const CLIENT = '10.0.0.5:40000';
const SERVER = '10.0.0.1:53';
const THERE = [point('pod', OUTGOING, CLIENT, SERVER), point('host', HOST, CLIENT, SERVER)];
const BACK = [point('host', OUTGOING, SERVER, CLIENT), point('pod', HOST, SERVER, CLIENT)];
const MS = 1e6;

function start(options?: { capacity: number }) {
  const scene = new Scene(options);
  return { scene, rates: new Rates(scene, 0) };
}

it('counts a query once, at however many points it was seen, and however often it was sent', () => {
  const { scene, rates } = start();
  scene.query(0, { id: 1 }, THERE);
  scene.query(MS, { id: 2, name: 'other.' }, THERE);
  scene.query(1000 * MS, { id: 2, name: 'other.' }, THERE);
  scene.response(1001 * MS, { id: 2, name: 'other.' }, BACK);
  scene.run();
  rates.count();
  expect(scene.store.end).toBe(8);
  expect(rates.figures(1000)).toEqual({ queries: 2, answers: 1, errors: 0 });
});

it('counts as errors what is neither Success nor NameError; a name that is not there is no error', () => {
  const { scene, rates } = start();
  [0, 2, 3, 5].forEach((rcode, id) => {
    scene.query(id * MS, { id, name: `name${id}.` }, THERE);
    scene.response(id * MS + 100_000, { id, name: `name${id}.`, rcode }, BACK);
  });
  scene.run();
  rates.count();
  rates.count();
  expect(rates.totals).toEqual({ queries: 4, answers: 4, errors: 2 });
});

it('counts no response that nobody asked for, and none that came too late', () => {
  const { scene, rates } = start();
  scene.response(0, { id: 7, rcode: 2 }, BACK);
  scene.query(MS, { id: 1, name: 'late.' }, THERE);
  scene.query(7000 * MS, { id: 2, name: 'later.' }, THERE);
  scene.response(7001 * MS, { id: 1, name: 'late.' }, BACK);
  scene.run();
  rates.count();
  expect(rates.totals).toEqual({ queries: 2, answers: 0, errors: 0 });
  expect(rates.moving()).toBe(true);
});

it('forgets what is older than two seconds', () => {
  const { scene, rates } = start();
  scene.query(0, { id: 1 }, THERE);
  scene.run();
  rates.count();
  for (let now = 250; now <= 3000; now += 250) rates.figures(now);
  expect(rates.figures(3000).queries).toBe(0);
  expect(rates.totals.queries).toBe(1);
  expect(rates.moving()).toBe(false);
});

it('counts each query once, also when rows were evicted', () => {
  const { scene, rates } = start({ capacity: 4 });
  for (let id = 0; id < 5; id++) {
    scene.query(id * MS, { id, name: `name${id}.` }, THERE.slice(0, 1));
    scene.response(id * MS + 1000, { id, name: `name${id}.` }, BACK.slice(1));
    scene.run();
    rates.count();
  }
  expect(rates.figures(1000)).toEqual({ queries: 5, answers: 5, errors: 0 });
});
