// In: dnstop's options. Out: dnstop with its screen on a terminal of 50 lines and 200 columns, which is thrown away.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { within } from '../test/lab/support/process.ts';

/** The built program, or another one to measure; this file is bundled into build/bench. */
export const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
export const LINES = 50;
export const COLUMNS = 200;
const STARTED = 'dnstop-bench-started';
const FRAME_END = '\x1b[?2026l';
const READ = 'read to its end';
const WAIT_MS = 30_000;
const CONTROL_SEQUENCE = /\x1b\[[0-9;?]*[A-Za-z]/g;

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** script(1) makes the terminal. When it ends, dnstop gets a hangup. */
export class Pty {
  /** Milliseconds from the exec of dnstop to the last byte of its first frame. */
  readonly firstFrame: Promise<number>;
  /** Resolves when the header says that a file was read to its end. */
  readonly read: Promise<void>;
  /** Bytes that dnstop wrote to its terminal. */
  bytes = 0;
  /** Frames it wrote. */
  frames = 0;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #pid = 0;
  #hasRead: () => void = () => {};
  #onText: (text: string) => void = () => {};

  constructor(options: readonly string[]) {
    const dnstop = [process.execPath, PROGRAM, ...options].map((word) => `'${word}'`).join(' ');
    const setup = `stty rows ${LINES} cols ${COLUMNS}; echo $$ >&3; printf ${STARTED};`;
    const environment = { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', CI: undefined };
    this.#child = spawn('script', ['-qfec', `${setup} exec ${dnstop} 2>&3`, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
      env: environment,
    });
    alive.add(this.#child);
    this.#child.once('close', () => alive.delete(this.#child));
    this.#child.stdin!.on('error', () => {});
    createInterface({ input: this.#child.stdio[3] as Readable }).on('line', (line) => this.#line(line));
    this.read = new Promise((resolve) => {
      this.#hasRead = resolve;
    });
    this.firstFrame = within(WAIT_MS, this.#output(), () => this.#error('no frame'));
  }

  /** Its process; known once the first frame is there. */
  get pid(): number {
    return this.#pid;
  }

  /** Presses keys; milliseconds until a text is on the terminal. */
  async press(keys: string, text: string): Promise<number> {
    const start = performance.now();
    let seen = '';
    const shown = new Promise<void>((resolve) => {
      this.#onText = (more) => {
        seen = (seen + more).replace(CONTROL_SEQUENCE, '');
        if (seen.includes(text)) resolve();
      };
    });
    this.#child.stdin!.write(keys);
    await within(WAIT_MS, shown, () => this.#error(`no '${text}'`));
    return performance.now() - start;
  }

  /** Presses q and resolves to the last line. */
  async quit(): Promise<string> {
    this.#child.stdin!.write('q');
    await within(WAIT_MS, once(this.#child, 'close'), () => this.#error('did not quit'));
    return this.#lines.at(-1) ?? '';
  }

  #line(line: string): void {
    if (this.#pid === 0) this.#pid = Number(line);
    else this.#lines.push(line);
  }

  #output(): Promise<number> {
    return new Promise((resolve, reject) => {
      let started = 0;
      let before: Buffer = Buffer.alloc(0);
      this.#child.once('close', () => reject(this.#error('ended')));
      this.#child.stdout!.on('data', (chunk: Buffer) => {
        this.bytes += chunk.length;
        this.#onText(chunk.toString('latin1'));
        if (started === 0 && chunk.includes(STARTED)) started = performance.now();
        // A frame comes in several chunks: the text may be cut by their ends.
        if (Buffer.concat([before, chunk]).includes(READ)) this.#hasRead();
        before = chunk.subarray(-READ.length);
        if (!chunk.includes(FRAME_END)) return;
        this.frames++;
        resolve(performance.now() - started);
      });
    });
  }

  #error(what: string): Error {
    return new Error(`dnstop on a terminal: ${what}\n${this.#lines.join('\n')}`);
  }
}
