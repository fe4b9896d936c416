// What stays in sight when a path has more lines than there is room for.
import { afterEach, expect, it } from 'vitest';
import {
  ANSWER,
  fromForwarder,
  fromUpstream,
  QUESTION,
  toForwarder,
  toUpstream,
  UPSTREAM_ANSWER,
  UPSTREAM_QUESTION,
} from '../../trace/cluster.ts';
import { Scene } from '../../trace/scene.ts';
import type { TestScreen } from '../support/screen.ts';
import { openPath, paneOf } from './support.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

function forwarded(): Scene {
  const scene = new Scene();
  scene.query(0, QUESTION, toForwarder());
  scene.query(200_000, UPSTREAM_QUESTION, toUpstream());
  scene.response(29_541_746, UPSTREAM_ANSWER, fromUpstream());
  scene.response(30_215_219, ANSWER, fromForwarder());
  return scene.run();
}

it.each([
  [80, 24],
  [120, 26],
])(
  'the verdict and the heading of the transaction do, in %ix%i, whatever the hop',
  async (columns, lines) => {
    screen = openPath(forwarded(), { columns, lines });
    screen.press('g');
    for (let hop = 1; hop <= 13; hop++) {
      const shown = await paneOf(screen);
      expect(shown[0]).toContain(`hop ${hop} of 13`);
      expect(shown[1]).toMatch(/^answered by 192\.168\.49\.1 through coredns/);
      const first = shown.findIndex((line) => /^network|^forwarder|% *\)$/.test(line)) + 1;
      expect(shown[first]).toMatch(/^(7f22|ae34) .*10\.244\.0\.\d:\d+ → /);
      const ids = shown.slice(first).flatMap((line) => /^([0-9a-f]{4}) {2}.* →/.exec(line)?.[1] ?? []);
      const hops = shown.slice(first).flatMap((line) => /[→←] ([0-9a-f]{4}) /.exec(line)?.[1] ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining(hops));
      screen.press('j');
    }
  },
);

it('some hops do, however long the verdict and small the terminal', async () => {
  screen = openPath(forwarded(), { columns: 60, lines: 12 });
  const shown = await paneOf(screen);
  expect(shown[1]).toMatch(/^answered by/);
  expect(shown.filter((line) => /[→←] [0-9a-f]{4} /.test(line)).length).toBeGreaterThan(0);
  expect(shown.at(-1)).toMatch(/dig\[4001\]|Success|dnat/);
});
