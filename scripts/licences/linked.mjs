// In: how the addon was linked, and the Debian packages of this machine. Out: what is linked into the addon, with the text of the licences.
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { packageNotice } from './bundled.mjs';

const GCC_EXCEPTION = 'GPL-3.0-or-later WITH GCC-exception-3.1';
/** Under which of its licences each library is used, and what its Debian copyright file refers to. */
const LIBRARIES = {
  'libbpf.a': { licence: 'BSD-2-Clause' },
  'libelf.a': { licence: 'LGPL-3.0-or-later', referred: ['LGPL-3', 'GPL-3'], duty: relinking },
  'libstdc++.a': { licence: GCC_EXCEPTION },
  'libz.a': { licence: 'Zlib' },
  'libzstd.a': { licence: 'BSD-3-Clause' },
};

/** Notices of the addon's libraries. Throws where one has no licence here, or is from no Debian package. */
export function linkedNotices() {
  const makefile = readFileSync('build/dnstop.target.mk', 'utf8');
  const names = new Set([...makefile.matchAll(/-l:(\w+\.a)/g)].map((match) => match[1]));
  if (makefile.includes('-static-libstdc++')) names.add('libstdc++.a');
  const libraries = [...names].sort().map(libraryNotice);
  return [...libraries, packageNotice('node_modules/node-addon-api', 'addon, node_modules/'), kernelNotice()];
}

function libraryNotice(name) {
  const library = LIBRARIES[name];
  if (!library)
    throw new Error(`${name} is linked, and scripts/licences/linked.mjs does not know its licence`);
  const path = realpathSync(output('g++', `-print-file-name=${name}`));
  const debian = output('dpkg-query', '-S', path).split(':')[0];
  const [source, version] = ['source:Package', 'source:Version'].map((field) => debianField(debian, field));
  const texts = [`/usr/share/doc/${debian}/copyright`, ...(library.referred ?? []).map(commonLicence)];
  const head =
    library.duty?.(source, version) ?? `Used under ${library.licence}. From Debian's ${source} ${version}:\n`;
  const text = [head, ...texts.map((file) => readFileSync(file, 'utf8'))].join('\n');
  return {
    name: name.replace(/\.a$/, ''),
    version: `${source} ${version}`,
    licence: library.licence,
    where: 'addon',
    text,
  };
}

/** LGPL 3, section 4: notice, licences, the library's source, and all it takes to link the addon with a changed library. */
function relinking(source, version) {
  return `libelf is linked statically into the addon and used under the GNU Lesser General Public License, version 3 or later.
It is unchanged, without elf_error.o, whose functions native/capture/static_libraries.c defines. Its authors and their
copyright, that licence and the GNU General Public License, to which it refers, follow.

Its source is that of Debian's ${source} ${version}, to be had at no charge:
    apt-get source ${source}=${version}
    https://snapshot.debian.org/package/${source}/${version.replace(/^\d+:/, '')}/

To use the addon with a libelf that you changed: this package has the whole source of the addon (native/, bpf/), what
it includes (node_modules/node-addon-api) and what builds it (binding.gyp, scripts/). In its folder:
    LDFLAGS=-L/folder/of/your/libelf npm run build:native
The addon that this makes, build/Release/dnstop.node, is taken in place of the one inside the package. Nothing in the
terms of dnstop stands against changing it for your own use, or reverse engineering to debug such changes.
`;
}

function kernelNotice() {
  const text = `The programs of bpf/ are compiled into the addon and into build/prebuilt/dnstop.bpf.o, and tell the kernel
"Dual MIT/GPL". Their source is in bpf/; they include headers of Linux (GPL-2.0 WITH Linux-syscall-note) and of libbpf.
The text of MIT is in LICENSE.

${readFileSync(commonLicence('GPL-2'), 'utf8')}`;
  return {
    name: 'kernel programs',
    version: 'of dnstop',
    licence: 'MIT OR GPL-2.0-only',
    where: 'addon',
    text,
  };
}

function commonLicence(name) {
  return `/usr/share/common-licenses/${name}`;
}

function debianField(name, field) {
  return output('dpkg-query', '-W', '-f', `\${${field}}`, name);
}

function output(command, ...args) {
  return execFileSync(command, args, { encoding: 'utf8' }).trim();
}
