// In: a lab. Out: a namespace with a name server on its loopback interface, and queries sent to it as fast as it answers.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lab, type Namespace } from '../test/lab/support/lab.ts';
import { run } from '../test/lab/support/process.ts';
import { nsd } from '../test/lab/support/servers.ts';

const ADDRESS = '127.0.0.1';
const ZONE = 'bench.example.';
const NAMES = 10_000;
/** The server listens on a port nobody traces, too. */
export const OTHER_PORT = 5300;

/** What dnsperf counted. */
export interface Sent {
  readonly queries: number;
  readonly responses: number;
  readonly perSecond: number;
}

export interface Load {
  readonly seconds: number;
  readonly port?: number;
  readonly perSecond?: number;
}

/** Gives a lab to `use` and removes all of it afterwards, also when interrupted. */
export async function withLab<T>(use: (lab: Lab) => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) throw new Error('needs root, for network namespaces and kernel programs');
  const lab = await Lab.open();
  const interrupted = (signal: NodeJS.Signals) => {
    process.stderr.write(`bench: ${signal}, cleaning up\n`);
    lab.close().finally(() => process.exit(1));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await use(lab);
  } finally {
    await lab.close();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

/** An authoritative server (nsd) and its clients (dnsperf), alone in a namespace. */
export class NameServer {
  private constructor(
    readonly namespace: Namespace,
    private readonly queries: string,
  ) {}

  static async start(lab: Lab): Promise<NameServer> {
    const namespace = await lab.namespace('bench');
    await nsd(lab, namespace, [ADDRESS, `${ADDRESS}@${OTHER_PORT}`], { [ZONE]: '* A 192.0.2.1' });
    const queries = join(lab.folder, 'queries');
    const names = Array.from({ length: NAMES }, (_, i) => `service-${i}.namespace-${i % 97}.${ZONE} A`);
    writeFileSync(queries, names.join('\n'));
    return new NameServer(namespace, queries);
  }

  /** Sends queries for that long, as many as are answered where no rate is given. */
  async load({ seconds, port = 53, perSecond }: Load): Promise<Sent> {
    const where = ['-s', ADDRESS, '-p', String(port), '-d', this.queries];
    const rate = perSecond === undefined ? [] : ['-Q', String(perSecond)];
    const argv = ['dnsperf', ...where, '-l', String(seconds), '-c', '4', '-T', '1', '-q', '100', ...rate];
    const said = await run(this.namespace.inside(argv), { timeoutMs: (seconds + 30) * 1000 });
    const number = (label: string) => {
      const found = new RegExp(`${label}:\\s+([\\d.]+)`).exec(said);
      if (!found) throw new Error(`dnsperf did not say '${label}':\n${said}`);
      return Number(found[1]);
    };
    return {
      queries: number('Queries sent'),
      responses: number('Queries completed'),
      perSecond: number('Queries per second'),
    };
  }
}
