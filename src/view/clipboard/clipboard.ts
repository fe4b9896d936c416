// Text, and what is known of the terminal -> the sequence that copies it there, or a private file with it, and what to say.
import type { Invoker } from '../../config/invoker.ts';
import { copyToClipboard } from '../terminal/sequences.ts';
import { PrivateFile } from './private-file.ts';

/** Copied text: what to send to the terminal, '' for nothing, and how to end a sentence that began with what was copied. */
export interface Copied {
  sequence: string;
  said: string;
}

/** What a clipboard needs to know of its surroundings. */
export interface Surroundings {
  env: Record<string, string | undefined>;
  invoker: Invoker | undefined;
  uid: number;
}

/** xterm and what is built after it (hterm, tmux's default) take no longer ones: 74,994 bytes of base64. */
const LONGEST_TEXT = (74_994 / 4) * 3;
/** Terminals without a clipboard: the consoles of the kernel and real ones. */
const WITHOUT_CLIPBOARD = /^(linux|dumb|vt\d|cons|ansi|sun)/;
/** What stands between, and passes OSC 52 on only where it was told to (tmux: set-clipboard on; screen: not at all). */
const MULTIPLEXED = /^(tmux|screen)/;

/** OSC 52 has no acknowledgement: where it may have been for nothing the text is in a file, too. */
export class Clipboard {
  private readonly env: Surroundings['env'];
  private readonly file: PrivateFile;

  constructor({ env, invoker, uid }: Surroundings) {
    this.env = env;
    this.file = new PrivateFile('dnstop-copied', placesOf(env, invoker, uid), invoker);
  }

  copy(text: string): Copied {
    const { TERM = '', TMUX } = this.env;
    if (WITHOUT_CLIPBOARD.test(TERM)) return this.toFile(text, 'this terminal has no clipboard');
    if (Buffer.byteLength(text) > LONGEST_TEXT) return this.toFile(text, 'too long for a clipboard (OSC 52)');
    const sequence = copyToClipboard(text);
    if (!TMUX && !MULTIPLEXED.test(TERM)) return { sequence, said: 'copied' };
    const way = TMUX || TERM.startsWith('tmux') ? 'tmux needs set-clipboard on' : 'screen has no clipboard';
    return { ...this.toFile(text, way), sequence };
  }

  private toFile(text: string, why: string): Copied {
    try {
      return { sequence: '', said: `copied to ${this.file.write(text)}: ${why}` };
    } catch (error) {
      return { sequence: '', said: `not copied: ${why}, and ${(error as Error).message}` };
    }
  }
}

/** Folders for files of this session, the best first. What belongs to another user than the one meant is passed over. */
function placesOf(env: Surroundings['env'], invoker: Invoker | undefined, uid: number) {
  const owner = invoker?.uid ?? uid;
  // sudo takes the variable away.
  const runtime = env.XDG_RUNTIME_DIR || (invoker && `/run/user/${owner}`);
  return [...(runtime ? [{ folder: runtime, owner }] : []), { folder: '/tmp', owner: undefined }];
}
