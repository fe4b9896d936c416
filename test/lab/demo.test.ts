// `dnstop demo` as a newcomer runs it: what it shows, under which names, and that nothing of it stays.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cluster, removeLeftovers } from '../../src/demo/cluster.ts';
import { PODS, PROGRAM_COMMAND, SERVICE } from '../../src/demo/plan.ts';
import { type DnsEvent, Dnstop } from './support/dnstop.ts';
import { Lab } from './support/lab.ts';
import { type Running, run, within } from './support/process.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

const program = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const impossible = skipReason('demo');

interface DemoEvent extends DnsEvent {
  tc: boolean;
  cname: string;
  k8s: { node: string; namespace: string; podName: string };
}

/** Its namespaces, by their names. */
function namespacesOf(pid: number): string[] {
  const folder = '/run/netns';
  return existsSync(folder)
    ? readdirSync(folder).filter((name) => name.startsWith(`dnstop-demo-${pid}.`))
    : [];
}

/** Its programs, which are its children. */
function programsOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** Resolves once none of the processes runs. */
async function gone(pids: number[]): Promise<void> {
  for (const pid of pids) await run(['tail', `--pid=${pid}`, '-f', '/dev/null']);
}

describe.skipIf(impossible)('demo', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(async () => {
    await lab?.close();
    removeLeftovers(); // of those that the lab had to kill
  });

  const demo = (...options: string[]) => Dnstop.start(lab, ['demo', ...options]);
  const events = (dnstop: Dnstop) => dnstop.events as DemoEvent[];

  test('shows each kind of lookup under the names of pods and services, and leaves nothing', async () => {
    const started = performance.now();
    const dnstop = await demo();
    await dnstop.until('first row', () => dnstop.events.length > 0);
    expect(performance.now() - started).toBeLessThan(5000);
    const { pid } = dnstop.running;
    const programs = programsOf(pid);
    expect(programs).toHaveLength(5);
    expect(namespacesOf(pid)).toHaveLength(6);

    const at = (podName: string, name: string, qr = 'R') =>
      events(dnstop).filter((e) => e.k8s.podName.startsWith(podName) && e.name === name && e.qr === qr);
    const unanswered = () => at('cart', 'metrics.example.org.', 'Q');
    const mail = () => at('mypod', 'example.org.');
    await dnstop.until('a whole round', () => unanswered().length === 2 && mail().length === 1, 20_000);

    const [first, cached] = at('mypod', 'inspektor-gadget.io.');
    expect(first).toMatchObject({
      netns: 'demo/mypod',
      pkt_type: 'HOST',
      src: { addr: SERVICE.address, k8s: { kind: 'svc', namespace: 'kube-system', name: 'kube-dns' } },
      dst: { k8s: { kind: 'pod', namespace: 'demo', name: 'mypod' } },
      k8s: { node: 'minikube-docker', namespace: 'demo', podName: 'mypod' },
      proc: { comm: 'mypod-app' },
      rcode: 'Success',
      addresses: '104.21.11.160,172.67.166.105',
    });
    expect(first.latency_ns).toBeGreaterThan(25e6);
    const seenUpstream = (e: DnsEvent) => e.name === first.name && e.proc.comm === 'resolver' && e.qr === 'Q';
    expect(events(dnstop).filter(seenUpstream)).toHaveLength(1); // though two lookups were answered
    expect(cached.rcode).toBe('Success');

    expect(at('mypod', 'www.example.com.').map((e) => e.cname)).toContain(
      'www.example.com.cdn.example.net.,edge-7.cdn.example.net.',
    );
    expect(at('mypod', 'inspektor-gaget.io.')[0].rcode).toBe('NameError');
    expect(at('web', 'api.example.com.demo.svc.cluster.local.')[0].rcode).toBe('NameError');
    expect(at('web', 'api.example.com.').map((e) => e.qtype)).toEqual(expect.arrayContaining(['A', 'AAAA']));
    const [failed] = at('web', 'legacy.example.net.');
    expect(failed.rcode).toBe('ServerFailure');
    expect(failed.latency_ns).toBeGreaterThan(1.9e9);
    expect(at('cart', 'reports.example.net.')[0].latency_ns).toBeGreaterThan(199e6);
    expect(at('cart', 'keys.example.org.').map((e) => [e.src.proto, e.tc])).toEqual([
      ['UDP', true],
      ['TCP', false],
    ]);
    expect(at('cart', 'metrics.example.org.')).toEqual([]);
    const repeated = unanswered().map((e) => e.id);
    expect(new Set(repeated).size).toBe(1);

    const { lost } = await dnstop.stop();
    expect(lost).toBe(0);
    expect(namespacesOf(pid)).toEqual([]);
    await gone(programs);
  });

  test('the node translates the service to coredns, and coredns asks on under an ID of its own', async () => {
    const dnstop = await demo('-F', 'name==inspektor-gadget.io.');
    const answered = () => dnstop.events.some((e) => e.netns === 'demo/mypod' && e.qr === 'R');
    await dnstop.until('answer', answered);
    await dnstop.stop();
    const [asked] = dnstop.events;
    const onNode = dnstop.events.filter((e) => e.netns === 'minikube-docker' && e.id === asked.id);
    const ways = [...new Set(onNode.map((e) => `${e.qr} ${e.src.addr} ${e.dst.addr}`))];
    const coredns = PODS.find(({ role }) => role === 'coredns')!.address;
    expect(ways).toEqual([
      `Q 10.244.0.5 ${SERVICE.address}`,
      `Q 10.244.0.5 ${coredns}`,
      `R ${coredns} 10.244.0.5`,
      `R ${SERVICE.address} 10.244.0.5`,
    ]);
    const forwarded = dnstop.events.filter((e) => e.src.addr === coredns && e.id !== asked.id);
    expect(forwarded.length).toBeGreaterThan(0);
  });

  test('options narrow it by the names of the demo', async () => {
    const dnstop = await demo('-n', 'demo', '-p', 'mypod', '-t', '3');
    const { code } = await within(10_000, dnstop.running.ended, () => dnstop.running.error('did not end'));
    expect(code).toBe(0);
    expect(new Set(dnstop.events.map((e) => `${e.netns} ${e.proc.comm}`))).toEqual(
      new Set(['demo/mypod mypod-app']),
    );
  });

  test('two at once do not disturb each other, and the next one removes what a killed one left', async () => {
    const killed = await demo();
    const other = await demo();
    const pids = [killed, other].map((dnstop) => dnstop.running.pid);
    const programs = programsOf(pids[0]);
    const otherPrograms = programsOf(pids[1]);
    killed.running.child.kill('SIGKILL');
    await gone(programs);
    const before = other.events.length;
    await other.until('more rows', () => other.events.length > before + 20);
    expect(namespacesOf(pids[0])).toHaveLength(6);

    const next = await demo();
    expect(namespacesOf(pids[0])).toEqual([]);
    expect(namespacesOf(pids[1])).toHaveLength(6);
    await next.stop();
    await other.running.stop('SIGTERM');
    expect(namespacesOf(pids[1])).toEqual([]);
    await gone(otherPrograms);
  });

  test('interrupted while it starts, it leaves nothing', async () => {
    const running = lab.start([process.execPath, program, 'demo', '-o', 'json']);
    const children = `/proc/${running.pid}/task/${running.pid}/children`;
    // The first of its programs runs inside the cluster, which is whole by then.
    while (namespacesOf(running.pid).length < 6 && existsSync(children)) await new Promise(setImmediate);
    await running.stop('SIGINT');
    expect(namespacesOf(running.pid)).toEqual([]);
  });

  test('the screen shows pods, and leaving it removes the demo', async () => {
    const tmux = new Tmux(lab, 120, 30, `${process.execPath} ${program} demo; echo left with $?; cat`);
    try {
      await tmux.until('lookups of pods', (lines) => /mypod .*inspektor-gadget\.io\./.test(lines.join('\n')));
      const [pid] = programsOf(Number(await tmux.format('#{pane_pid}'))); // the shell's one child
      expect(namespacesOf(pid)).toHaveLength(6);
      await tmux.press('q');
      await tmux.until('end', (lines) => lines.includes('left with 0'));
      expect(namespacesOf(pid)).toEqual([]);
    } finally {
      await tmux.close();
    }
  });

  test('a terminal that vanishes leaves nothing', async () => {
    const tmux = new Tmux(lab, 80, 24, `${process.execPath} ${program} demo; cat`);
    await tmux.until('lookups', (lines) => /inspektor-gadget\.io\./.test(lines.join('\n')));
    const [pid] = programsOf(Number(await tmux.format('#{pane_pid}')));
    await tmux.close();
    await gone([pid]);
    expect(namespacesOf(pid)).toEqual([]);
  });

  describe('where the kernel has no br_netfilter', () => {
    const cluster = new Cluster(false);
    const programs: Running[] = [];
    afterAll(async () => {
      for (const one of programs) await one.stop('SIGKILL');
      cluster.remove();
    });

    test('the node routes, and the answer still comes from the service', async () => {
      cluster.make();
      const inside = (role: 'coredns' | 'upstream' | 'mypod', ...argv: string[]) => [
        'nsenter',
        `--net=${cluster.path(role)}`,
        '--',
        ...argv,
      ];
      for (const role of ['coredns', 'upstream'] as const) {
        const one = lab.start(inside(role, process.execPath, program, PROGRAM_COMMAND, role));
        programs.push(one);
        await one.line('stdout', /^ready$/);
      }
      for (const transport of ['+notcp', '+tcp']) {
        const ask = ['kdig', '+retry=0', transport, `@${SERVICE.address}`, 'inspektor-gadget.io.'];
        expect(await run(inside('mypod', ...ask))).toMatch(
          /\b104\.21\.11\.160\b[\s\S]*From 10\.96\.0\.10@53/,
        );
      }
    });
  });
});
