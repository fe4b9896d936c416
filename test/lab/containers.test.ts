// A container by its name: a namespace, a cgroup as Docker makes them, and a daemon that tells of it.
import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join as path } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeDaemon } from '../identity/docker/daemon.ts';
import { type DnsEvent, Dnstop } from './support/dnstop.ts';
import { Lab, type Namespace } from './support/lab.ts';
import { join } from './support/links.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';

const ID = process.pid.toString(16).padStart(64, 'c0ffee');
const NAME = 'test-trace-dns';
const SERVER = '10.88.0.1';

interface ContainerEvent extends DnsEvent {
  runtime: {
    containerName: string;
    containerId: string;
    containerImageName: string;
    runtimeName: string;
    containerPid: number;
  };
}

/** Where the hierarchy of cgroup v2 is mounted: line by line device, folder, type (proc(5)). */
function cgroupRoot(): string | undefined {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  return mounts.map((line) => line.split(' ')).find(([, , type]) => type === 'cgroup2')?.[1];
}

const root = cgroupRoot();
const impossible = skipReason('containers') || skipReason('containers', root ? '' : 'needs cgroup v2');

describe.skipIf(impossible)('containers', () => {
  const parent = path(root ?? '', `dnstop-lab-${process.pid}`);
  const cgroup = path(parent, `docker-${ID}.scope`);
  let daemon: FakeDaemon;
  let lab: Lab;
  let namespace: Namespace;
  let dnstop: Dnstop;
  let pid: number;

  /** The command, to be run in the container's cgroup: process ID and name are the command's own. */
  const contained = (...argv: string[]) => [
    'sh',
    '-c',
    'echo $$ >"$0/cgroup.procs" && exec "$@"',
    cgroup,
    ...argv,
  ];

  beforeAll(async () => {
    mkdirSync(cgroup, { recursive: true });
    lab = await Lab.open();
    namespace = await lab.namespace('container');
    const node = await lab.namespace('node');
    await join(
      { namespace, name: 'eth0', addresses: ['10.88.0.2/24'] },
      { namespace: node, name: 'veth0', addresses: [`${SERVER}/24`] },
    );
    await dnsmasq(lab, node, [`--listen-address=${SERVER}`, '--address=/test/192.0.2.1']);
    daemon = new FakeDaemon();
    await daemon.listen();
    process.env.DOCKER_HOST = `unix://${daemon.socketPath}`;
    dnstop = await Dnstop.start(lab, ['-c', NAME, '-F', 'name~.containers.test']);
    const init = lab.start(contained('sh', '-c', 'echo runs && exec sleep 300'), namespace);
    await init.line('stdout', /runs/);
    pid = init.pid;
  });
  afterAll(async () => {
    await lab?.close();
    await daemon?.remove();
    rmdirSync(cgroup);
    rmdirSync(parent);
  });

  /** The events of a lookup made by this command. */
  async function lookUp(name: string, argv: (...argv: string[]) => string[]): Promise<ContainerEvent[]> {
    const client = lab.start(argv('kdig', `@${SERVER}`, name), namespace);
    await client.ended;
    const of = () => dnstop.events.filter((event) => event.name === `${name}.`) as ContainerEvent[];
    await dnstop.until(`response about ${name}`, () => of().some(({ qr }) => qr === 'R'));
    for (const event of of()) expect(event).toMatchObject({ netns_id: namespace.inode, netns: NAME });
    for (const event of of()) expect(event.proc).toMatchObject({ comm: 'kdig', pid: client.pid });
    expect(of().map(({ qr, pkt_type }) => `${qr} ${pkt_type}`)).toEqual(['Q OUTGOING', 'R HOST']);
    return of();
  }

  test('from its first packet, though it was made only now', async () => {
    await expect.poll(() => daemon.followers).toBe(1);
    const container = { id: ID, name: NAME, pid };
    daemon.containers = [container];
    daemon.tell('create', container);
    const [query] = await lookUp('first.containers.test', contained);
    expect(query.runtime).toMatchObject({
      containerName: NAME,
      containerId: ID,
      containerImageName: 'busybox:lab',
      runtimeName: 'docker',
    });
    daemon.tell('start', container);
    await expect.poll(() => daemon.asked).toContain(`/containers/${ID}/json`);
  });

  test('whoever asks in its namespace', async () => {
    const [query] = await lookUp('guest.containers.test', (...argv) => argv);
    expect(query.runtime).toMatchObject({ containerName: NAME, containerId: ID });
  });

  test('and nobody else', async () => {
    const { lost } = await dnstop.stop();
    expect(lost).toBe(0);
    expect(new Set(dnstop.events.map(({ netns_id }) => netns_id))).toEqual(new Set([namespace.inode]));
  });
});
