/** Readers of unknown JSON: each gives the value it promises, or throws `Malformed` with where and why. */

import type { Preview } from './document';
import { clip } from './text';
import { said, trans } from './translation';

/** No list may be longer, unless its reader says so. */
export const MAX_NODES = 50_000;
export const MAX_TEXT = 1_000_000;
const MAX_COORDINATE = 1_000_000;
const MAX_WORDS = 5000; // characters of a template, and of each value in it
const MAX_DEPTH = 16;

export class Malformed extends Error {}

export type Fields = Record<string, unknown>;

/** @param what a text in which "%1" stands for the place. */
export function fail(where: string, what: string): never {
  throw new Malformed(what.replace('%1', () => where));
}

export function fields(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    fail(where, trans.__('%1 is not an object'));
  return value as Fields;
}

export function list(value: unknown, where: string, most = MAX_NODES): unknown[] {
  if (!Array.isArray(value)) fail(where, trans.__('%1 is not a list'));
  if (value.length > most) fail(where, trans.__('%1 has %2 entries, more than %3', '%1', value.length, most));
  return value;
}

export function text(value: unknown, where: string): string {
  if (typeof value !== 'string') fail(where, trans.__('%1 is not a text'));
  if (value.length > MAX_TEXT) fail(where, trans.__('%1 is too long a text'));
  return value;
}

export function optionalText(value: unknown, where: string): string {
  return value === undefined || value === null ? '' : text(value, where);
}

/** A sentence in the reader's language. Text is nothing to be translated: it was saved before there were templates. */
export function sentence(value: unknown, where: string, depth = 0): string {
  if (!Array.isArray(value)) return optionalText(value, where);
  if (depth > MAX_DEPTH) fail(where, trans.__('%1 is too long a text'));
  const [first, ...rest] = list(value, where, 64);
  const values = rest.map((each) =>
    clip(typeof each === 'number' ? String(each) : sentence(each, where, depth + 1), MAX_WORDS),
  );
  if (first === '') return values.join(' ');
  return said(clip(text(first, where), MAX_WORDS), values);
}

export function whole(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value))
    fail(where, trans.__('%1 is not a whole number'));
  return value;
}

export function optionalWhole(value: unknown, where: string): number | null {
  return value === undefined || value === null ? null : whole(value, where);
}

export function index(value: unknown, size: number, where: string): number {
  const number = whole(value, where);
  if (number < 0 || number >= size) fail(where, trans.__('%1 is %2, of %3', '%1', number, size));
  return number;
}

export function optionalIndex(value: unknown, size: number, where: string): number | null {
  return value === undefined || value === null ? null : index(value, size, where);
}

export function one<T extends string>(value: unknown, of: readonly T[], where: string): T {
  if (!of.includes(value as T)) fail(where, trans.__('%1 is not one of %2', '%1', of.join(', ')));
  return value as T;
}

export function flag(value: unknown, where: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') fail(where, trans.__('%1 is neither true nor false'));
  return value;
}

export function coordinate(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > MAX_COORDINATE) {
    fail(where, trans.__('%1 is not a sensible number'));
  }
  return value;
}

export function path(value: unknown, where: string): string {
  const data = optionalText(value, where);
  if (!/^[MLCQSHVAZmlcqshvaz0-9eE+\-.,\s]*$/.test(data)) fail(where, trans.__('%1 is not a path'));
  return data;
}

export function preview(value: unknown, where: string): Preview | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return { text: text(value, where) };
  const from = fields(value, where);
  const result: Preview = { text: text(from.text, `${where}.text`) };
  if (from.stats !== undefined && from.stats !== null) {
    const stats: Record<string, string> = {};
    for (const [key, entry] of Object.entries(fields(from.stats, `${where}.stats`)).slice(0, 16)) {
      if (typeof entry === 'string' || typeof entry === 'number') stats[key] = String(entry);
    }
    result.stats = stats;
  }
  return result;
}
