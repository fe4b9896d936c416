// In: names of parts (none: all), --quick, --json. Out: what dnstop costs, in one table with goals, on standard output.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setEngineFlags } from '../src/engine-flags.ts';
import { boundary } from './boundary.ts';
import { decode } from './decode.ts';
import { engine } from './engine.ts';
import { type Figure, isMissed, type Part, table } from './figure.ts';
import { frames } from './frames.ts';
import { kernel } from './kernel.ts';
import { program } from './program.ts';
import { record } from './record.ts';
import { sorting } from './sorting.ts';
import { tables } from './tables.ts';
import { throughput } from './throughput.ts';
import { TRACE_PARTS } from './trace.ts';
import { typing } from './typing.ts';

const PARTS: Record<string, Part> = {
  throughput,
  kernel,
  decode,
  boundary,
  engine,
  frames,
  record,
  program,
  typing,
  tables,
  sorting,
  ...TRACE_PARTS,
};
/** Several parts by one name. */
const GROUPS: Record<string, string[]> = { trace: Object.keys(TRACE_PARTS) };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    here: { type: 'boolean', default: false }, // this part, in this process
  },
});

// What is measured is what the program does.
setEngineFlags();

/** Each part has a process of its own: no part pays for the memory and the compiled code of another. */
async function inOwnProcess(name: string): Promise<Figure[]> {
  const args = [fileURLToPath(import.meta.url), '--here', name, ...(values.quick ? ['--quick'] : [])];
  const child = spawn(process.execPath, ['--expose-gc', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`${name}: ended with ${code}`);
  return JSON.parse(output) as Figure[];
}

async function main(): Promise<number> {
  const named = positionals.flatMap((name) => GROUPS[name] ?? [name]);
  const names = named.length > 0 ? named : Object.keys(PARTS);
  for (const name of names) {
    if (name in PARTS) continue;
    process.stderr.write(
      `bench: no part '${name}', there are: ${[...Object.keys(PARTS), ...Object.keys(GROUPS)].join(' ')}\n`,
    );
    return 2;
  }
  if (values.here) {
    process.stdout.write(JSON.stringify(await PARTS[names[0]](values)));
    return 0;
  }
  const figures: Figure[] = [];
  let failed = 0;
  for (const name of names) {
    process.stderr.write(`bench: ${name}\n`);
    try {
      figures.push(...(await inOwnProcess(name)));
    } catch (error) {
      failed++;
      process.stderr.write(`bench: ${(error as Error).message}\n`);
    }
  }
  const output = values.json ? JSON.stringify(figures, undefined, 1) : table(figures);
  process.stdout.write(`${output}\n`);
  process.stderr.write(`bench: ${figures.filter(isMissed).length} goals missed, ${failed} parts failed\n`);
  return failed > 0 ? 1 : 0;
}

// ctrl-c reaches the part as well; wait for it to clean up.
process.on('SIGINT', () => {});
process.exitCode = await main();
if (values.here) process.exit();
