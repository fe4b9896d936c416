// The config file of the user who ran sudo: found by the user database, read with his rights, and in force on the screen.
import { chownSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookupsFile } from '../output/lookups.ts';
import { Lab } from './support/lab.ts';
import { type Running, within } from './support/process.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const USER = 47_110;
const impossible = skipReason('config');

describe.skipIf(impossible)('under sudo', () => {
  let lab: Lab;
  let home: string;

  beforeAll(async () => {
    lab = await Lab.open();
    home = join(lab.folder, 'home');
    mkdirSync(join(home, '.config/dnstop'), { recursive: true });
    for (const folder of [lab.folder, home, join(home, '.config'), join(home, '.config/dnstop')])
      chownSync(folder, USER, USER);
    const user = `lab:x:${USER}:${USER}::${home}:/bin/sh\n`;
    writeFileSync(join(lab.folder, 'passwd'), readFileSync('/etc/passwd', 'utf8') + user);
  });
  afterAll(() => lab?.close());

  /** As sudo starts it, with root's HOME kept, where the user database has the user. */
  function asSudo(command: string): string {
    const inside = `mount --bind ${lab.folder}/passwd /etc/passwd; exec ${command}`;
    const env = `SUDO_UID=${USER} SUDO_GID=${USER} SUDO_USER=lab HOME=/root`;
    return `env -u XDG_CONFIG_HOME -u XDG_STATE_HOME ${env} unshare --mount sh -c '${inside}'`;
  }

  async function says(words: string): Promise<{ code: number | null; running: Running }> {
    const running = lab.start(['sh', '-c', asSudo(`${process.execPath} ${PROGRAM} ${words}`)]);
    const { code } = await within(10_000, running.ended, () => running.error('did not end'));
    return { code, running };
  }

  test('the file is looked for in the home of the user database', async () => {
    expect((await says('config --path')).running.stdout).toEqual([`${home}/.config/dnstop/config.yaml`]);
  });

  test('a file that only root may read is not read for the user', async () => {
    const secret = join(lab.folder, 'secret');
    writeFileSync(secret, 'password: swordfish\n', { mode: 0o600 });
    symlinkSync(secret, join(home, '.config/dnstop/config.yaml'));
    const { code, running } = await says('config');
    expect(code).toBe(2);
    expect(running.stdout).toEqual([expect.stringMatching(/^cannot read .*EACCES/)]);
    expect(JSON.stringify([running.stdout, running.stderr])).not.toContain('swordfish');
    chownSync(secret, USER, USER);
    expect((await says('config')).running.stdout).toEqual([
      expect.stringContaining("unknown key 'password'"),
    ]);
  });

  test('keys, columns and mistakes of the file are on the screen', async () => {
    writeFileSync(
      join(lab.folder, 'secret'),
      ['keys: {help: h}', 'columns: [rcode, name]', 'fliters: {}'].join('\n'),
    );
    const tmux = new Tmux(lab, 120, 24, 'bash --norc');
    await tmux.ready();
    await tmux.type(asSudo(`${process.execPath} ${PROGRAM} demo`));
    await tmux.press('Enter');
    const screen = await tmux.until('rows', (lines) =>
      lines.some((line) => /^. Success +\S+\. *$/.test(line)),
    );
    expect(screen.join('\n')).toMatch(/ RCODE +NAME/);
    expect(screen.at(-2)).toContain("config.yaml:3:1: unknown key 'fliters'; did you mean filters?");
    await tmux.press('h');
    await tmux.until('help', (lines) => lines.some((line) => line.startsWith('── help')));
    await tmux.press('q');
    await tmux.until('end', (lines) => lines.some((line) => / lost, \d+ network namespaces/.test(line)));
    await tmux.close();
  });

  test("filters of two programs at once are remembered, in a file that is the user's", async () => {
    const capture = join(lab.folder, 'lookups.pcap');
    writeFileSync(capture, lookupsFile());
    const command = asSudo(`${process.execPath} ${PROGRAM} -r ${capture}`);
    const terminals = [new Tmux(lab, 120, 24, 'bash --norc'), new Tmux(lab, 120, 24, 'bash --norc')];
    for (const [at, tmux] of terminals.entries()) {
      await tmux.ready();
      await tmux.type(command);
      await tmux.press('Enter');
      await tmux.until('first frame', (lines) => lines[0].startsWith('dnstop'));
      await tmux.press('/');
      await tmux.type(`num_answers<${at + 5}`);
      await tmux.press('Enter');
      await tmux.until('filter', (lines) => lines.some((line) => line.includes(`num_answers<${at + 5}`)));
    }
    for (const tmux of terminals) {
      await tmux.press('q');
      await tmux.until('end', (lines) => lines.some((line) => / lost, \d+ network namespaces/.test(line)));
    }
    const state = join(home, '.local/state/dnstop/state.json');
    expect(JSON.parse(readFileSync(state, 'utf8')).history).toEqual(['num_answers<5', 'num_answers<6']);
    expect(statSync(state)).toMatchObject({ uid: USER, gid: USER });
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(state)).uid).toBe(USER);

    const [tmux] = terminals;
    await tmux.type(`clear; ${command}`);
    await tmux.press('Enter');
    await tmux.until('first frame', (lines) => lines[0].startsWith('dnstop'));
    await tmux.press('/', 'Up');
    await tmux.until('newest filter', (lines) => lines.some((line) => line.includes('num_answers<6')));
    for (const terminal of terminals) await terminal.close();
  });
});
