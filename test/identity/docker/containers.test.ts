// A daemon's containers as they come and go, over a socket.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { narrowExpression } from '../../../src/cli/narrow.ts';
import { compileFilter } from '../../../src/filter/compile.ts';
import { DockerContainers } from '../../../src/identity/docker/containers.ts';
import { Registry } from '../../../src/identity/registry.ts';
import { contextOf } from '../../support/context.ts';
import { FakeDaemon } from './daemon.ts';

const WEB = { id: 'a'.repeat(64), name: 'web', pid: 101, address: '172.17.0.2' };
const TRACED = { id: 'b'.repeat(64), name: 'test-trace-dns', pid: 102, address: '172.17.0.3' };
const ENDED = { id: 'c'.repeat(64), name: 'ended', pid: 0 };

let daemon: FakeDaemon;
let registry: Registry;
let source: DockerContainers;

function connect(retryMs = 60_000): DockerContainers {
  const { socketPath, proc } = daemon;
  source = new DockerContainers({ socketPath, registry, proc, retryMs });
  return source;
}

beforeEach(async () => {
  daemon = new FakeDaemon();
  registry = new Registry(() => Number.POSITIVE_INFINITY);
  daemon.containers = [WEB, ENDED];
  daemon.addProcess(WEB.pid, 77, WEB.id);
  daemon.addProcess(TRACED.pid, 78, TRACED.id);
  await daemon.listen();
});

afterEach(async () => {
  source.stop();
  await daemon.remove();
});

it('knows names, images and namespaces of those that are there', async () => {
  await connect().start();
  expect(source.found).toBe(true);
  const web = {
    containerId: WEB.id,
    containerName: 'web',
    containerImageName: 'busybox:lab',
    runtimeName: 'docker',
  };
  expect(registry.container(WEB.id)).toMatchObject({ ...web, containerPid: 101, podName: '' });
  expect(registry.container(ENDED.id)).toMatchObject({ containerName: 'ended', containerPid: 0 });
  expect(registry.containerOfNetns(77)).toBe(registry.container(WEB.id));
  expect(registry.endpoint('172.17.0.2')).toBeUndefined();
});

it('knows the addresses of pods', async () => {
  const labels = { 'io.kubernetes.pod.name': 'mypod', 'io.kubernetes.pod.namespace': 'demo' };
  daemon.containers = [{ ...WEB, labels }];
  await connect().start();
  expect(registry.endpoint('172.17.0.2')).toEqual({ kind: 'pod', namespace: 'demo', name: 'mypod' });
});

it('knows a container before its first packet, and keeps it when it has ended', async () => {
  const traced = [
    { netns: { inode: 78 }, process: { pid: 102, containerId: TRACED.id } },
    { netns: { inode: 78 } },
    { netns: { inode: 77 } },
  ];
  const context = contextOf(traced, { identities: registry });
  const filter = compileFilter(narrowExpression({ containername: 'test-trace-dns', host: false })!, context);
  const matching = () => [0, 1, 2].map((row) => filter.test(row));
  await connect().start();
  await vi.waitFor(() => expect(daemon.followers).toBe(1));
  expect(matching()).toEqual([false, false, false]);

  daemon.tell('create', TRACED, 40);
  await vi.waitFor(() => expect(matching()).toEqual([true, false, false]));
  daemon.containers.push(TRACED);
  daemon.tell('start', TRACED);
  await vi.waitFor(() => expect(matching()).toEqual([true, true, false]));
  daemon.tell('die', TRACED);
  daemon.tell('rename', { ...WEB, name: 'renamed' });
  await vi.waitFor(() => expect(registry.container(WEB.id)?.containerName).toBe('renamed'));
  expect(matching()).toEqual([true, true, false]);
});

it('gives no namespace to a container whose process id is another’s by now', async () => {
  daemon.containers = [
    { ...WEB, pid: TRACED.pid },
    { ...ENDED, pid: 999 },
  ];
  await connect().start();
  expect(registry.container(WEB.id)?.containerName).toBe('web');
  expect([77, 78].map((inode) => registry.containerOfNetns(inode))).toEqual([undefined, undefined]);
});

it('does not take the network of the host for a container’s', async () => {
  daemon.containers = [{ ...WEB, networkMode: 'host' }];
  await connect().start();
  expect(registry.containerOfNetns(77)).toBeUndefined();
  expect(registry.isHostNetns(77)).toBe(true);
});

it('names Podman, and no runtime where the daemon does not say which it is', async () => {
  for (const [name, runtime] of [
    ['Libpod/4.3.1 (linux)', 'podman'],
    ['nginx', ''],
  ]) {
    const other = new FakeDaemon(name);
    other.containers = [WEB];
    await other.listen();
    const { socketPath } = other;
    registry = new Registry();
    source = new DockerContainers({ socketPath, registry, proc: daemon.proc });
    await source.start();
    expect(registry.container(WEB.id)).toMatchObject({ containerName: 'web', runtimeName: runtime });
    source.stop();
    await other.remove();
  }
});

it('does without a daemon, and finds one that comes or comes back', async () => {
  await daemon.end();
  await connect(10).start();
  expect(source.found).toBe(false);
  await daemon.listen();
  await vi.waitFor(() => expect(registry.container(WEB.id)?.containerName).toBe('web'));
  await vi.waitFor(() => expect(daemon.followers).toBe(1));
  await daemon.end();
  daemon.containers.push(TRACED); // while nobody listens
  await daemon.listen();
  await vi.waitFor(() => expect(registry.containerOfNetns(78)?.containerName).toBe('test-trace-dns'));
});

it('goes on after an event that makes no sense', async () => {
  await connect(10).start();
  await vi.waitFor(() => expect(daemon.followers).toBe(1));
  daemon.babble();
  await vi.waitFor(() => expect(daemon.followers).toBe(2));
  daemon.tell('create', TRACED);
  await vi.waitFor(() => expect(registry.container(TRACED.id)?.containerName).toBe('test-trace-dns'));
});

it('asks nothing more once stopped', async () => {
  const stopped = connect(1);
  await stopped.start();
  await vi.waitFor(() => expect(daemon.followers).toBe(1));
  stopped.stop();
  await daemon.end();
  daemon.asked.length = 0;
  await daemon.listen();
  await connect().start(); // another, which takes longer than the retry of the first
  await vi.waitFor(() => expect(daemon.followers).toBe(1));
  expect(daemon.asked.filter((path) => path.startsWith('/events'))).toHaveLength(1);
});
