// Tables of lookups over real packets: against what was asked, against tshark, and on a real terminal.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Dnstop } from './support/dnstop.ts';
import { Lab, type Namespace } from './support/lab.ts';
import { type Running, run } from './support/process.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

/** What the lab reads of a row. */
interface Row {
  timestamp: string;
  value: string | null;
  queries: number;
  errors: number;
  nxdomain: number;
  unanswered: number;
  pending: number;
  retries: number;
  latency_p50_ns: number | null;
  latency_p95_ns: number | null;
  latency_p99_ns: number | null;
  filter: string | null;
}

const rowsOf = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Row);
const impossible = skipReason('tables');

describe.skipIf(impossible)('tables of a live namespace', () => {
  let lab: Lab;
  let namespace: Namespace;
  beforeAll(async () => {
    lab = await Lab.open();
    namespace = await lab.namespace('tables');
    // Names below .test have an address, those below nx.test are not there, all others are refused.
    const answers = ['--address=/test/192.0.2.7', '--address=/nx.test/'];
    await dnsmasq(lab, namespace, ['--listen-address=127.0.0.1', ...answers]);
  });
  afterAll(() => lab?.close());

  const dig = (...words: string[]) =>
    run(namespace.inside(['dig', '+tries=1', '+timeout=1', '+short', ...words])).catch(() => '');

  /** 3 answered, 3 not there, 5 refused (dnsmasq would ask on for AAAA), 1 that nobody hears. */
  async function lookUp(): Promise<void> {
    for (const name of ['a.test', 'b.test', 'c.test']) await dig('@127.0.0.1', name, name, 'AAAA');
    await dig('@127.0.0.1', 'x.nx.test', 'y.nx.test', 'z.nx.test');
    await dig('@127.0.0.1', 'example.com', 'example.org');
    await dig('@127.0.0.2', 'silent.test');
  }

  async function top(...options: string[]): Promise<Running> {
    const argv = [...Dnstop.command, 'top', '--netns', namespace.name, '--query-timeout', '1', '-o', 'json'];
    const running = lab.start([...argv, ...options]);
    await running.line('stderr', /^dnstop: capturing in 1 network namespace/);
    return running;
  }

  /** The rows of the last table. */
  async function lastOf(running: Running): Promise<Row[]> {
    await running.stop('SIGINT');
    expect((await running.ended).code).toBe(0);
    const rows = rowsOf(running.stdout);
    return rows.filter(({ timestamp }) => timestamp === rows.at(-1)?.timestamp);
  }

  const counts = (rows: readonly Row[]) =>
    Object.fromEntries(rows.map(({ value, queries }) => [value, queries]));

  test('each lookup counts once, though the loopback device shows each message twice', async () => {
    const running = await top('--by', 'rcode', '--interval', '0.2');
    await lookUp();
    await running.line('stdout', /"value":"timeout"/);
    const rows = await lastOf(running);
    expect(counts(rows)).toEqual({ Success: 3, NameError: 3, Refused: 5, timeout: 1 });
    const of = (value: string) => rows.find((row) => row.value === value)!;
    expect(of('Refused')).toMatchObject({ errors: 5, nxdomain: 0, unanswered: 0, retries: 0, pending: 0 });
    expect(of('NameError')).toMatchObject({ errors: 0, nxdomain: 3, unanswered: 0 });
    expect(of('timeout')).toMatchObject({ errors: 0, unanswered: 1, latency_p50_ns: null });
    expect(of('Success').latency_p50_ns).toBeGreaterThan(1000);
    expect(of('Success').latency_p99_ns).toBeLessThan(1e9);
  });

  test('one table at the end, by any dimension, with a preset', async () => {
    const by = async (...options: string[]) => {
      const running = await top('--interval', '0', ...options);
      await lookUp();
      return lastOf(running);
    };
    expect(counts(await by('--by', 'name2'))).toEqual({
      'a.test.': 2,
      'b.test.': 2,
      'c.test.': 2,
      'nx.test.': 3,
      'example.com.': 1,
      'example.org.': 1,
      'silent.test.': 1,
    });
    // dig's queries are sent by its main thread or by one that has a name of its own.
    const processes = await by('--by', 'process');
    expect(processes.reduce((sum, { queries }) => sum + queries, 0)).toBe(12);
    expect(processes.map(({ value }) => value)).toContain('dig');
    expect(counts(await by('--by', 'server'))).toEqual({ '127.0.0.1': 11, '127.0.0.2': 1 });
    expect(counts(await by('--by', 'netns'))).toEqual({ [namespace.name]: 12 });
    expect(counts(await by('--by', 'name1', '--preset', 'refused'))).toEqual({
      'test.': 3,
      'com.': 1,
      'org.': 1,
    });
    expect(counts(await by('--by', 'qtype', '-F', 'name~test'))).toEqual({ A: 7, AAAA: 3 });
  });

  test('a table at each interval, each with its time', async () => {
    const running = await top('--by', 'netns', '--interval', '0.3');
    await dig('@127.0.0.1', 'a.test');
    await running.line('stdout', /"queries":1,/);
    await dig('@127.0.0.1', 'a.test');
    await running.line('stdout', /"queries":2,/);
    await running.stop('SIGINT');
    await running.ended;
    const rows = rowsOf(running.stdout);
    expect(rows.map(({ queries }) => queries)).toEqual(rows.map(({ queries }) => queries).sort());
    const times = rows.map(({ timestamp }) => Date.parse(timestamp));
    for (let i = 1; i < times.length - 1; i++) expect(times[i] - times[i - 1]).toBeGreaterThan(150);
  });

  describe('on a terminal', () => {
    let tmux: Tmux;
    beforeEach(async () => {
      tmux = new Tmux(lab, 120, 40, 'bash --norc');
      await tmux.ready();
    });
    afterEach(() => tmux.close());

    const start = (command: string) =>
      tmux.type(`${Dnstop.command.join(' ')} ${command} --netns ${namespace.name}\r`);
    const line = (lines: readonly string[], text: string) => lines.find((one) => one.includes(text)) ?? '';

    test('T counts, a number chooses, enter lists what a row counts, esc goes back', async () => {
      await start('');
      await tmux.until('advice', (lines) => line(lines, 'dig example.com') !== '');
      await lookUp();
      await tmux.type('T');
      await tmux.until('names', (lines) => / 3 /.test(line(lines, 'nx.test.')));
      await tmux.type('3');
      await tmux.until('rcodes', (lines) => line(lines, 'Refused') !== '' && line(lines, 'RCODE') !== '');
      await tmux.type('jjkk');
      await tmux.until('cursor', (lines) => line(lines, 'Refused').startsWith('▸'));
      await tmux.press('Enter');
      const listed = await tmux.until('list', (lines) => line(lines, 'rcode==Refused') !== '');
      expect(listed.filter((one) => / R .* Refused/.test(one)).length).toBeGreaterThan(0);
      expect(listed.some((one) => one.includes('x.nx.test.'))).toBe(false);
      expect(line(listed, 'rcode==Refused')).toMatch(/timestamp>=\d{4}-/);
      await tmux.press('Escape');
      const back = await tmux.until('the table again', (lines) => line(lines, 'QUERIES') !== '');
      expect(line(back, 'Refused')).toMatch(/^▸/);
      expect(line(back, 'timestamp>=')).toBe('');
      await tmux.press('Enter');
      await tmux.until('list', (lines) => line(lines, 'rcode==Refused') !== '');
      await tmux.type('T');
      await tmux.until('only these', (lines) => / 5 lookups/.test(line(lines, 'last minute')));
      await tmux.press('Escape');
      await tmux.until('list again', (lines) => line(lines, 'LATENCY') !== '');
      await tmux.type('q');
    });

    test('dnstop top opens them at once, at every size', async () => {
      await start('top --by server --window 10s');
      await tmux.until('nothing yet', (lines) => line(lines, 'No lookups in the last 10 seconds.') !== '');
      await lookUp();
      await tmux.until('server', (lines) => /^▸ 127.0.0.1 +11 /.test(line(lines, '▸ 127')));
      for (const [columns, lines] of [
        [80, 24],
        [200, 50],
        [40, 8],
      ]) {
        await tmux.resize(columns, lines);
        await tmux.until(
          `${columns}x${lines}`,
          (shown) => /^▸ 127.0.0.1 +11/.test(line(shown, '▸ 127')) && shown.length <= lines + 1,
        );
      }
      await tmux.resize(120, 40);
      await tmux.until('none any more', (lines) => line(lines, 'No lookups in the last 10') !== '', 20_000);
      await tmux.type('q');
    });
  });
});

