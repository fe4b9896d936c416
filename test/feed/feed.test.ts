// The feed with a source made of batches: all of it arrives, a file waits for room, a stop still takes what is pending.
import { expect, test, vi } from 'vitest';
import { type BatchSource, Feed } from '../../src/feed/feed.ts';
import { Store } from '../../src/store/store.ts';
import { countingBatch } from '../output/fake.ts';

/** Hands out batches of the given sizes, then ends; a live one ends only when it is stopped. */
class ListSource implements BatchSource {
  stopped = false;
  #drained = 0;

  constructor(
    readonly sizes: number[],
    readonly live: boolean,
  ) {}

  get ended(): boolean {
    return this.stopped || (!this.live && this.sizes.length === 0);
  }

  drain() {
    const rows = this.sizes.shift();
    if (rows === undefined) return undefined;
    this.#drained += rows;
    return countingBatch(this.#drained - rows, rows);
  }

  stop(): void {
    this.stopped = true;
  }
}

function feedOf(source: ListSource, hasRoom = () => true, onTurn = () => {}) {
  const store = new Store(1000);
  const appended: number[] = [];
  const feed = new Feed({
    source,
    store,
    live: source.live,
    sink: { hasRoom, turn: onTurn, isGone: () => false },
    onAppend: ({ from, to }) => appended.push(to - from),
  });
  return { feed, store, appended };
}

test('a file arrives whole and in order, then the feed is done', async () => {
  const { feed, store, appended } = feedOf(new ListSource([3, 2, 4], false));
  await feed.run();
  expect(appended).toEqual([3, 2, 4]);
  expect([...store.columns.id.subarray(0, 9)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(feed.events).toBe(9);
});

test('a file waits until those who read the store have room', async () => {
  const turns: number[] = [];
  const source = new ListSource([1, 1], false);
  const { feed, appended } = feedOf(
    source,
    () => turns.length % 4 === 3,
    () => turns.push(appended.length),
  );
  await feed.run();
  expect(appended).toEqual([1, 1]);
  expect(turns.slice(0, 3)).toEqual([0, 0, 0]);
});

test('live capture takes all there is in one turn, and goes on until it is stopped', async () => {
  const source = new ListSource([1, 2, 3], true);
  const turns: number[] = [];
  const { feed, store } = feedOf(
    source,
    () => false,
    () => {
      turns.push(store.end);
      if (turns.length === 2) {
        source.sizes.push(4);
        feed.stop();
      }
    },
  );
  await feed.run();
  expect(turns).toEqual([6, 6, 10, 10]);
});

test('a stop ends the wait between two turns', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { feed } = feedOf(new ListSource([], true));
  const running = feed.run();
  feed.stop();
  await running;
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
