// In: options. Out: a screen in memory over some lookups, to press keys on and read tables from.
import type { ViewOptions } from '../../../src/view/view-options.ts';
import { Load } from '../../tables/load.ts';
import { startScreen, type TestScreen } from '../support/screen.ts';

export let screen: TestScreen;

interface Options extends Partial<ViewOptions> {
  columns?: number;
  lines?: number;
  lookups?: number;
}

/** The list over some lookups, all of them asked within 20 seconds. */
export function start({ lookups = 300, ...options }: Options = {}): Load {
  const load = new Load(7, lookups, 20);
  load.scene.run(100);
  show(load, options);
  return load;
}

/** The same over lookups that come later. */
export function show(load: Load, options: Options): void {
  screen = startScreen([], { columns: 120, lines: 40, context: load.context, ...options });
}

/** Presses keys and lets what they ask for be counted. */
export function press(keys: string): void {
  screen.press(keys);
  for (let i = 0; i < 100; i++) screen.clock.pass(20);
}

/** The rows of the table on show, as words. */
export async function rows(): Promise<string[][]> {
  const lines = await screen.lines();
  const title = lines.findIndex((line) => line.includes('QUERIES'));
  return lines
    .slice(title + 1, -1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.slice(2).split(/ +/));
}

export const keys = async () => (await rows()).map(([key]) => key);
export const all = async () => (await screen.lines()).join('\n');
