// Holds THIRD_PARTY_LICENSES to what is inside the package: every bundled package and linked library, with its licence.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skipReason } from '../lab/support/skip.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const METAFILE = join(ROOT, 'build/bundle.json');
/** The texts of linked libraries are those of Debian's packages. */
const lacking = existsSync('/usr/bin/dpkg-query') ? '' : 'needs Debian';
const impossible = skipReason('licences', existsSync(METAFILE) ? lacking : 'not built: npm run build');

/** What scripts/prepack writes to THIRD_PARTY_LICENSES for a bundle with this metafile. Throws with what it complains of. */
function licencesOf(metafile: string): string {
  const argv = [join(ROOT, 'scripts/licences/write.mjs'), metafile];
  return execFileSync(process.execPath, argv, { encoding: 'utf8', stdio: 'pipe' });
}

/** Names and texts of the sections. */
function sections(file: string): Map<string, string> {
  const [, ...parts] = file.split(/^={100}\n(.*)\n={100}\n/m);
  const found = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) found.set(parts[at].split(' ')[0], parts[at + 1]);
  return found;
}

/** Packages that files of src import at run time, read from the files: not what esbuild says of them. */
function importedPackages(): string[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, 'src', file), 'utf8');
      return [...text.matchAll(/^import (?!type )[^;]*?from '([^.'][^']*)'/gm)].map(([, name]) => name);
    })
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name));
  return [...new Set(names.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)![0]))].sort();
}

describe.skipIf(impossible)('the licences in the package', { timeout: 30_000 }, () => {
  let listed: Map<string, string>;
  const folder = mkdtempSync(join(tmpdir(), 'dnstop-licences-'));
  beforeAll(() => {
    listed = sections(licencesOf(METAFILE));
  }, 30_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are those of every package that the source imports', () => {
    const imported = importedPackages();
    expect(imported.length).toBeGreaterThan(8);
    expect([...listed.keys()]).toEqual(expect.arrayContaining(imported));
  });

  it('are those of every library that is linked', () => {
    expect([...listed.keys()]).toEqual(
      expect.arrayContaining(['libbpf', 'libelf', 'libz', 'libstdc++', 'node-addon-api', 'kernel']),
    );
  });

  it('are there with their texts', () => {
    for (const [name, text] of listed) expect(text.length, name).toBeGreaterThan(600);
    const libelf = listed.get('libelf');
    expect(libelf).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
    expect(libelf).toContain('TERMS AND CONDITIONS'); // of the GPL, which the LGPL refers to
    expect(libelf).toMatch(/apt-get source elfutils=\d/);
    expect(listed.get('meow')).toContain('yargs-parser'); // what a package has bundled itself
  });

  it('are missed where a package comes without', () => {
    const bare = join(folder, 'node_modules/without');
    mkdirSync(bare, { recursive: true });
    writeFileSync(join(bare, 'package.json'), '{"name":"without","version":"1.0.0","license":"MIT"}');
    const metafile = join(folder, 'bundle.json');
    const inputs = { [join(bare, 'index.js')]: { bytesInOutput: 1 } };
    writeFileSync(metafile, JSON.stringify({ outputs: { 'dist/dnstop.js': { inputs } } }));
    expect(() => licencesOf(metafile)).toThrow(/without has no text of its licence \(MIT\)/);
  });
});
