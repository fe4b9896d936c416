// A resolver that validates and does not get what it wants: who made the error, and that the answer was there.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { END, makeRouted, PATHS_ZONE, type Routed } from './support/router.ts';
import { skipReason } from './support/skip.ts';
import { TraceReader } from './support/traces.ts';

const impossible = skipReason('validation', process.getuid?.() === 0 ? '' : 'needs root');
const RESOLVER = '10.77.1.1';

/** Forwards, and trusts a key for the zone that this does not have. */
const configuration = (folder: string) => `server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  logfile: "${folder}/unbound.log"
  interface: ${RESOLVER}
  access-control: 0.0.0.0/0 allow
  ede: yes
  module-config: "validator iterator"
  trust-anchor: "${PATHS_ZONE} DS 12345 8 2 ${'ab'.repeat(32)}"
forward-zone:
  name: "."
  forward-addr: ${END.server1}
remote-control:
  control-enable: no
`;

describe.skipIf(impossible)('validation', () => {
  let lab: Lab;
  let routed: Routed;
  let reader: TraceReader;

  beforeAll(async () => {
    lab = await Lab.open();
    routed = await makeRouted(lab);
    const folder = mkdtempSync(path(lab.folder, 'validating-'));
    writeFileSync(path(folder, 'unbound.conf'), configuration(folder));
    lab.start(['unbound', '-d', '-c', path(folder, 'unbound.conf')], routed.router);
    const log = lab.start(['tail', '-n', '+1', '-F', path(folder, 'unbound.log')]);
    await log.line('stdout', /start of service/);
    await log.stop('SIGTERM');
    reader = await TraceReader.start(lab, PATHS_ZONE);
  }, 60_000);
  afterAll(() => lab?.close());

  test('keys are asked for on behalf of the lookup, and the error is told beside the good answer', async () => {
    const name = `bogus.${PATHS_ZONE}`;
    await routed.lookup(RESOLVER, name, '+edns');
    const { transactions, verdict } = await reader.of(name);
    const [root, own, ...keys] = transactions;
    expect(root).toMatchObject({ rcode: 'ServerFailure' });
    expect(own).toMatchObject({ relation: 'forwarded', confidence: 'certain', rcode: 'Success' });
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys)
      expect(key).toMatchObject({
        relation: 'resolving',
        name: PATHS_ZONE,
        qtype: 'DNSKEY',
        parent: root.transaction,
      });
    expect(verdict).toMatch(
      /^SERVFAIL made by unbound in .*router \(.+\), though nsd.* in .*server1 had answered it, in /,
    );
  });

  test('what it tells the zone of its keys (RFC 8145) is for no lookup', async () => {
    await reader.when('a signal', () =>
      reader.traces.some(({ hops }) => hops[0].name.startsWith('_ta-3039.')),
    );
    const signals = reader.traces.filter(({ hops }) => hops.some(({ name }) => name.startsWith('_ta-')));
    expect(signals.map(({ transactions }) => transactions.length)).toEqual(signals.map(() => 1));
  });
});
