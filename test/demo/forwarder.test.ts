// Forwarder and resolver over loopback: cache, own zones, silence, TCP after truncation, search path.
import type { Question } from 'dns-packet';
import { afterEach, expect, test } from 'vitest';
import { ask, type Server } from '../../src/demo/ask.ts';
import { forwarder } from '../../src/demo/forwarder.ts';
import { RCODE, type Reply } from '../../src/demo/message.ts';
import { CLUSTER_ZONES, UPSTREAM_ZONE } from '../../src/demo/records.ts';
import { candidates, podSearch, resolveName } from '../../src/demo/resolver.ts';
import { type Listening, type Responder, serve } from '../../src/demo/serve.ts';

const LOOPBACK = '127.0.0.1';
const patience = { timeoutMs: 2000, attempts: 2 };
const hasty = { timeoutMs: 50, attempts: 2 };
const open: Listening[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(responder: Responder): Promise<Server> {
  const listening = await serve(LOOPBACK, 0, responder);
  open.push(listening);
  return { address: LOOPBACK, port: listening.port };
}

/** A server of the upstream's zone and what it was asked, as `NAME TYPE TRANSPORT`. */
async function upstream(silent: readonly string[] = []): Promise<{ server: Server; asked: string[] }> {
  const asked: string[] = [];
  const server = await listen(async (question, transport) => {
    asked.push(`${question.name} ${question.type} ${transport}`);
    return silent.includes(question.name) ? undefined : UPSTREAM_ZONE.reply(question);
  });
  return { server, asked };
}

const gadget: Question = { name: 'inspektor-gadget.io', type: 'A' };
const data = (reply: Reply | undefined) => reply?.answers.map((answer) => 'data' in answer && answer.data);

test('asks on once, then answers from its cache', async () => {
  const { server, asked } = await upstream();
  const coredns = await listen(forwarder({ upstream: server, zones: [] }));
  const replies = [];
  for (let i = 0; i < 2; i++) replies.push(await ask(coredns, gadget, 'udp', patience));
  expect(asked).toEqual(['inspektor-gadget.io A udp']);
  expect(replies.map(data)).toEqual(Array(2).fill(['104.21.11.160', '172.67.166.105']));
});

test('answers for the cluster itself', async () => {
  const { server, asked } = await upstream();
  const answer = forwarder({ upstream: server, zones: CLUSTER_ZONES });
  const found = await answer({ name: 'kubernetes.default.svc.cluster.local', type: 'A' }, 'udp');
  expect(data(found)).toEqual(['10.96.0.1']);
  const missing = await answer({ name: 'api.example.com.cluster.local', type: 'A' }, 'udp');
  expect(missing?.rcode).toBe(RCODE.nameError);
  const pointer = await answer({ name: '10.0.96.10.in-addr.arpa', type: 'PTR' }, 'udp');
  expect(data(pointer)).toEqual(['kube-dns.kube-system.svc.cluster.local']);
  expect(asked).toEqual([]);
});

test('a silent upstream is asked again, then the answer is SERVFAIL, each time anew', async () => {
  const { server, asked } = await upstream(['legacy.example.net']);
  const answer = forwarder({ upstream: server, zones: [], patience: hasty });
  for (let i = 0; i < 2; i++) {
    const reply = await answer({ name: 'legacy.example.net', type: 'A' }, 'udp');
    expect(reply?.rcode).toBe(RCODE.serverFailure);
  }
  expect(asked).toEqual(Array(4).fill('legacy.example.net A udp'));
});

test('a client asks again over TCP for what came truncated, and so does the forwarder', async () => {
  const { server, asked } = await upstream();
  const coredns = await listen(forwarder({ upstream: server, zones: [] }));
  const [reply] = await resolveName('keys.example.org.', ['TXT'], {
    server: coredns,
    search: [],
    ndots: 5,
    patience,
  });
  expect(asked).toEqual(['keys.example.org TXT udp', 'keys.example.org TXT tcp']);
  expect(reply?.answers).toHaveLength(1);
});

test('a client goes through the search path, for both types each time', async () => {
  const asked: string[] = [];
  const server = await listen(async (question) => {
    asked.push(`${question.name} ${question.type}`);
    const zone = CLUSTER_ZONES.find((one) => one.covers(question.name)) ?? UPSTREAM_ZONE;
    return zone.reply(question);
  });
  const options = { server, search: podSearch('demo'), ndots: 5, patience };
  const replies = await resolveName('kubernetes.default', ['A', 'AAAA'], options);
  expect(asked.sort()).toEqual([
    'kubernetes.default.demo.svc.cluster.local A',
    'kubernetes.default.demo.svc.cluster.local AAAA',
    'kubernetes.default.svc.cluster.local A',
    'kubernetes.default.svc.cluster.local AAAA',
  ]);
  expect(replies.map(data)).toEqual([['10.96.0.1'], []]);
});

test('a client gives up on a server that is silent or fails', async () => {
  const { server, asked } = await upstream(['metrics.example.org']);
  const options = { server, search: ['a.test', 'b.test'], ndots: 1, patience: hasty };
  expect(await resolveName('metrics.example.org', ['A'], options)).toEqual([undefined]);
  expect(asked).toEqual(Array(2).fill('metrics.example.org A udp'));
  const failing = await listen(async () => ({ rcode: RCODE.serverFailure, answers: [], authorities: [] }));
  const [reply] = await resolveName('x', ['A'], { ...options, server: failing });
  expect(reply?.rcode).toBe(RCODE.serverFailure);
});

test('names with enough dots are asked for as they are first, names that end in one only so', () => {
  const path = { search: ['a.test', 'b.test'], ndots: 2 };
  expect(candidates('x', path)).toEqual(['x.a.test', 'x.b.test', 'x']);
  expect(candidates('x.y.z', path)).toEqual(['x.y.z', 'x.y.z.a.test', 'x.y.z.b.test']);
  expect(candidates('x.', path)).toEqual(['x']);
});

test('bytes that are no query are left unanswered, and the server goes on', async () => {
  const { server } = await upstream();
  const { createSocket } = await import('node:dgram');
  const socket = createSocket('udp4');
  for (const bytes of [Buffer.alloc(0), Buffer.from('x'), Buffer.alloc(12), Buffer.alloc(40, 0xff)])
    socket.send(bytes, server.port, server.address);
  expect((await ask(server, gadget, 'udp', patience))?.answers).toHaveLength(2);
  socket.close();
});
