// In: containers as a test wants them. Out: a daemon with Docker's API for them on a UNIX socket, with a /proc to it.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FakeContainer {
  readonly id: string;
  readonly name: string;
  /** 0 where it does not run. */
  readonly pid: number;
  readonly networkMode?: string;
  readonly address?: string;
  readonly labels?: object;
}

export class FakeDaemon {
  readonly folder = mkdtempSync(join(tmpdir(), 'dnstop-docker-'));
  readonly socketPath = join(this.folder, 'docker.sock');
  readonly proc = join(this.folder, 'proc');
  containers: FakeContainer[] = [];
  /** Requests so far, by path. */
  readonly asked: string[] = [];
  readonly #serverName: string;
  #server: Server | undefined;
  #followers: ServerResponse[] = [];

  constructor(serverName = 'Docker/20.10.24 (linux)') {
    this.#serverName = serverName;
  }

  async listen(): Promise<void> {
    const server = createServer((request, response) => this.#answer(request.url ?? '', response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.socketPath, resolve));
  }

  /** Ends as a daemon that is restarted does. */
  async end(): Promise<void> {
    this.#followers = [];
    this.#server?.closeAllConnections();
    await new Promise<unknown>((resolve) => this.#server?.close(resolve) ?? resolve(undefined));
    this.#server = undefined;
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true });
  }

  /** Number of those that follow its events. */
  get followers(): number {
    return this.#followers.length;
  }

  /** A process in a network namespace, in the cgroup of `id`. */
  addProcess(pid: number, inode: number, id: string): void {
    mkdirSync(join(this.proc, String(pid), 'ns'), { recursive: true });
    symlinkSync(`net:[${inode}]`, join(this.proc, String(pid), 'ns', 'net'));
    writeFileSync(join(this.proc, String(pid), 'cgroup'), `0::/system.slice/docker-${id}.scope\n`);
  }

  /** Sends an event, in two pieces where `splitAt` says so. */
  tell(action: string, { id, name }: FakeContainer, splitAt = 0): void {
    const event = { Action: action, Actor: { ID: id, Attributes: { name, image: 'busybox:lab' } } };
    const line = `${JSON.stringify(event)}\n`;
    for (const follower of this.#followers) {
      if (splitAt > 0) follower.write(line.slice(0, splitAt));
      follower.write(line.slice(splitAt));
    }
  }

  /** Sends what is not JSON. */
  babble(): void {
    for (const follower of this.#followers) follower.write('{ nonsense\n');
  }

  #answer(url: string, response: ServerResponse): void {
    this.asked.push(url);
    response.setHeader('Server', this.#serverName);
    if (url.startsWith('/events?')) {
      this.#followers.push(response.writeHead(200));
      response.flushHeaders();
      return;
    }
    const id = /^\/containers\/([0-9a-f]+)\/json$/.exec(url)?.[1];
    const found = this.containers.find((container) => container.id === id);
    if (url === '/containers/json?all=1') response.end(JSON.stringify(this.containers.map(listEntry)));
    else if (found) response.end(JSON.stringify(inspection(found)));
    else response.writeHead(404).end('{"message":"No such container"}');
  }
}

function listEntry({ id, name, pid, labels }: FakeContainer): object {
  const State = pid ? 'running' : 'exited';
  return { Id: id, Names: [`/${name}`], Image: 'busybox:lab', State, Labels: labels ?? {} };
}

function inspection({
  name,
  pid,
  networkMode = 'default',
  address = '',
  labels = {},
}: FakeContainer): object {
  return {
    Name: `/${name}`,
    State: { Running: pid !== 0, Pid: pid },
    Config: { Image: 'busybox:lab', Labels: labels },
    HostConfig: { NetworkMode: networkMode },
    NetworkSettings: { Networks: { bridge: { IPAddress: address } } },
  };
}
