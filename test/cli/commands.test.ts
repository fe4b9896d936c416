// Commands that print and end: the check of the config file, its template, the man page, and how they may be misused.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { helpText } from '../../src/cli/help.ts';
import { type Start, start } from '../../src/cli/start.ts';
import { OPTIONS } from '../../src/cli/table.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { VOCABULARY } from '../../src/cli/vocabulary.ts';
import { readSettings } from '../../src/config/read.ts';
import { NO_SETTINGS } from '../../src/config/settings.ts';
import { FIELDS } from '../../src/fields/table.ts';
import { compileFilter } from '../../src/filter/compile.ts';
import { KEYMAP } from '../../src/view/keymap.ts';
import { skipReason } from '../lab/support/skip.ts';
import { contextOf } from '../support/context.ts';

const surroundings = {
  compiler() {
    const context = contextOf([]);
    return (expression: string) => compileFilter(expression, context);
  },
};
const run = (...args: string[]): Promise<Start> => start(args, surroundings);

async function printed(...args: string[]): Promise<string> {
  const done = await run(...args);
  if (!('text' in done)) throw new Error('prints nothing');
  return done.text;
}

let folder: string;
let path: string;
const environment = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnstop-commands-'));
  path = join(folder, 'dnstop/config.yaml');
  mkdirSync(join(folder, 'dnstop'));
  process.env.XDG_CONFIG_HOME = folder;
});
afterEach(() => {
  process.env = { ...environment };
  rmSync(folder, { recursive: true, force: true });
});

describe('dnstop config', () => {
  test('--path prints where the file is looked for', async () => {
    expect(await printed('config', '--path')).toBe(path);
  });

  test('says so where there is no file, and where all is well', async () => {
    expect(await run('config')).toEqual({
      text: `${path}: no such file; dnstop config --template prints one`,
    });
    writeFileSync(path, 'theme: dark\nfilters:\n  a: rcode==NXDOMAIN\n');
    expect(await run('config')).toEqual({ text: `${path}: fine` });
  });

  test('lists mistakes by line and column, and fails', async () => {
    writeFileSync(path, 'thme: dark\ncolor: red\nfilters:\n  a: rcode==NXDOMIAN\n');
    expect(await run('config')).toEqual({
      text: [
        `${path}:1:1: unknown key 'thme'; did you mean theme?`,
        `${path}:2:8: --color takes auto|always|never, not 'red'`,
        `${path}:4:6: filter 'a': rcode cannot be "NXDOMIAN" at column 8; did you mean NXDOMAIN?`,
      ].join('\n'),
      failed: true,
    });
  });
});

