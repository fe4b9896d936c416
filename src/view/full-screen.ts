// In: what to show and where it comes from. Out: the full screen as a place for rows (see src/feed/sink.ts).
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { invokerOf } from '../config/invoker.ts';
import type { Watched } from './chrome/wording.ts';
import { Clipboard } from './clipboard/clipboard.ts';
import { rebind } from './keymap.ts';
import { TtyTerminal } from './terminal/terminal.ts';
import { Background } from './theme/background.ts';
import { isUnicodeLocale, makeTheme } from './theme.ts';
import { View } from './view.ts';
import type { ViewOptions } from './view-options.ts';

export type FullScreenOptions = Omit<
  ViewOptions,
  'terminal' | 'clipboard' | 'background' | 'theme' | 'onQuit' | 'clock'
> & {
  readonly color: boolean;
};

/** How often the number of network namespaces is looked at. */
const COUNTERS_MS = 500;

/** Takes the terminal at once. Throws an Error where there is none to read keys from. */
export function fullScreen(options: FullScreenOptions) {
  const { context, watched, personal } = options;
  const setting = personal?.settings.theme ?? 'auto';
  const color = options.color && setting !== 'none';
  if (personal) rebind(personal.settings.keys);
  const live = watched().kind === 'live';
  let gone = false;
  let onGone = () => {};
  const quit = new Promise<void>((resolve) => {
    onGone = resolve;
  });
  const view = new View({
    ...options,
    terminal: new TtyTerminal(keys(), process.stdout),
    clipboard: clipboard(process.env),
    background: new Background({ setting, color, env: process.env, now: () => performance.now() }),
    theme: makeTheme(color, isUnicodeLocale(process.env)),
    onQuit: () => {
      gone = true;
      onGone();
    },
  });
  view.start();
  let end = -1;
  let told = '';
  let askedAt = -Infinity;
  return {
    turn: () => {
      const came = context.store.end !== end;
      // Reading the counters of a capture is most of the work of a turn in which nothing came.
      const asks = came || performance.now() - askedAt >= (live ? COUNTERS_MS : 0);
      if (!asks) return;
      askedAt = performance.now();
      const telling = summary(watched());
      if (came || telling !== told) view.tick();
      end = context.store.end;
      told = telling;
    },
    hasRoom: () => true,
    isGone: () => gone,
    stop: () => view.quit(),
    finish: () => quit,
    skipped: () => 0,
    failure: () => '',
    notify: (line: string) => view.notify(line),
  };
}

/** Changes whenever the screen says something else about the source. */
function summary(watched: Watched): string {
  return watched.kind === 'live' ? String(watched.namespaces) : `${watched.ended} ${watched.failure}`;
}

function clipboard(env: NodeJS.ProcessEnv): Clipboard {
  const uid = process.geteuid?.() ?? 0;
  return new Clipboard({ env, invoker: invokerOf(env, uid), uid });
}

/** Standard input, or the terminal behind it where that is a capture file. */
function keys(): ReadStream {
  return process.stdin.isTTY ? process.stdin : new ReadStream(openSync('/dev/tty', 'r+'));
}