const folder = fileURLToPath(new URL('../../../shared/pcaps', import.meta.url));
const present = existsSync(folder);
const PORTS = [53, 5353, 8053];

/** Where tshark counts otherwise, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'tcpdump-dns-zlip-1.pcap': 'tshark shows no message where a name points at itself; it is a query',
  'tcpdump-dns-zlip-2.pcap': 'the same',
  'tcpdump-dns-zlip-3.pcap': 'the same',
  'tcpdump-dns_udp_2.pcap': 'tshark pairs no response that was cut by the capture',
  'zeek-svcb-alpn-malformed-len-too-long.pcap': 'tshark pairs no response with a damaged record',
  'zeek-svcb-alpn-malformed-len-too-short.pcap': 'the same',
  'zeek-svcb-port-malformed.pcap': 'the same',
  'zeek-mdns-no-assoc.pcap': 'tshark pairs multicast responses, which are sent to a group, with queries',
  'zeek-mdns.pcap': 'the same',
};

/** Queries that tshark does not call retransmitted, and the times of their responses in seconds. */
async function ofTshark(file: string): Promise<{ queries: number; times: number[] }> {
  const fields = [
    'dns.flags.response',
    'dns.retransmit_request',
    'dns.retransmit_response',
    'dns.response_to',
    'dns.time',
  ];
  const ports = PORTS.flatMap((port) => ['-d', `udp.port==${port},dns`, '-d', `tcp.port==${port},dns`]);
  const columns = fields.flatMap((field) => ['-e', field]);
  const out = await run([
    'tshark',
    '-n',
    '-r',
    file,
    '-Y',
    'dns || mdns',
    '-T',
    'fields',
    ...columns,
    ...ports,
  ]);
  const messages = out
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
  const isQuery = ([response]: string[]) => /^(0|False)$/.test(response);
  return {
    queries: messages.filter((message) => isQuery(message) && message[1] === '').length,
    times: messages
      .filter((message) => !isQuery(message) && message[2] === '' && message[3] !== '')
      .map((message) => Number(message[4])),
  };
}

