// In: src/main.tsx and what it imports. Out: dnstop.js, the whole program but for the addon, in one folder: dist, or the one named.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const folder = process.argv[2] ?? 'dist';
mkdirSync(folder, { recursive: true });
rmSync(`${folder}/chunks`, { recursive: true, force: true });

/** react-devtools-core is an optional part of Ink for development, and not installed. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(build) {
    build.onResolve({ filter: /^react-devtools-core$/ }, (args) => ({
      path: args.path,
      namespace: 'nothing',
    }));
    build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default undefined;' }));
  },
};

/**
 * Ink's layout engine fetches its WebAssembly from a data URL, for which Node.js loads its whole HTTP client: 40 ms of the
 * start. Given the bytes, it takes them as they are.
 */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup(build) {
    build.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const [url, bytes] = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)/.exec(text) ?? [];
      const options = 'loadYoga = loadYoga || {};';
      if (!url || !text.includes(options)) throw new Error(`${path} is not the file this was written for`);
      const given = `loadYoga = { wasmBinary: Buffer.from('${bytes}', 'base64') };`;
      return { contents: text.replace(bytes, '').replace(options, given) };
    });
  },
};

const { metafile } = await build({
  // The screen (React, Ink, yoga) becomes a chunk of its own, loaded only where it is shown: src/main.tsx imports it on demand.
  entryPoints: { dnstop: 'src/main.tsx' },
  outdir: folder,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  // React's development build is eight times slower, and keeps a measurement for each render.
  minify: true,
  // Stack traces keep the names of the source.
  keepNames: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: {
    js: [
      // Packages in CommonJS form call require for the modules of Node.js.
      "import { createRequire as __createRequire } from 'node:module';",
      'const require = __createRequire(import.meta.url);',
    ].join('\n'),
  },
  plugins: [withoutDevtools, yogaWithoutFetch],
  // THIRD_PARTY_LICENSES has the licences of all that is in the bundle, from this list of what is.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
chmodSync(`${folder}/dnstop.js`, 0o755);
mkdirSync('build', { recursive: true });
if (folder === 'dist') writeFileSync('build/bundle.json', JSON.stringify(metafile));
