// In: src/main.tsx and what it imports. Out: dist/dnstop.js, the whole program but for the addon, in one folder.
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
mkdirSync('dist', { recursive: true });
rmSync('dist/chunks', { recursive: true, force: true });

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

await build({
  // The screen (React, Ink, yoga) becomes a chunk of its own, loaded only where it is shown: src/main.tsx imports it on demand.
  entryPoints: { dnstop: 'src/main.tsx' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  // React's development build is eight times slower, and keeps a measurement for each render.
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: {
    js: [
      // Packages in CommonJS form call require for the modules of Node.js.
      "import { createRequire as __createRequire } from 'node:module';",
      'const require = __createRequire(import.meta.url);',
    ].join('\n'),
  },
  plugins: [withoutDevtools],
  legalComments: 'none',
  logLevel: 'warning',
});
chmodSync('dist/dnstop.js', 0o755);
