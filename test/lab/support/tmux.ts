// A size and a command in, a real terminal with it out: its screen as text, its keyboard, its modes.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Lab } from './lab.ts';
import { type Running, within } from './process.ts';

const exec = promisify(execFile);
let serial = 0;
let runs = 0;

/** A tmux server of its own with one pane. Its control client tells when the pane's program has written something. */
export class Tmux {
  private readonly lab: Lab;
  private readonly socket: string;
  private readonly control: Running;
  private changed: () => void = () => undefined;
  private command = '';

  constructor(lab: Lab, columns: number, lines: number, command: string) {
    this.lab = lab;
    this.socket = join(lab.folder, `tmux${++serial}`);
    const size = ['-x', String(columns), '-y', String(lines)];
    const state = `XDG_STATE_HOME=${join(lab.folder, `state${serial}`)}`; // nothing is remembered from another test
    const environment = ['env', '-u', 'CI', '-u', 'TMUX', 'LC_ALL=C.UTF-8', state];
    const argv = ['tmux', '-S', this.socket, '-f', '/dev/null', '-C', 'new-session', ...size, command];
    this.control = lab.start([...environment, ...argv], undefined, (line) => {
      if (line.startsWith('%output')) this.changed();
    });
  }

  /** The server is there and its pane runs. */
  async ready(): Promise<void> {
    await this.until('shell', (lines) => lines.some((line) => line !== ''));
  }

  /**
   * Runs a command in the pane's shell; over() waits for its end. It comes from a file: a long line that is typed wraps
   * anywhere, and its last word alone in a line, which is seen again as soon as the program has left the alternate
   * screen, looks like what the word is to print later.
   */
  async run(command: string): Promise<void> {
    this.command = `run${++runs}`;
    const file = join(this.lab.folder, this.command);
    writeFileSync(file, `${command}\necho "${this.command} over, code $?"\n`);
    await this.press(`. ${file}`, 'Enter');
  }

  /**
   * Waits for the end of what run() started last: its exit code, and the lines of the screen above the one that tells it.
   * To the shell, what is stopped has ended, too.
   */
  async over(): Promise<{ code: number; lines: string[] }> {
    const told = new RegExp(`^${this.command} over, code (\\d+)$`);
    const lines = await this.until(`end of ${this.command}`, (screen) =>
      screen.some((line) => told.test(line)),
    );
    const at = lines.findIndex((line) => told.test(line));
    return { code: Number(told.exec(lines[at])![1]), lines: lines.slice(0, at) };
  }

  private async tmux(...words: string[]): Promise<string> {
    return (await exec('tmux', ['-S', this.socket, ...words])).stdout;
  }

  /** The lines of the screen, without spaces at their ends. */
  async lines(): Promise<string[]> {
    const text = await this.tmux('capture-pane', '-p').catch(() => '');
    return text.split('\n').map((line) => line.trimEnd());
  }

  /** Presses keys by tmux's names (Enter, Up, C-c). */
  async press(...keys: string[]): Promise<void> {
    await this.tmux('send-keys', ...keys);
  }

  /** Types text as it is. */
  async type(text: string): Promise<void> {
    await this.tmux('send-keys', '-l', text);
  }

  /** Pastes text, with the marks of bracketed paste where the program asked for them. */
  async paste(text: string): Promise<void> {
    await this.tmux('set-buffer', text);
    await this.tmux('paste-buffer', '-p');
  }

  async resize(columns: number, lines: number): Promise<void> {
    await this.tmux('resize-window', '-x', String(columns), '-y', String(lines));
  }

  /** A tmux format, such as '#{alternate_on}'. */
  async format(format: string): Promise<string> {
    return (await this.tmux('display-message', '-p', format)).trim();
  }

  /** Waits until the screen is so, looking whenever the program wrote; resolves to its lines. */
  async until(what: string, holds: (lines: string[]) => boolean, timeoutMs = 10_000): Promise<string[]> {
    let last: string[] = [];
    const held = new Promise<string[]>((resolve) => {
      let looking = false;
      let again = false;
      const look = async (): Promise<void> => {
        again = true;
        if (looking) return;
        looking = true;
        while (again) {
          again = false;
          last = await this.lines();
          if (holds(last)) resolve(last);
        }
        looking = false;
      };
      this.changed = look;
      look();
    });
    return within(timeoutMs, held, () => new Error(`no ${what} within ${timeoutMs} ms:\n${last.join('\n')}`));
  }

  async close(): Promise<void> {
    await this.tmux('kill-server').catch(() => undefined);
    await this.control.ended;
  }
}
