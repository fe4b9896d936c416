// In: the metafile named, of the bundle. Out, on standard output: THIRD_PARTY_LICENSES, a list and the text of each licence.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledNotices } from './bundled.mjs';
import { linkedNotices } from './linked.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const notices = [...linkedNotices(), ...bundledNotices(JSON.parse(readFileSync(process.argv[2], 'utf8')))];
const RULE = '='.repeat(100);

function line({ name, version, licence, where }) {
  return `${`${name} ${version}`.padEnd(42)} ${licence.padEnd(42)} ${where}`;
}

process.stdout.write(`dnstop itself is under the MIT licence, see LICENSE. Inside its package are, in the addon and in dist/:

${notices.map(line).join('\n')}

${notices.map((notice) => `${RULE}\n${line(notice)}\n${RULE}\n\n${notice.text.trim()}\n`).join('\n')}`);
