import { expect, it } from 'vitest';
import { FieldContext } from '../../../src/fields/context.ts';
import { SYSTEM_CLOCK } from '../../../src/view/frames.ts';
import { PathPane } from '../../../src/view/path/path-pane.ts';
import { makeTheme } from '../../../src/view/theme.ts';
import { MNEMONICS } from '../../support/context.ts';
import { fromUpstream, QUESTION, toForwarder, toUpstream } from '../../trace/cluster.ts';
import { Scene } from '../../trace/scene.ts';

it('draws a path of many transactions a page at a time', () => {
  const scene = new Scene();
  scene.query(0, QUESTION, toForwarder());
  for (let i = 0; i < 300; i++) {
    // A resolver's own questions, without RD: there is one lookup that they may be for.
    const own = { ...QUESTION, id: i, name: `n${i}.io.`, flags: 0 };
    scene.query(200_000 + i * 100_000, own, toUpstream(50000 + i));
    scene.response(200_000 + i * 100_000 + 5e6, own, fromUpstream(50000 + i));
  }
  scene.run();
  const context = new FieldContext({ store: scene.store, mnemonics: MNEMONICS, describe: () => '{}' });
  context.traces = scene.traces;
  const pane = new PathPane(context, makeTheme(true, true), SYSTEM_CLOCK);
  const place = { what: 'path', beside: true, width: 100, height: 47 } as const;
  expect(pane.content({ row: 0, hop: 600 }, place).lines).toHaveLength(46);
  const start = performance.now();
  for (let frame = 0; frame < 100; frame++) pane.content({ row: 0, hop: 600 + frame }, place);
  // About 2 ms a frame; all lines of the ladder would take fifty times as long.
  expect((performance.now() - start) / 100).toBeLessThan(20);
});
