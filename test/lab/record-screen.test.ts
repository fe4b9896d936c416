// Recording beside the screen on a real terminal: it goes on through a pause, and a full disk leaves the screen.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Dnstop } from './support/dnstop.ts';
import { Lab, type Namespace } from './support/lab.ts';
import { run } from './support/process.ts';
import { dnsmasq } from './support/servers.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

describe.skipIf(skipReason('record-screen'))('recording beside the screen', () => {
  let lab: Lab;
  let namespace: Namespace;
  beforeAll(async () => {
    lab = await Lab.open();
    namespace = await lab.namespace('record');
    await dnsmasq(lab, namespace, ['--listen-address=127.0.0.1', '--address=/test/192.0.2.7']);
  });
  afterAll(() => lab?.close());

  const lookUp = (name: string) => run(namespace.inside(['dig', '+tries=1', '@127.0.0.1', name]));
  const has = (text: string) => (lines: string[]) => lines.some((line) => line.includes(text));
  const namesIn = async (file: string, ...options: string[]) => {
    const lines = await run([...Dnstop.command, '-r', file, '-o', 'columns', '--fields', 'name', ...options]);
    return [...new Set(lines.split('\n').slice(1))];
  };
  const inFolder = (...options: string[]) =>
    `cd ${lab.folder}; ${Dnstop.command.join(' ')} --netns ${namespace.name} ${options.join(' ')}; echo code $?; cat`;

  test('a pause holds the screen still, not the recording', async () => {
    const tmux = new Tmux(lab, 120, 24, inFolder('-w', 'live.pcapng'));
    try {
      await tmux.until('first frame', has('DNS on other ports'));
      await lookUp('before.test');
      await tmux.until('row', has('before.test.'));
      await tmux.until('number', has('recorded 4'));
      await tmux.press('Space');
      await lookUp('meanwhile.test');
      await tmux.until('what is held back', has('paused · 4 new'));
      const lines = await tmux.until('number', has('recorded 8'));
      expect(has('meanwhile.test.')(lines)).toBe(false);
      await tmux.press('q');
      await tmux.until('end', has('8 events written to live.pcapng'));
      expect(await namesIn(join(lab.folder, 'live.pcapng'))).toEqual(['before.test.', 'meanwhile.test.']);
    } finally {
      await tmux.close();
    }
  });

  test('ctrl-s writes the list, then what is marked, for the user behind sudo', async () => {
    const tmux = new Tmux(lab, 120, 24, `export SUDO_UID=1234 SUDO_GID=2345; ${inFolder()}`);
    try {
      await tmux.until('first frame', has('DNS on other ports'));
      await lookUp('one.test');
      await lookUp('two.test');
      await tmux.until('rows', has('row 8 of 8'));
      await tmux.press('C-s');
      await tmux.until('prompt', has('the whole list: 8 events'));
      await tmux.press('Enter');
      const lines = await tmux.until('notice', has('8 events written to dnstop-'));
      const file = /dnstop-\d{8}-\d{6}\.pcapng/.exec(lines.join('\n'))![0];
      const { uid, gid, mode } = statSync(join(lab.folder, file));
      expect([uid, gid, mode & 0o777]).toEqual([1234, 2345, 0o600]);
      expect(await namesIn(join(lab.folder, file))).toEqual(['one.test.', 'two.test.']);

      await tmux.press('m', 'C-s');
      await tmux.until('prompt', has('▸ what is marked: 1 event'));
      await tmux.press('C-u');
      await tmux.type(file);
      await tmux.press('Enter');
      await tmux.until('question', has('is there already: enter writes over it'));
      expect(await namesIn(join(lab.folder, file))).toHaveLength(2);
      await tmux.press('Enter');
      await tmux.until('notice', has(`1 event written to ${file}`));
      expect(await namesIn(join(lab.folder, file))).toEqual(['two.test.']);
      expect(readdirSync(lab.folder).filter((name) => name.includes('.part'))).toEqual([]);
      await tmux.press('q');
      await tmux.until('end', has('code 0'));
    } finally {
      await tmux.close();
    }
  });

  test('a full disk is said on the screen, which stays, and at the end', async () => {
    const tmux = new Tmux(lab, 120, 24, inFolder('-w', '/dev/full'));
    try {
      await tmux.until('first frame', has('recording failed!'));
      await lookUp('later.test');
      await tmux.until('row', has('later.test.'));
      await tmux.press('q');
      const lines = await tmux.until('end', has('code 1'));
      expect(lines.join('\n')).toContain(
        'dnstop: only 0 events written to /dev/full: ENOSPC: no space left on device',
      );
    } finally {
      await tmux.close();
    }
  });
});
