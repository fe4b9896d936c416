// Where this machine's daemons are looked for.
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { Machine, socketPaths } from '../../src/identity/machine.ts';
import { Store } from '../../src/store/store.ts';
import { FakeDaemon } from './docker/daemon.ts';

const USUAL = ['/run/docker.sock', '/run/podman/podman.sock'];

it.each([
  [undefined, USUAL],
  ['', USUAL],
  ['tcp://192.0.2.1:2375', USUAL],
  ['unix:///run/docker.sock', USUAL],
  ['unix:///run/user/1000/docker.sock', ['/run/user/1000/docker.sock', ...USUAL]],
])('with DOCKER_HOST %s', (DOCKER_HOST, paths) => expect(socketPaths({ DOCKER_HOST })).toEqual(paths));

it('says that containers are known once a daemon has told of them', async () => {
  const daemon = new FakeDaemon();
  daemon.containers = [{ id: 'a'.repeat(64), name: 'web', pid: 0 }];
  await daemon.listen();
  const machine = new Machine(new Store(16), { DOCKER_HOST: `unix://${daemon.socketPath}` });
  await machine.looked(10_000);
  expect(machine.surroundings).not.toBe('none');
  expect(machine.identities.container('a'.repeat(64))?.containerName).toBe('web');
  machine.stop();
  await daemon.remove();
});

it('does not wait for a daemon that does not answer', async () => {
  const silent = new FakeDaemon();
  const server = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => server.listen(silent.socketPath, resolve));
  const machine = new Machine(new Store(16), { DOCKER_HOST: `unix://${silent.socketPath}` });
  const began = performance.now();
  await machine.looked(50);
  expect(performance.now() - began).toBeLessThan(2000);
  machine.stop();
  await new Promise((resolve) => server.close(resolve));
  await silent.remove();
});
