// Clients and forwarders that send one query to several servers at once: one transaction, whoever answers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { END, makeRouted, PATHS_ZONE, type Routed } from './support/router.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader, type TraceRow } from './support/traces.ts';

const impossible = skipReason('several servers at once', process.getuid?.() === 0 ? '' : 'needs root');
const FORWARDER = '10.77.1.1';
const SILENT = '10.77.2.99';
/** Asks as musl does: one socket, one ID, a message to each server without waiting; for A, then for AAAA. */
const MUSL = `
  const [name, ...servers] = process.argv.slice(1);
  const socket = require('node:dgram').createSocket('udp4');
  const labels = name.split('.').map((label) => [label.length, ...Buffer.from(label)]).flat();
  const query = (type, id) => Buffer.from([id, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, type, 0, 1]);
  socket.bind(() => {
    for (const [type, id] of [[1, 77], [28, 78]])
      for (const server of servers) socket.send(query(type, id), 53, server);
  });
  setTimeout(() => process.exit(), 500);`;

describe.skipIf(impossible)('several servers at once', () => {
  let lab: Lab;
  let routed: Routed;
  let reader: TraceReader;

  beforeAll(async () => {
    lab = await Lab.open();
    routed = await makeRouted(lab);
    await routed.rules('');
    const upstreams = [`--server=${END.server1}`, `--server=${END.server2}`];
    await dnsmasq(lab, routed.router, [`--listen-address=${FORWARDER}`, '--all-servers', ...upstreams]);
    reader = await TraceReader.start(lab, 'example', ['--query-timeout', '2']);
  }, 60_000);
  afterAll(() => lab?.close());

  const count = ({ transactions }: TraceRow) =>
    transactions.map(({ relation, qtype, attempts, state }) => `${relation} ${qtype} ${attempts} ${state}`);
  /** The one trace that there is of the name. */
  async function traceOf(name: string): Promise<TraceRow> {
    const found = await reader.of(name);
    // Any row that was not joined would be a trace of its own, and those end no later.
    expect(reader.traces.filter(({ hops }) => hops[0].name === name)).toHaveLength(1);
    return found;
  }
  async function musl(label: string, ...servers: string[]): Promise<TraceRow> {
    const name = `${label}.${PATHS_ZONE}`;
    await lab.start([process.execPath, '-e', MUSL, name.slice(0, -1), ...servers], routed.client).ended;
    return traceOf(name);
  }

  test('two servers, both types: who answers first did, and no translation is named', async () => {
    const found = await musl('both', END.server1, END.server2);
    expect(count(found)).toEqual([' A 2 answered', 'asked-together AAAA 2 answered']);
    const notes = new Set(found.hops.map(({ note }) => note).filter(Boolean));
    expect([...notes].filter((note) => !/^(sent to .* as well|second answer)$/.test(note))).toEqual([]);
    const { src } = found.hops.find(({ qr, pkt_type }) => qr === 'R' && pkt_type === 'OUTGOING')!;
    const first = src.addr === END.server1 ? 'server1' : 'server2';
    expect(found.verdict).toMatch(
      new RegExp(`answered by nsd.* in .*${first} .*; 2 servers were asked at once`),
    );
  });

  test('one of them is not there: no retry, and the other one answered', async () => {
    const found = await musl('one', SILENT, END.server2);
    expect(count(found)).toEqual([' A 2 answered', 'asked-together AAAA 2 answered']);
    expect(found.verdict).toMatch(/answered by nsd.* in .*server2 .*; 2 servers were asked at once/);
    expect(found.verdict).not.toContain('retried');
  });

  test('a forwarder that asks all, and both answer: one query below one lookup', async () => {
    const name = `all.${PATHS_ZONE}`;
    await routed.lookup(FORWARDER, name);
    expect(count(await traceOf(name))).toEqual([' A 1 answered', 'forwarded A 2 answered']);
  });

  test('a forwarder that asks all, and both refuse: all of it belongs to one lookup', async () => {
    await routed.lookup(FORWARDER, 'elsewhere.example.');
    const { transactions } = await traceOf('elsewhere.example.');
    const [, first, ...more] = transactions;
    expect(first).toMatchObject({ relation: 'forwarded', confidence: 'certain', rcode: 'Refused' });
    // What is sent when the first has refused already looks like a retry.
    expect(more.map(({ relation }) => relation).filter((relation) => relation !== 'retried')).toEqual([]);
    expect([first, ...more].reduce((sum, { attempts }) => sum + attempts, 0)).toBe(2);
  });
});
