// A namespace in, systemd-resolved as its stub out, without systemd and D-Bus; and what its log says of lookups.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab, Namespace } from './lab.ts';
import type { Running } from './process.ts';
import { type Lookup, Truth } from './truth.ts';

// scripts/setup unpacks the package: installed, it would take over the machine's own resolv.conf.
const UNPACKED = fileURLToPath(new URL('../../../.cache/systemd-resolved', import.meta.url));
const PROGRAM = [UNPACKED, ''].map((root) => `${root}/lib/systemd/systemd-resolved`).find(existsSync);

/** Where it listens for its own machine. */
export const STUB = '127.0.0.53';

/** Why it cannot be run here, or empty. */
export function resolvedImpossible(): string {
  if (process.getuid?.() !== 0) return 'needs root';
  return PROGRAM ? '' : 'needs systemd-resolved: scripts/setup test';
}

/** Starts it: listens on STUB and `extra`, asks `server`, caches nothing, logs everything to standard error. */
export async function resolved(
  lab: Lab,
  namespace: Namespace,
  extra: string,
  server: string,
): Promise<Running> {
  const script = join(lab.folder, 'resolved.sh');
  writeFileSync(script, SCRIPT(extra, server));
  const running = lab.start(['unshare', '--mount', 'sh', script], namespace);
  await running.line('stderr', /^Listening on TCP socket/);
  return running;
}

// It reads its settings from one place, drops to a user of its own, and writes to /run: all that in private mounts.
const SCRIPT = (extra: string, server: string) => `set -e
mount --make-rprivate /
mount -t tmpfs none /run
mount -t tmpfs none /etc/systemd
cat >/etc/systemd/resolved.conf <<END
[Resolve]
DNS=${server}
Domains=~.
LLMNR=no
MulticastDNS=no
DNSSEC=no
Cache=no
DNSStubListenerExtra=${extra}
END
{ cat /etc/passwd; echo systemd-resolve:x:0:0::/:/usr/sbin/nologin; } >/run/passwd
mount --bind /run/passwd /etc/passwd
mkdir -p /run/systemd/resolve
SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_TARGET=console exec ${PROGRAM}
`;

const SENDER = /^Received dns UDP packet of size .* sender=([\d.]+), destination=/;
const LOOKUP = /^Looking up RR for (\S+) IN (\S+)\.$/;
const COMPLETE = /^Regular transaction (\d+) for <(\S+) IN (\S+)> .* now complete/;

/** The truth by its log; a query is called `ID name`. Equal questions that are under way share one query. */
export function resolvedTruth(log: readonly string[]): Truth {
  const truth = new Truth();
  const waiting = new Map<string, Lookup[]>();
  let sender = '';
  for (const line of log) {
    sender = SENDER.exec(line)?.[1] ?? sender;
    const [, asked, type] = LOOKUP.exec(line) ?? [];
    if (asked) {
      const key = `${asked} ${type}`;
      waiting.set(key, [...(waiting.get(key) ?? []), truth.lookup(sender, `${asked}.`, type)]);
    }
    const [, id, name, question] = COMPLETE.exec(line) ?? [];
    if (!id) continue;
    const query = `${onTheWire(Number(id))} ${name.toLowerCase()}.`;
    for (const lookup of waiting.get(`${name} ${question}`) ?? []) truth.link(lookup, query);
    waiting.delete(`${name} ${question}`);
  }
  return truth;
}

/** It puts its transaction's number into the message as the machine keeps it, lowest octet first. */
function onTheWire(id: number): string {
  const octets = Buffer.alloc(2);
  octets.writeUInt16LE(id);
  return octets.toString('hex');
}
