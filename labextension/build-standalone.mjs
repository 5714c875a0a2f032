// Bundles the view for a page without Jupyter: one script, style sheet included, no address in it.
import { build } from 'esbuild';

await build({
  entryPoints: ['src/standalone.ts'],
  outfile: '../autograd_nb/display/standalone.js',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  loader: { '.css': 'text' },
  logLevel: 'warning',
});
