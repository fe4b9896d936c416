// In: a program of native/bench. Out: it, compiled into build/bench.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../test/lab/support/process.ts';

/** The folder of package.json; this file is bundled into build/bench. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMPILE_MS = 300_000;

/** Compiles native/bench/NAME.cc and resolves to the path of the program; `core`: with all of native/core. */
export async function compiled(name: string, core: boolean): Promise<string> {
  const output = join(ROOT, 'build/bench', name);
  const library = core ? [join(ROOT, 'build/Release/core.a'), '-l:libz.a', '-lpthread'] : [];
  const source = join(ROOT, 'native/bench', `${name}.cc`);
  await run(['g++', '-std=c++20', '-O2', '-o', output, source, ...library], { timeoutMs: COMPILE_MS });
  return output;
}
