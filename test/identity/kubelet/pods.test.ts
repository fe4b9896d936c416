// Kubelet's log folders on disk: what is there, what comes, what is missing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FolderNames } from '../../../src/identity/kubelet/folder-names.ts';
import { KubeletPods } from '../../../src/identity/kubelet/pods.ts';
import { Registry } from '../../../src/identity/registry.ts';

const APP = 'a'.repeat(64);
const LATE = 'b'.repeat(64);
const UID = '6b1f0c52-3f0e-4c3e-9d0b-2f6f2a1d7c11';

let folder: string;
let registry: Registry;
let stop: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-kubelet-'));
  registry = new Registry();
});

afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});

function kubelet(): KubeletPods {
  const source = new KubeletPods({
    registry,
    containersFolder: join(folder, 'containers'),
    podsFolder: join(folder, 'pods'),
    node: async () => 'minikube',
  });
  stop = () => source.stop();
  return source;
}

it('knows the pods that are there and those that come', async () => {
  mkdirSync(join(folder, 'containers'));
  mkdirSync(join(folder, 'pods', `demo_mypod_${UID}`), { recursive: true });
  writeFileSync(join(folder, 'containers', `mypod_demo_app-${APP}.log`), '');
  const source = kubelet();
  await source.start();
  expect(source.found).toBe(true);
  expect(registry.container(APP)).toMatchObject({
    namespace: 'demo',
    podName: 'mypod',
    containerName: 'app',
  });
  await vi.waitFor(() => expect(registry.container(APP)?.node).toBe('minikube'));

  // The pod of a container whose log is not there yet, by the uid in its cgroup.
  registry.tellContainer(LATE, { podUid: UID });
  expect(registry.container(LATE)).toMatchObject({ podName: 'mypod', containerName: '' });
  writeFileSync(join(folder, 'containers', `mypod_demo_late-${LATE}.log`), '');
  await vi.waitFor(() => expect(registry.container(LATE)?.containerName).toBe('late'));
});

it('is not found without kubelet, nor by files that are not its own', async () => {
  mkdirSync(join(folder, 'containers'));
  writeFileSync(join(folder, 'containers', 'readme.log'), '');
  const source = kubelet();
  await source.start();
  expect(source.found).toBe(false);
  expect(registry.version).toBe(0);
});

it('finds a folder that is made later, and made anew', async () => {
  const path = join(folder, 'late');
  const names = new Set<string>();
  const watched = new FolderNames(path, (name) => names.add(name));
  stop = () => watched.stop();
  await watched.start(10);
  for (const name of ['one', 'two']) {
    mkdirSync(path);
    writeFileSync(join(path, name), '');
    await vi.waitFor(() => expect(names).toContain(name));
    names.clear();
    rmSync(path, { recursive: true });
  }
});
