// In: nothing. Out: a small cluster in which lookups are made, who is who in it, and nothing of it at the end.
import { type ChildProcess, spawn } from 'node:child_process';
import { StartError } from '../capture/start-error.ts';
import { Cluster, removeLeftovers } from './cluster.ts';
import { DemoIdentities } from './identities.ts';
import { PROGRAM_COMMAND, PROGRAMS, READY, ROLES, type Role } from './plan.ts';
import { checkTools, ENVIRONMENT, fillStandardDescriptors, MAKE } from './tools.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const START_TIMEOUT_MS = 10_000;

/**
 * `start()`, capture in `netns`, `begin()`. All of it is removed when the process exits, whatever made it exit; after a
 * SIGKILL its programs end by themselves, and the next demo removes the namespaces.
 */
export class Demo {
  readonly surroundings = 'kubernetes';
  readonly identities = new DemoIdentities();
  readonly #cluster = new Cluster();
  readonly #programs: ChildProcess[] = [];
  #running = false;

  /** Names of its network namespaces. */
  get netns(): string[] {
    return ROLES.map((role) => this.#cluster.name(role));
  }

  /** Makes the cluster and resolves once its programs are ready. Throws StartError. */
  async start(): Promise<void> {
    checkTools();
    removeLeftovers();
    process.on('exit', () => this.#end());
    for (const signal of SIGNALS) process.on(signal, () => this.#interrupted());
    this.#cluster.make();
    for (const role of ROLES) this.identities.tellNamespace(this.#cluster.inode(role), role);
    await Promise.all(PROGRAMS.map((role) => this.#run(role)));
  }

  /** Lets the lookups begin. */
  begin(): void {
    this.#running = true;
    for (const { stdin } of this.#programs) stdin?.write('\n');
  }

  /** nsenter executes the program in its place, so that no process stands between. */
  #run(role: Role): Promise<void> {
    const self = [process.execPath, process.argv[1], PROGRAM_COMMAND, role];
    const child = spawn('nsenter', [`--net=${this.#cluster.path(role)}`, '--', ...self], {
      env: ENVIRONMENT,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#programs.push(child);
    child.stdin.on('error', () => undefined); // it ended before it was told to begin
    return ready(child, role);
  }

  /** Until the program has its own way to end. */
  #interrupted(): void {
    if (!this.#running) process.exit(0);
  }

  /** While the process exits: nothing here may wait for an event. */
  #end(): void {
    for (const child of this.#programs) child.kill('SIGKILL');
    fillStandardDescriptors();
    this.#cluster.remove();
  }
}

/** Resolves when the program says that it is; throws StartError with what it said where it ends before. */
function ready(child: ChildProcess, role: Role): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (reason: string) => reject(new StartError(MAKE, `${role}: ${reason}`, ''));
    const timer = setTimeout(() => fail('not ready in time'), START_TIMEOUT_MS);
    timer.unref();
    child.stderr?.on('data', (chunk: Buffer) => {
      said = said || chunk.toString().trim();
    });
    child.stdout?.once('data', (chunk: Buffer) => {
      clearTimeout(timer);
      if (chunk.toString() === READY) resolve();
      else fail(chunk.toString().trim());
    });
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, signal) => fail(said || `ended with ${code ?? signal}`));
  });
}
