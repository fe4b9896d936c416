// A scene -> a screen with the path of its newest event open, and the lines of that.
import { FieldContext } from '../../../src/fields/context.ts';
import { MNEMONICS, NO_DETAIL } from '../../support/context.ts';
import type { Scene } from '../../trace/scene.ts';
import { startScreen, type TestScreen } from '../support/screen.ts';

export function openPath(scene: Scene, options: Parameters<typeof startScreen>[1] = {}): TestScreen {
  const context = new FieldContext({ store: scene.store, mnemonics: MNEMONICS, describe: () => NO_DETAIL });
  context.traces = scene.traces;
  const screen = startScreen([], { context, columns: 120, lines: 40, ...options });
  screen.view.tick();
  screen.clock.pass(1300);
  screen.press('\r');
  return screen;
}

/** Lines of the pane, whichever side it is on, without its edge. */
export async function paneOf(screen: TestScreen): Promise<string[]> {
  const lines = await screen.lines();
  const title = lines.findIndex((line) => line.includes('── path'));
  const from = lines[title].indexOf('── path');
  const own = lines.slice(title, -1).map((line) => line.slice(from).replace(/^│/, ' ').trim());
  return own.filter(Boolean);
}

/** Those that are hops. */
export const hopsOf = (lines: string[]): string[] => lines.filter((line) => / [→←] [0-9a-f]{4} /.test(line));