describe('dnstop config --template', () => {
  test('changes nothing as it stands', async () => {
    expect(readSettings(await printed('config', '--template'), VOCABULARY)).toEqual({
      settings: NO_SETTINGS,
      mistakes: [],
    });
  });

  test('without the first # of each line sets everything, without a mistake', async () => {
    const text = (await printed('config', '--template')).replace(/^#/gm, '');
    const { settings, mistakes } = readSettings(text, VOCABULARY);
    expect(mistakes).toEqual([]);
    expect([...settings.keys]).toEqual(VOCABULARY.actions.map(({ name, keys }) => [name, keys]));
    expect(settings.columns?.length).toBeGreaterThan(5);
    expect(settings.filters.size).toBe(3);
    const set = VOCABULARY.options.filter(({ initial }) => initial !== undefined);
    expect([...settings.options.keys()]).toEqual(set.map(({ name }) => name));
  });

  test('names every field', async () => {
    const text = await printed('config', '--template');
    const missing = FIELDS.filter(
      ({ name, description }) => !text.includes(`##   ${name} `) || !text.includes(description),
    );
    expect(missing).toEqual([]);
  });
});

describe('options of the config file', () => {
  const options = async (...args: string[]) => {
    const done = await run(...args);
    if (!('options' in done)) throw new Error('printed');
    return done.options;
  };

  test('count where the command line says nothing', async () => {
    writeFileSync(path, 'ports: [53, 8053]\nmax-events: 10\nquery-timeout: 2\ncolor: never\noutput: json\n');
    expect(await options()).toMatchObject({
      ports: [53, 8053],
      maxEvents: 10,
      queryTimeoutSeconds: 2,
      color: 'never',
      output: 'json',
    });
    expect(await options('--ports', '53', '-o', 'yaml')).toMatchObject({ ports: [53], output: 'yaml' });
    expect(await options('-w', '-')).toMatchObject({ output: undefined });
  });

  test('output: tui is what it is by itself, also where there is no terminal', async () => {
    writeFileSync(path, 'output: tui\n');
    expect(await options()).toMatchObject({ output: undefined });
  });

  test('--config names another file, which must be there', async () => {
    writeFileSync(path, 'max-events: 10\n');
    writeFileSync(join(folder, 'other.yaml'), 'max-events: 20\n');
    expect(await options('--config', join(folder, 'other.yaml'))).toMatchObject({ maxEvents: 20 });
    expect(await options('--config=/dev/null')).toMatchObject({ maxEvents: 1_000_000 });
    await expect(run('--config', join(folder, 'none'))).rejects.toThrow(/^--config: cannot read .*ENOENT/);
  });

  test('a mistake is told, and the program goes on without what is wrong', async () => {
    writeFileSync(path, 'max-events: 0\nports: 8053\n');
    const done = await run();
    expect(done).toMatchObject({ options: { maxEvents: 1_000_000, ports: [8053] } });
    expect('configured' in done && done.configured.complaints).toEqual([
      `${path}:1:13: --max-events takes a number from 1 to 100000000, not '0'`,
    ]);
  });

  test('a file that cannot be read is told', async () => {
    mkdirSync(path);
    const done = await run();
    expect('configured' in done && done.configured.complaints).toEqual([
      expect.stringMatching(`^cannot read ${path}: EISDIR`),
    ]);
  });
});

describe('commands', () => {
  test.each([
    [['man', 'x'], "unexpected argument 'x'; usage: dnstop man"],
    [['completion'], 'which shell? usage: dnstop completion bash|zsh|fish'],
    [['completion', 'tcsh'], "unexpected argument 'tcsh'; usage: dnstop completion bash|zsh|fish"],
    [['config', '-o'], "unexpected argument '-o'; usage: dnstop config [--path|--template]"],
    [
      ['config', '--path', '--path'],
      "unexpected argument '--path'; usage: dnstop config [--path|--template]",
    ],
  ])('%j is wrong usage', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(new UsageError(message));
  });

  test.each(COMMANDS.map(({ name }) => name))('%s stands in --help and the man page', async (name) => {
    expect(helpText()).toContain(`dnstop ${name}`);
    expect(await printed('man')).toContain(`\\fB${name}`);
  });

  test('tell their usage', async () => {
    expect(await printed('completion', '--help')).toMatch(/^Usage: dnstop completion bash\|zsh\|fish\n/);
  });
});

/** Tells, and in CI throws, where a program to test with is not there. */
const isMissing = (program: string): boolean =>
  spawnSync(program, ['-v']).error !== undefined && skipReason('man page', `needs ${program}`) !== '';

describe('the man page', () => {
  test.each([
    ['groff', ['-ww', '-man', '-Tutf8', '-P-cbou', '-rLL=78n']],
    ['mandoc', ['-Tlint', '-Wstyle']],
  ])('is without a fault for %s', async (program, args) => {
    if (isMissing(program)) return;
    const { stderr, stdout, status } = spawnSync(program, args, {
      input: `${await printed('man')}\n`,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    if (program === 'mandoc') expect(stdout).toBe('');
  });

  test('names every option, field and key, letter by letter', async () => {
    const page = `${await printed('man')}\n`;
    const text = spawnSync('groff', ['-man', '-Tutf8', '-P-cbou', '-rLL=200n'], {
      input: page,
      encoding: 'utf8',
    }).stdout;
    for (const { name } of OPTIONS) expect(text).toContain(`--${name}`);
    for (const { name } of FIELDS) expect(text).toContain(name);
    for (const { name, description } of KEYMAP) if (description) expect(text).toContain(`[${name}]`);
    expect(text).toContain("dnstop -F 'qr==R && rcode!=Success'");
  });
});
