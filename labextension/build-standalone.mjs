// Bundles the view for a page without Jupyter: one script, style sheet included, no address in it.
import { readFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

/** Style sheets as texts, without their comments and blanks. */
const sheets = {
  name: 'sheets',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code, loader: 'text' };
    });
  },
};

await build({
  entryPoints: ['src/standalone.ts'],
  outfile: '../autograd_nb/display/standalone.js',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  plugins: [sheets],
  logLevel: 'warning',
});
