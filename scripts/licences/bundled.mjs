// In: esbuild's metafile of dist/. Out: the npm packages whose code is in it, with the text of their licences.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Up to the last node_modules of a path, the folder of its package. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
/** How packages call the files that their licences ask to be passed on; meow's tell of what it has bundled itself. */
const LICENCE_FILE = /^(licen[cs]es?|copying|notice)\b/i;
/** Licences of packages that come without their text. */
const GIVEN = fileURLToPath(new URL('.', import.meta.url));

/** Notices of all packages of which any byte is in the bundle, in the order of their names. Throws where there is no text. */
export function bundledNotices(metafile) {
  const folders = new Set();
  for (const output of Object.values(metafile.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = PACKAGE.exec(path)?.[0];
      if (folder && bytesInOutput > 0) folders.add(folder);
    }
  const notices = [...folders].sort().map((folder) => packageNotice(folder, 'dist/'));
  // A package may be there more than once, in several versions.
  return [...new Map(notices.map((notice) => [`${notice.name} ${notice.version}`, notice])).values()];
}

/** The notice of the npm package in a folder. Throws where its licence has no text. */
export function packageNotice(folder, where) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const own = licenceFiles(folder);
  const given = join(GIVEN, `${name.replace('/', '+')}.txt`);
  if (own.length === 0 && existsSync(given)) own.push(given);
  if (own.length === 0)
    throw new Error(`${folder} has no text of its licence (${license}); add it as ${given}`);
  return {
    name,
    version,
    licence: license,
    where,
    text: own.map((path) => readFileSync(path, 'utf8')).join('\n'),
  };
}

function licenceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : licenceFiles(path);
    return LICENCE_FILE.test(basename(path)) && !/\.[cm]?[jt]s$/.test(path) ? [path] : [];
  });
}
