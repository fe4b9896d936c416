// In: the package as npm unpacked it. Out: an addon that loads on this machine: the one that came with the package, which
// takes nothing, or else one built from the source in the package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PLATFORM = `${process.platform}-${process.arch}`;
const PREBUILT = `build/prebuilt/${PLATFORM}/dnstop.node`;
const BUILT = 'build/Release/dnstop.node';
const TOOLS = ['g++', 'make', 'python3', 'node-gyp'];
const DEBIAN = 'on Debian, building takes: apt-get install g++ make python3 libbpf-dev libelf-dev zlib1g-dev';

/** What keeps the addon from loading here, in a line, or ''. In a process of its own, as another libc may end it. */
function fault(addon) {
  if (!existsSync(addon)) return `there is none for ${PLATFORM}`;
  const load =
    'try { require(process.argv[1]) } catch (error) { console.log(error.message); process.exit(1) }';
  const path = fileURLToPath(new URL(`../${addon}`, import.meta.url));
  const { status, signal, stdout } = spawnSync(process.execPath, ['-e', load, path], { encoding: 'utf8' });
  if (status === 0) return '';
  return stdout.trim().split('\n')[0] || `loading it ended Node.js (${signal ?? status})`;
}

function fail(reason) {
  console.error(`dnstop: ${reason}; ${DEBIAN}`);
  process.exit(1);
}

function build(why) {
  const missing = TOOLS.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  if (missing.length > 0)
    fail(`the addon of the package cannot be used (${why}), and building it needs ${missing.join(', ')}`);
  console.error(`dnstop: building the addon, as that of the package cannot be used (${why})`);
  if (spawnSync('scripts/build-native', { stdio: 'inherit' }).status !== 0)
    fail('the addon could not be built');
  const still = fault(BUILT);
  if (still) fail(`the addon built here does not load (${still})`);
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// A checkout has the source of the program as well: scripts/build builds both.
const checkout = existsSync('src');
const why = checkout ? '' : fault(PREBUILT);
if (why) build(why);
