// Paths of lookups for which several questions were asked.
import { afterEach, describe, expect, it } from 'vitest';
import { ANSWER, fromForwarder, QUESTION, toForwarder } from '../../trace/cluster.ts';
import { Scene } from '../../trace/scene.ts';
import type { TestScreen } from '../support/screen.ts';
import { openPath, paneOf } from './support.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

const aaaa = { ...QUESTION, id: 0x0202, qtype: 28, ipId: 2 };
const addresses = '2001:db8::1';

describe('the path of A and AAAA', () => {
  it('has the chosen one in its title, and numbers of both', async () => {
    const scene = new Scene();
    scene.query(0, QUESTION, toForwarder());
    scene.query(10_000, aaaa, toForwarder());
    scene.response(1e6, ANSWER, fromForwarder());
    scene.response(2e6, { ...aaaa, addresses }, fromForwarder());
    screen = openPath(scene.run());
    const shown = await paneOf(screen);
    expect(shown[0]).toMatch(/^── path: AAAA inspektor-gadget\.io\. with A {2}hop \d+ of \d+/);
    const text = shown.join(' ');
    expect(text).toMatch(
      / A: answered from cache \(inferred\) by .* in 1\.0 ms; AAAA in 2\.0 ms; 2\.0 ms in all /,
    );
    expect(text).toMatch(/network (\d+) µs \(\d%\) {3}forwarder 1\.9 ms \(\d+%\) {3}upstream 0 \(0%\)/);
    expect(text).toMatch(/ 7f22 A inspektor-gadget\.io\. {2}10\.244/);
    expect(text).toMatch(/ 0202 {2}asked-together/);
    screen.press('\x1bg\r');
    expect((await paneOf(screen))[0]).toMatch(/^── path: A inspektor-gadget\.io\. with AAAA {2}hop/);
  });

  it('has what passed at the client between two questions, where it counts', async () => {
    const scene = new Scene();
    scene.query(0, QUESTION, toForwarder());
    scene.response(1e6, ANSWER, fromForwarder());
    scene.query(1.5e6, aaaa, toForwarder());
    scene.response(2e6, { ...aaaa, addresses }, fromForwarder());
    screen = openPath(scene.run());
    const text = (await paneOf(screen)).join(' ');
    expect(text).toMatch(/; AAAA in \d+ µs; 2\.0 ms in all/);
    expect(text).toMatch(/ client 4\d\d µs \(2\d%\)/);
  });
});
