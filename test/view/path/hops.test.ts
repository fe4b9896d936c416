// What hops say of where they were seen, and of what came back.
import { afterEach, describe, expect, it } from 'vitest';
import {
  ANSWER,
  fromForwarder,
  QUESTION,
  toForwarder,
  UPSTREAM_ANSWER,
  UPSTREAM_QUESTION,
} from '../../trace/cluster.ts';
import { Scene } from '../../trace/scene.ts';
import type { TestScreen } from '../support/screen.ts';
import { hopsOf, openPath, paneOf } from './support.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

describe('hops', () => {
  it('has the time of a forwarder apart where its point alone was captured', async () => {
    const scene = new Scene();
    const at = (src: string, dst: string) => [{ netns: '', iface: '', pkt: 255, src, dst }];
    scene.query(0, QUESTION, at('10.0.0.2:1000', '10.0.0.53:53'));
    scene.query(1e6, UPSTREAM_QUESTION, at('10.0.0.53:2000', '192.0.2.53:53'));
    scene.response(4e6, UPSTREAM_ANSWER, at('192.0.2.53:53', '10.0.0.53:2000'));
    scene.response(5e6, ANSWER, at('10.0.0.53:53', '10.0.0.2:1000'));
    screen = openPath(scene.run());
    const shown = await paneOf(screen);
    expect(shown.join(' ')).toContain(
      'forwarder 2.0 ms (40%)   servers and network together 3.0 ms (60%)   seen from one point',
    );
    expect(hopsOf(shown).map((hop) => hop.replace(/^.*(?=[→←] )/, ''))).toEqual([
      '→ 7f22 to 10.0.0.53',
      '→ ae34 to 192.0.2.53',
      expect.stringMatching(/^← ae34 from 192\.0\.2\.53 +Success/),
      expect.stringMatching(/^← 7f22 from 10\.0\.0\.53 +Success/),
    ]);
  });

  it('says on the hop that there is the name, without such records', async () => {
    const scene = new Scene();
    scene.query(0, QUESTION, toForwarder());
    scene.response(1e6, { ...QUESTION, flags: 0x8180 }, fromForwarder());
    screen = openPath(scene.run());
    const results = hopsOf(await paneOf(screen)).filter((hop) => hop.includes('Success'));
    expect(results).toEqual([
      expect.stringMatching(/Success NODATA$/),
      expect.stringMatching(/Success NODATA$/),
    ]);
  });
});
