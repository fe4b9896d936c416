import { expect, test } from 'vitest';
import { ladderOf, type Rung } from '../../../src/view/path/ladder.ts';
import { EPOCH_S } from '../../support/batch.ts';
import { ANSWER, COREDNS, fromForwarder, QUESTION, toForwarder } from '../../trace/cluster.ts';
import { Scene } from '../../trace/scene.ts';

const MS = 1e6;

function told(scene: Scene, at: number, sent: boolean): void {
  const fields = [EPOCH_S, at, COREDNS.pid, 6, sent ? 1 : 0, '10.244.0.2', '192.0.2.1', 853, 100];
  scene.store.encrypted.take(fields.map(String));
}

/** `encrypted sent 1!`: kind, depth, and whether most time passed before it. */
const steps = (rungs: readonly Rung[]) =>
  rungs.map((rung) => {
    const mark = 'costliest' in rung && rung.costliest ? '!' : '';
    return `${rung.kind}${'isSent' in rung ? (rung.isSent ? ' sent' : ' received') : ''} ${rung.depth}${mark}`;
  });

test('encrypted legs stand between the hops, one deeper, with their share of the time', () => {
  const scene = new Scene();
  scene.query(0, QUESTION, toForwarder());
  told(scene, 1 * MS, true);
  told(scene, 21 * MS, false);
  scene.response(22 * MS, ANSWER, fromForwarder());
  const rungs = ladderOf(scene.run().only());
  const hops = Array.from({ length: 4 }, () => 'hop 0');
  expect(steps(rungs)).toEqual([
    'transaction 0',
    ...hops,
    'encrypted sent 1',
    'encrypted received 1!',
    ...hops,
  ]);
  const times = rungs.map((rung) => ('deltaNs' in rung ? rung.deltaNs : 0));
  expect(times.slice(5, 8)).toEqual([0.97 * MS, 20 * MS, 1 * MS]);
});

test('an unanswered lookup ends behind what was asked for it', () => {
  const scene = new Scene();
  scene.query(0, QUESTION, toForwarder());
  told(scene, 1 * MS, true);
  expect(steps(ladderOf(scene.run().only())).slice(-3)).toEqual(['hop 0', 'encrypted sent 1!', 'end 0']);
});
