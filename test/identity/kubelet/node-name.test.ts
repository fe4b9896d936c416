// The node's name from a /proc made for the test.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeName } from '../../../src/identity/kubelet/node-name.ts';

let proc: string;

beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'dnstop-proc-'));
  addProcess('self', 'node', []);
  addProcess('1', 'systemd', ['/sbin/init']);
});

afterEach(() => rmSync(proc, { recursive: true }));

function addProcess(pid: string, comm: string, args: string[], uts = 'uts:[4026531838]'): void {
  mkdirSync(join(proc, pid, 'ns'), { recursive: true });
  writeFileSync(join(proc, pid, 'comm'), `${comm}\n`);
  writeFileSync(join(proc, pid, 'cmdline'), args.map((arg) => `${arg}\0`).join(''));
  symlinkSync(uts, join(proc, pid, 'ns', 'uts'));
}

const named = () => nodeName(proc, () => 'Worker-1.Example');

it('is the host’s name in lower case', async () => {
  addProcess('812', 'kubelet', ['/usr/bin/kubelet', '--config=/var/lib/kubelet/config.yaml']);
  expect(await named()).toBe('worker-1.example');
});

it.each([[['--hostname-override=Minikube']], [['--v=2', '--hostname-override', 'minikube']]])(
  'is what kubelet was told: %s',
  async (args) => {
    addProcess('812', 'kubelet', ['/usr/bin/kubelet', ...args], 'uts:[1]');
    expect(await named()).toBe('minikube');
  },
);

it('is not said where it is not certain', async () => {
  expect(await named()).toBe(''); // no kubelet
  addProcess('812', 'kubelet', ['/usr/bin/kubelet', '--v=2'], 'uts:[4026532999]');
  expect(await named()).toBe(''); // with another host name
  addProcess('813', 'kubelet', ['/usr/bin/kubelet', '--hostname-override=other']);
  expect(await named()).toBe(''); // two nodes
});

it.each([
  ['aws', ''],
  ['external', 'worker-1.example'],
])('with a cloud provider %s: %j', async (cloud, expected) => {
  addProcess('812', 'kubelet', ['/usr/bin/kubelet', `--cloud-provider=${cloud}`]);
  expect(await named()).toBe(expected);
});
