// The plan of the demo: every kind of lookup is in it, every part has a name, and leftovers are told from what runs.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { DemoIdentities } from '../../src/demo/identities.ts';
import { LOOKUPS, type Lookup, ROUND_MS } from '../../src/demo/lookups.ts';
import { RCODE } from '../../src/demo/message.ts';
import { isLeftover, ownPrefix } from '../../src/demo/owner.ts';
import { PODS, ROLES, SERVICE, UPSTREAM } from '../../src/demo/plan.ts';
import { CLUSTER_ZONES, UPSTREAM_ZONE } from '../../src/demo/records.ts';
import { candidates, podSearch } from '../../src/demo/resolver.ts';
import { delayMs } from '../../src/demo/upstream.ts';

const zoneOf = (name: string) => CLUSTER_ZONES.find((zone) => zone.covers(name)) ?? UPSTREAM_ZONE;

/** What becomes of the lookup, in a word for each name asked for. */
function outcomes({ name, types, server }: Lookup, namespace: string): string[] {
  const outcome = (candidate: string): string => {
    const zone = zoneOf(candidate);
    const delay = zone === UPSTREAM_ZONE ? delayMs(candidate) : 0;
    if (delay === undefined) return server === UPSTREAM ? 'unanswered' : 'failure';
    const { rcode, answers } = zone.reply({ name: candidate, type: types[0] });
    if (rcode === RCODE.nameError) return 'no such name';
    if (answers.some(({ type }) => type === 'CNAME')) return 'alias';
    if (JSON.stringify(answers).length > 512) return 'truncated';
    return delay > 100 ? 'slow' : `answered ${zone === UPSTREAM_ZONE ? 'outside' : 'inside'}`;
  };
  const all = candidates(name, { search: podSearch(namespace), ndots: 5 }).map(outcome);
  const last = all.findIndex((one) => one !== 'no such name');
  return last < 0 ? all : all.slice(0, last + 1);
}

test('a round has every kind of lookup', () => {
  const all = PODS.flatMap(({ role, namespace }) =>
    (LOOKUPS[role] ?? []).map((lookup) => outcomes(lookup, namespace).join(', ')),
  );
  expect([...new Set(all)].sort()).toEqual([
    'alias',
    'answered inside',
    'answered outside',
    'failure',
    'no such name',
    'no such name, answered inside',
    'no such name, no such name, no such name, answered outside',
    'slow',
    'truncated',
    'unanswered',
  ]);
});

test('a name is asked for again while it is in the cache', () => {
  const times = LOOKUPS.mypod!.filter(({ name }) => name === 'inspektor-gadget.io.').map(({ atMs }) => atMs);
  expect(times).toHaveLength(2);
  expect(times[1] - times[0]).toBeLessThan(5000);
  expect(ROUND_MS - times[1]).toBeGreaterThan(5000); // and no longer in the next round
});

test('lookups are within their round, in order', () => {
  for (const lookups of Object.values(LOOKUPS)) {
    const times = lookups.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(ROUND_MS);
  }
});

test('addresses and namespaces have the names of the plan', () => {
  const identities = new DemoIdentities();
  expect(identities.endpoint(SERVICE.address)).toEqual({
    kind: 'svc',
    namespace: 'kube-system',
    name: 'kube-dns',
  });
  expect(identities.endpoint('10.244.0.5')).toEqual({ kind: 'pod', namespace: 'demo', name: 'mypod' });
  expect(identities.endpoint(UPSTREAM)).toBeUndefined();
  const before = identities.version;
  ROLES.forEach((role, at) => {
    identities.tellNamespace(100 + at, role);
  });
  expect(identities.version).toBeGreaterThan(before);
  const places = ROLES.map((_, at) => identities.containerOfNetns(100 + at)!);
  expect(places.map(({ namespace, podName }) => `${namespace}/${podName}`)).toEqual([
    '/',
    '/',
    'kube-system/coredns-674b8bbfcf-7zsxv',
    'demo/mypod',
    'demo/web-7d4b9c6f5-x2kqp',
    'shop/cart-5f6d8b7c9-h8w4z',
  ]);
  expect(places.slice(0, 2).map(({ containerName }) => containerName)).toEqual([
    'minikube-docker',
    'upstream',
  ]);
  expect(identities.containerOfNetns(99)).toBeUndefined();
});

test('names that the kernel keeps whole', () => {
  for (const { comm, role } of PODS) {
    expect(comm.length).toBeLessThanOrEqual(15); // TASK_COMM_LEN
    expect(`veth-${role}`.length).toBeLessThanOrEqual(15); // IFNAMSIZ
  }
});

test('namespaces of a process that has gone are leftovers, those of one that runs are not', () => {
  const own = ownPrefix();
  const gone = spawnSync('true').pid;
  expect(isLeftover(`${own}node`)).toBe(false);
  expect(isLeftover(`dnstop-demo-${gone}.1-node`)).toBe(true);
  expect(isLeftover(`dnstop-demo-${process.pid}.1-node`)).toBe(true); // its PID is used again
  expect(isLeftover('dnstop-demo-mine')).toBe(false);
  expect(isLeftover(`other-${own}node`)).toBe(false);
});
