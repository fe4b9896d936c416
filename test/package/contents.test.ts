// Holds package.json to what an installed package may ask for: nothing that is not inside it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'));

/** Paths of what `npm pack` would put into the package as the folder is now. */
function packed(): string[] {
  const argv = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [{ files }] = JSON.parse(execFileSync('npm', argv, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }));
  return files.map((file: { path: string }) => file.path);
}

describe('the package', () => {
  it('asks for no other package: those in dist/ are development dependencies', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(manifest.bundleDependencies);
  });

  it('has what building the addon takes, and no tests', { timeout: 30_000 }, () => {
    const files = packed();
    for (const path of ['binding.gyp', 'scripts/build-native', 'scripts/build-bpf', 'scripts/install.mjs'])
      expect(files).toContain(path);
    for (const path of [
      'native/addon/addon.cc',
      'bpf/dnstop.bpf.c',
      'node_modules/node-addon-api/napi.h',
      'LICENSE',
    ])
      expect(files).toContain(path);
    expect(files.filter((path) => /^(src|test|native\/(test|fuzz|bench))\//.test(path))).toEqual([]);
  });
});
