// The lines of jq that users of ig know, on the program's JSON: fields have the same names and values.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab, type Namespace } from './support/lab.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const impossible = skipReason('jq');
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z`;

let lab: Lab;
let namespace: Namespace;

describe.skipIf(impossible)('jq', () => {
  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`);
    lab = await Lab.open();
    namespace = await lab.namespace('jq');
    await dnsmasq(lab, namespace, ['--local=/nowhere/', '--address=/test/192.0.2.1']);
  });
  afterAll(() => lab?.close());

  test('tells who had which name fail, and when', async () => {
    const failed = 'select(.qr=="R" and .rcode!="Success") | [.timestamp,.proc.comm,.name,.rcode] | @tsv';
    const dnstop = `${process.execPath} ${PROGRAM} --netns ${namespace.name} -o json -t 5`;
    const running = lab.start(['bash', '-c', `set -o pipefail; ${dnstop} | jq --unbuffered -r '${failed}'`]);
    await running.line('stderr', /^dnstop: capturing in/);
    for (const name of ['there.test', 'missing.nowhere'])
      await lab.start(['dig', '+tries=1', '@127.0.0.1', name], namespace).ended;
    expect((await running.ended).code).toBe(0);
    expect(running.stdout).toEqual([
      expect.stringMatching(new RegExp(`^${TIME}\tdnsmasq\tmissing\\.nowhere\\.\tNameError$`)),
      expect.stringMatching(new RegExp(`^${TIME}\tdig\tmissing\\.nowhere\\.\tNameError$`)),
    ]);
  });
});
