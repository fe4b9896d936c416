import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clipboard } from '../../../src/view/clipboard/clipboard.ts';
import { PrivateFile } from '../../../src/view/clipboard/private-file.ts';

const uid = process.geteuid!();
const LONG = 'x'.repeat(60_000);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function clipboard(env: Record<string, string>, invoker?: { uid: number; gid: number }): Clipboard {
  return new Clipboard({ env: { XDG_RUNTIME_DIR: folder, ...env }, invoker, uid });
}

describe('the clipboard', () => {
  it('of a terminal is asked for by OSC 52 alone', () => {
    const copied = clipboard({ TERM: 'xterm-256color' }).copy('a é');
    expect(copied).toEqual({ sequence: '\x1b]52;c;YSDDqQ==\x07', said: 'copied' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['too long a text', { TERM: 'xterm' }, LONG, /too long/],
    ['the console of Linux', { TERM: 'linux' }, 'a', /has no clipboard/],
  ])('is a private file for %s', (_, env, text, why) => {
    const { sequence, said } = clipboard(env).copy(text);
    const [, path, reason] = /^copied to (\S+): (.*)$/.exec(said)!;
    expect(sequence).toBe('');
    expect(reason).toMatch(why);
    expect(path.startsWith(`${folder}/dnstop-copied-${process.pid}-`)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([{ TERM: 'tmux-256color' }, { TERM: 'screen' }, { TERM: 'xterm', TMUX: '/tmp/x,1,0' }])(
    'is both where %j may not pass it on',
    (env) => {
      const { sequence, said } = clipboard(env as Record<string, string>).copy('a');
      expect(sequence).toBe('\x1b]52;c;YQ==\x07');
      expect(said).toMatch(/^copied to .*(set-clipboard on|no clipboard)$/);
    },
  );

  it('says so where there is no place for a file', () => {
    const files = new PrivateFile('x', [{ folder: join(folder, 'missing'), owner: undefined }], undefined);
    expect(() => files.write('a')).toThrow(/ENOENT/);
  });
});

describe('a private file', () => {
  it('holds the last text only', () => {
    const file = new PrivateFile('x', [{ folder, owner: uid }], undefined);
    const path = file.write('a longer text');
    expect(file.write('short')).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('short');
  });

  it.skipIf(uid !== 0)('is of the user behind sudo, and in no folder of others', () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    chmodSync(own, 0o755);
    const invoker = { uid: 4711, gid: 4712 };
    const { said } = clipboard({ TERM: 'linux', XDG_RUNTIME_DIR: own }, invoker).copy('a');
    const [, path] = /^copied to (\S+): /.exec(said)!;
    expect(path).toMatch(/^\/tmp\//);
    expect(statSync(path)).toMatchObject({ uid: 4711, gid: 4712 });
    rmSync(path);
    expect(readdirSync(own)).toEqual([]);
  });
});
