// The completions in real shells: a line typed, tab pressed, and what stands there then.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Lab } from './support/lab.ts';
import { run } from './support/process.ts';
import { skipReason } from './support/skip.ts';
import { Tmux } from './support/tmux.ts';

const PROGRAM = process.env.DNSTOP ?? fileURLToPath(new URL('../../dist/dnstop.js', import.meta.url));
const impossible = skipReason('completions');

const SHELLS = {
  bash: { start: 'bash --norc', load: (file: string) => `source ${file}` },
  zsh: { start: 'zsh -f', load: (file: string) => `autoload -U compinit; compinit -D -u; source ${file}` },
};

describe.skipIf(impossible)('completions', () => {
  let lab: Lab;
  let tmux: Tmux;

  beforeAll(async () => {
    lab = await Lab.open();
    writeFileSync(join(lab.folder, 'capture.pcap'), '');
    for (const shell of ['bash', 'zsh', 'fish'])
      writeFileSync(join(lab.folder, shell), await run([process.execPath, PROGRAM, 'completion', shell]));
  });
  afterAll(() => lab?.close());

  describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
    beforeEach(async () => {
      const { start, load } = SHELLS[shell];
      tmux = new Tmux(lab, 120, 24, start);
      await tmux.ready();
      await tmux.type(`PS1='> '; cd ${lab.folder}; ${load(join(lab.folder, shell))}; clear`);
      await tmux.press('Enter');
      await tmux.until('prompt', (lines) => lines[0] === '>');
    });
    afterEach(() => tmux.close());

    test.each([
      ['dnstop -o js', 'dnstop -o json'],
      ['dnstop --output=yam', 'dnstop --output=yaml'],
      ['dnstop --rows tran', 'dnstop --rows transactions'],
      ['dnstop --fields name,+num_a', 'dnstop --fields name,+num_answers'],
      ['dnstop --fields=-num_a', 'dnstop --fields=-num_answers'],
      ["dnstop -F 'qr==R && num_a", "dnstop -F 'qr==R && num_answers"],
      ['dnstop -F "qr==R && num_a', 'dnstop -F "qr==R && num_answers'],
      ['dnstop -F qr==R,num_a', 'dnstop -F qr==R,num_answers'],
      ['dnstop --filter=num_a', 'dnstop --filter=num_answers'],
      ['dnstop -r cap', 'dnstop -r capture.pcap'],
      ['dnstop --netns a,hos', 'dnstop --netns a,host'],
      ['dnstop --quer', /^dnstop --query-timeout/],
      ['dnstop dem', 'dnstop demo'],
      ['dnstop demo -o yam', 'dnstop demo -o yaml'],
      ['dnstop config --te', 'dnstop config --template'],
      ['dnstop completion fi', 'dnstop completion fish'],
    ])('%s', async (typed, completed) => {
      await tmux.type(typed);
      await tmux.press('Tab');
      const holds = (line: string) =>
        typeof completed === 'string'
          ? line.slice(2).replace(/["']$/, '') === completed
          : completed.test(line.slice(2)) && line.length > typed.length + 2;
      await tmux.until(`completion of ${typed}`, (lines) => holds(lines[0]));
    });
  });

  test.each([
    ['dnstop -o js', ['json', 'jsonpretty']],
    ['dnstop --output=yam', ['--output=yaml']],
    ['dnstop --fields name,+num_a', ['name,+num_answers']],
    ['dnstop --fields=-num_a', ['--fields=-num_answers']],
    ["dnstop -F 'qr==R && num_a", ['qr==R && num_answers']],
    ['dnstop -F qr==R,num_a', ['qr==R,num_answers']],
    ['dnstop -r cap', ['capture.pcap']],
    ['dnstop --netns a,hos', ['a,host']],
    ['dnstop --quer', ['--query-timeout']],
    ['dnstop ', ['demo', 'config', 'completion', 'man']],
    ['dnstop config --', ['--path', '--template']],
    ['dnstop completion ', ['bash', 'zsh', 'fish']],
    ['dnstop man --', []],
  ])('fish: %s', async (typed, completed) => {
    const source = `cd ${lab.folder}; source fish; complete -C "$argv[1]"`;
    const said = await run(['fish', '--no-config', '-c', source, typed]);
    const words = said
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t')[0]);
    expect(words.sort()).toEqual(expect.arrayContaining(completed.toSorted()));
    if (typed !== 'dnstop ') expect(words).toHaveLength(completed.length);
  });
});
