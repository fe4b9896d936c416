// Nothing in, a place for one test file out: network namespaces, processes and a folder, all gone after close().
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Running, run } from './process.ts';

const PREFIX = 'dnstop-lab';
const NETNS_FOLDER = '/run/netns';

/** A named network namespace of the lab. */
export class Namespace {
  constructor(
    readonly name: string,
    readonly role: string,
  ) {}

  get path(): string {
    return `${NETNS_FOLDER}/${this.name}`;
  }

  /** What `netns_id` of an event in it must be. */
  get inode(): number {
    return statSync(this.path).ino;
  }

  /** The command, to be run inside. nsenter executes it in place: process ID and name are the command's own. */
  inside(argv: string[]): string[] {
    return ['nsenter', `--net=${this.path}`, '--', ...argv];
  }

  /** Runs `ip` on this namespace. */
  ip(...words: string[]): Promise<string> {
    return run(['ip', '-n', this.name, ...words]);
  }

  /** Sets a sysctl that belongs to this namespace alone. */
  async sysctl(key: string, value: string): Promise<void> {
    await run(this.inside(['sysctl', '-q', '-w', `${key}=${value}`]));
  }

  /** Loads an nftables script into this namespace. */
  async nft(script: string): Promise<void> {
    await run(this.inside(['nft', '-f', '-']), { input: script });
  }
}

export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), `${PREFIX}-${process.pid}-`));
  private readonly namespaces: Namespace[] = [];
  private readonly running: Running[] = [];

  private constructor() {
    // Nobody's settings change what a test sees, and no test leaves anything in a home.
    process.env.XDG_CONFIG_HOME = join(this.folder, 'config');
    process.env.XDG_STATE_HOME = join(this.folder, 'state');
  }

  /** Opens a lab, after removing what runs that were killed have left. Needs root. */
  static async open(): Promise<Lab> {
    await removeLeftovers();
    return new Lab();
  }

  /** Makes a namespace with its loopback up. */
  async namespace(role: string): Promise<Namespace> {
    const namespace = new Namespace(`${PREFIX}-${process.pid}-${++serial}-${role}`, role);
    await run(['ip', 'netns', 'add', namespace.name]);
    this.namespaces.push(namespace);
    await namespace.ip('link', 'set', 'lo', 'up');
    return namespace;
  }

  /** Starts a program that close() ends, inside a namespace where one is given. */
  start(argv: string[], namespace?: Namespace, onLine?: (line: string) => void): Running {
    const running = new Running(namespace ? namespace.inside(argv) : argv, onLine);
    this.running.push(running);
    return running;
  }

  /** Ends every program, then removes the namespaces (and with them their links) and the folder. */
  async close(): Promise<void> {
    for (const running of this.running) running.child.kill('SIGKILL');
    await Promise.allSettled(this.running.map((running) => running.ended));
    for (const namespace of this.namespaces) await removeNamespace(namespace.name);
    // A program whose terminal is gone ends by itself, and may write what it remembers until then.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

let serial = 0;

// Children of a server (dnsmasq forks one for each TCP client) keep a namespace alive that has lost its name.
async function removeNamespace(name: string): Promise<void> {
  for (const pid of (await run(['ip', 'netns', 'pids', name])).split('\n').filter(Boolean))
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // ended meanwhile
    }
  await run(['ip', 'netns', 'delete', name]);
}

async function removeLeftovers(): Promise<void> {
  for (const name of ownersGone(NETNS_FOLDER)) await removeNamespace(name).catch(() => undefined);
  for (const name of ownersGone(tmpdir())) rmSync(join(tmpdir(), name), { recursive: true, force: true });
}

// Names in the folder that a lab made whose process is no more.
function ownersGone(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => {
    const pid = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  });
}