describe.skipIf(!present)('tables of capture files agree with tshark', () => {
  const files = present ? readdirSync(folder).filter((file) => /\.pcap(ng)?$/.test(file)) : [];
  const compared = files.filter((file) => !(file in OTHERWISE));

  test('most files are compared', () => expect(compared.length).toBeGreaterThan(30));

  test.each(compared)('%s', async (file) => {
    const path = join(folder, file);
    const options = ['-r', path, '--ports', PORTS.join(), '--by', 'process', '-o', 'json'];
    const out = await run([...Dnstop.command, 'top', ...options]);
    const rows = rowsOf(out.split('\n').filter(Boolean));
    const { queries, times } = await ofTshark(path);
    expect(rows.reduce((sum, row) => sum + row.queries, 0)).toBe(queries);
    if (queries === 0) return;
    const [row] = rows;
    expect(row.queries - row.unanswered - row.pending).toBe(times.length);
    times.sort((a, b) => a - b);
    for (const [ns, p] of [
      [row.latency_p50_ns, 0.5],
      [row.latency_p95_ns, 0.95],
      [row.latency_p99_ns, 0.99],
    ] as const) {
      if (times.length === 0) expect(ns).toBeNull();
      // Below a microsecond percentiles are one; tshark's times have nine digits.
      else expect(ns! / 1e9 / Math.max(1e-6, times[Math.ceil(p * times.length) - 1])).toBeCloseTo(1, 3);
    }
  });
});
