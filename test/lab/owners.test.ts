// Sockets older than dnstop, several servers on one port, connected and unconnected: each message has its process.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Dnstop } from './support/dnstop.ts';
import { Lab, type Namespace } from './support/lab.ts';
import type { Running } from './support/process.ts';
import { overTcp, query } from './support/query.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';

const impossible = skipReason('owners');
const SERVERS = ['127.0.0.1', '127.0.0.53', '::1'];
const TRANSPORTS = ['UDP', 'TCP'];

describe.skipIf(impossible)('owners', () => {
  let lab: Lab;
  let namespace: Namespace;
  let dnstop: Dnstop;
  const servers: Record<string, Running> = {};
  const early: Record<string, Running> = {};

  beforeAll(async () => {
    lab = await Lab.open();
    namespace = await lab.namespace('owners');
    for (const address of SERVERS)
      servers[address] = await dnsmasq(lab, namespace, [
        `--listen-address=${address}`,
        '--address=/test/192.0.2.1',
      ]);
    for (const transport of TRANSPORTS) {
      early[transport] = lab.start(['socat', '-d', '-d', '-', `${transport}4:127.0.0.53:53`], namespace);
      await early[transport].line('stderr', /starting data transfer loop/);
    }
    dnstop = await Dnstop.start(lab, ['-F', 'name~.test']);
  });
  afterAll(() => lab?.close());

  // Both ends on the loopback interface, each message once leaving and once arriving.
  async function seen(name: string): Promise<string[]> {
    const of = () => dnstop.of(namespace).filter((event) => event.name === name);
    await dnstop.until(`response about ${name}`, () =>
      of().some((e) => e.qr === 'R' && e.pkt_type === 'HOST'),
    );
    return of().map(({ pkt_type, qr, proc }) => `${qr} ${pkt_type} ${proc.comm} ${proc.pid}`);
  }

  test.each(TRANSPORTS)('a %s socket opened before the start', async (transport) => {
    const message = query(0x1234, `early-${transport}.test`);
    early[transport].child.stdin?.write(transport === 'TCP' ? overTcp(message) : message);
    const client = `socat ${early[transport].pid}`;
    const rows = await seen(`early-${transport}.test.`);
    expect(rows.slice(0, 1)).toEqual([`Q OUTGOING ${client}`]);
    expect(rows.slice(-1)).toEqual([`R HOST ${client}`]);
    expect(rows).toHaveLength(4);
  });

  test.each(SERVERS)('the server at %s, not another one of the same port', async (address) => {
    const name = `server${SERVERS.indexOf(address)}.test`;
    const client = lab.start(['kdig', `@${address}`, name], namespace);
    await client.ended;
    const asked = `kdig ${client.pid}`;
    const answered = `dnsmasq ${servers[address].pid}`;
    expect(await seen(`${name}.`)).toEqual([
      `Q OUTGOING ${asked}`,
      `Q HOST ${answered}`,
      `R OUTGOING ${answered}`,
      `R HOST ${asked}`,
    ]);
  });

  test.each(['dig', 'kdig', 'host'])('whatever asks: %s', async (program) => {
    const name = `${program}.test`;
    const argv = program === 'host' ? ['host', '-t', 'A', name, '127.0.0.1'] : [program, '@127.0.0.1', name];
    const client = lab.start(argv, namespace);
    await client.ended;
    await seen(`${name}.`);
    const own = dnstop.of(namespace).filter((event) => event.name === `${name}.` && event.dst.port === 53);
    expect(own[0].proc.pid).toBe(client.pid);
    expect(own[0].proc.exe).toMatch(new RegExp(`/${program}$`));
  });
});
