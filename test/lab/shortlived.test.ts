// 50 network namespaces that nobody named, each gone after one lookup, all at once: every query seen, with its owner.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DnsEvent, Dnstop } from './support/dnstop.ts';
import { Lab } from './support/lab.ts';
import type { Running } from './support/process.ts';
import { query } from './support/query.ts';
import { skipReason } from './support/skip.ts';

const NAMESPACES = 50;
const impossible = skipReason('short-lived namespaces');

// socat sends its file and ends, and with it the namespace, a few milliseconds old. kdig waits a second for an answer.
const CLIENTS = [
  { comm: 'socat', command: (file: string) => `socat -u OPEN:${file} UDP4:127.0.0.1:53` },
  { comm: 'kdig', command: (_: string, name: string) => `kdig +retry=0 +timeout=1 @127.0.0.1 ${name}` },
];

describe.skipIf(impossible).each(CLIENTS)('short-lived namespaces: $comm', ({ comm, command }) => {
  let lab: Lab;
  let dnstop: Dnstop;
  let clients: Running[];

  beforeAll(async () => {
    lab = await Lab.open();
    const files = Array.from({ length: NAMESPACES }, (_, index) => {
      const file = join(lab.folder, `query${index}`);
      writeFileSync(file, query(index, nameOf(index)));
      return file;
    });
    dnstop = await Dnstop.start(lab, ['-F', `name~${comm}.test`]);
    clients = files.map((file, index) => {
      const lookup = `ip link set lo up && exec ${command(file, nameOf(index))}`;
      return lab.start(['unshare', '--net', 'sh', '-c', lookup]);
    });
    const ends = await Promise.all(clients.map((client) => client.ended));
    const missing = () => clients.flatMap((_, index) => (outgoing(index).length > 0 ? [] : [index]));
    await dnstop
      .until('query of each', () => missing().length === 0)
      .catch((error: Error) => {
        const said = missing().map(
          (index) => `n${index} (exit ${ends[index].code} ${clients[index].stderr.at(-1) ?? ''})`,
        );
        throw new Error(
          `${error.message}\nmissing: ${said.join(', ')}; ${dnstop.events.length} events in all`,
        );
      });
    await dnstop.stop();
  });
  afterAll(() => lab?.close());

  const nameOf = (index: number) => `n${index}.${comm}.test.`;
  const of = (index: number): DnsEvent[] => dnstop.events.filter(({ name }) => name === nameOf(index));
  const outgoing = (index: number) => of(index).filter(({ pkt_type }) => pkt_type === 'OUTGOING');

  test('every query is there once, with the process that asked', () => {
    for (const [index, client] of clients.entries()) {
      const [query, ...more] = outgoing(index);
      expect(more, `n${index}`).toEqual([]);
      expect(query, `n${index}`).toMatchObject({ qr: 'Q', src: { addr: '127.0.0.1' }, dst: { port: 53 } });
      expect(query.proc, `n${index}`).toMatchObject({ comm, pid: client.pid });
    }
  });

  test('its arrival on the loopback interface is there at most once', () => {
    for (const index of clients.keys()) {
      const arrivals = of(index).filter(({ pkt_type }) => pkt_type !== 'OUTGOING');
      expect(arrivals.length, `n${index}`).toBeLessThanOrEqual(1);
      for (const { pkt_type } of arrivals) expect(pkt_type).toBe('HOST');
    }
  });

  // A namespace that is gone before dnstop could look at it is known by nothing but a cookie; its netns_id is 0.
  test('none is taken for the namespace of the machine itself', () => {
    const host = statSync('/proc/self/ns/net').ino;
    const seen = clients.flatMap((_, index) => of(index));
    const unknown = seen.filter(({ netns_id }) => netns_id === 0).length;
    console.log(`${comm}: ${seen.length} events, ${unknown} of them in a namespace that was gone`);
    for (const { netns_id } of seen) expect(netns_id).not.toBe(host);
  });
});
