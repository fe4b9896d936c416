// An argument list in, a finished or a running program out: how the lab runs every tool and server.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

type Stream = 'stdout' | 'stderr';
interface Waiter {
  stream: Stream;
  pattern: RegExp;
  resolve: (line: string) => void;
}

const alive = new Set<Running>();
// A test run that dies must not leave servers behind; what a SIGKILL leaves, the next run removes (see lab.ts).
process.on('exit', () => {
  for (const running of alive) running.child.kill('SIGKILL');
});

/** A program that was started and may still run. Its output is kept line by line. */
export class Running {
  readonly child: ChildProcess;
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  /** Resolves once the program has ended and all its output was read. Code null: killed by a signal. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  private waiters: Waiter[] = [];

  constructor(
    readonly argv: string[],
    onLine?: (line: string) => void,
  ) {
    this.child = spawn(argv[0], argv.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
    alive.add(this);
    this.child.stdin?.on('error', () => undefined); // it may end before it has read all its input
    this.read('stdout', onLine);
    this.read('stderr');
    this.ended = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', (code, signal) => {
        alive.delete(this);
        resolve({ code, signal });
      });
    });
    this.ended.catch(() => alive.delete(this));
  }

  /** Process ID. `nsenter` executes its command in place, so this is the server's own. */
  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.argv.join(' ')}: did not start`);
    return this.child.pid;
  }

  /** The name of the process, as the kernel has it. */
  get comm(): string {
    return readFileSync(`/proc/${this.pid}/comm`, 'utf8').trim();
  }

  /** Resolves to the first line, past or future, that matches; throws when the program ends or time is up. */
  line(stream: Stream, pattern: RegExp, timeoutMs = 20_000): Promise<string> {
    const seen = this[stream].find((line) => pattern.test(line));
    if (seen !== undefined) return Promise.resolve(seen);
    return this.next(stream, pattern, timeoutMs);
  }

  /** Like line(), for lines still to come. */
  async next(stream: Stream, pattern: RegExp, timeoutMs = 20_000): Promise<string> {
    let waiter: Waiter | undefined;
    const matched = new Promise<string>((resolve) => {
      waiter = { stream, pattern, resolve };
      this.waiters.push(waiter);
    });
    const ended = this.ended.then(({ code, signal }) => {
      throw this.error(`ended (${code ?? signal}) before it said ${pattern}`);
    });
    try {
      return await within(timeoutMs, Promise.race([matched, ended]), () =>
        this.error(`did not say ${pattern} within ${timeoutMs} ms`),
      );
    } finally {
      this.waiters = this.waiters.filter((other) => other !== waiter);
    }
  }

  /** Sends the signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGINT', timeoutMs = 10_000): Promise<void> {
    this.child.kill(signal);
    await within(timeoutMs, this.ended, () => this.error(`did not end within ${timeoutMs} ms of ${signal}`));
  }

  /** An error that shows the command and the last lines it wrote to standard error. */
  error(what: string): Error {
    return new Error(`${this.argv.join(' ')}: ${what}\n${this.stderr.slice(-10).join('\n')}`);
  }

  private read(stream: Stream, onLine?: (line: string) => void): void {
    const input = this.child[stream];
    if (!input) return;
    createInterface({ input }).on('line', (line) => {
      if (onLine) onLine(line);
      else this[stream].push(line);
      for (const waiter of this.waiters)
        if (waiter.stream === stream && waiter.pattern.test(line)) waiter.resolve(line);
    });
  }
}

/** The promise's value, or the error when it takes longer. */
export async function within<T>(timeoutMs: number, promise: Promise<T>, error: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error()), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a program to its end and resolves to its standard output; throws unless it exits 0. */
export async function run(
  argv: string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<string> {
  const running = new Running(argv);
  running.child.stdin?.end(options.input ?? '');
  const { timeoutMs = 30_000 } = options;
  const late = () => {
    running.child.kill('SIGKILL');
    return running.error(`took longer than ${timeoutMs} ms`);
  };
  const { code, signal } = await within(timeoutMs, running.ended, late);
  if (code !== 0)
    throw running.error(`ended with ${code ?? signal}\n${running.stdout.slice(-10).join('\n')}`);
  return running.stdout.join('\n');
}
