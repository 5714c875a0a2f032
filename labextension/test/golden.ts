/** The documents that the Python side wrote (tests/golden). */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphDoc } from '../src/document';
import { parse } from '../src/parse';

const FOLDER = join(import.meta.dirname, '../../tests/golden');

export const NAMES: string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''))
  .sort();

const SAID = join(FOLDER, 'said');

/** Documents as they travel, with sentences in them (tests/golden/said.py). */
export const SAYING: string[] = readdirSync(SAID)
  .map((name) => name.replace('.json', ''))
  .sort();

// biome-ignore lint/suspicious/noExplicitAny: tests change single fields of raw documents
export type Raw = any;

export function raw(name: string): Raw {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}

export function saying(name: string): Raw {
  return JSON.parse(readFileSync(join(SAID, `${name}.json`), 'utf8'));
}

export function golden(name: string): GraphDoc {
  const parsed = parse(raw(name));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.document;
}
