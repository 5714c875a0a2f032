/** Formulas with the numbers in the places of the names: "1 − y²" becomes "1 − 0.5000²". Pure. */

import type { GraphDoc, GraphNode } from './document';
import { inputsOf, labelAt, line, unnamed } from './text';

/** Characters of a local derivative in numbers, and of one of them in the midst of others. */
const MOST = 60;
const EACH = 28;

/** Words of formulas that stand alone, as a name does. */
const WORDS = ['n', 'mean', 'deviation'];

/** What the formulas of a node call its result. In `y = y * w` their y is the one that went in: labels.py. */
export function resultOf(document: GraphDoc, node: GraphNode): string {
  const { name } = node;
  const again = inputsOf(document, node.id).some(({ edge }) => labelAt(document, edge) === name);
  return name === '' || again ? unnamed(document) : name;
}

/** The numbers of what the formulas of a node speak of: its arguments and its result. */
export function valuesOf(document: GraphDoc, node: GraphNode): Map<string, string> {
  const values = new Map<string, string>();
  const result = resultOf(document, node);
  if (node.value) values.set(result, line(node.value));
  for (const { edge } of inputsOf(document, node.id)) {
    const input = document.byId.get(edge.from);
    const label = labelAt(document, edge);
    if (!input?.value || values.has(label)) continue;
    // Documents of old call the result by this name, too: which of the two is meant is not known.
    if (label === node.name && node.saved.some(({ name }) => name === 'result')) continue;
    const one = input.results[edge.result];
    // What was changed unseen before the walk is what the walk has computed with.
    const unseen = document.unseen.some((changed) => changed.node === node.id);
    values.set(label, line(one ? one.value : (unseen && input.later?.value) || input.value));
  }
  return values;
}

/** A local derivative in numbers, as far as they are known and short. A matrix keeps its name. */
export function inNumbers(local: string, values: ReadonlyMap<string, string>): string {
  const whole = values.get(local);
  if (whole !== undefined) return whole.length <= MOST ? whole : local;
  if (local.length > MOST) return local;
  const names = [...values]
    .filter(([name, value]) => value.length <= EACH && !value.startsWith('[[') && !WORDS.includes(name))
    .map(([name]) => name)
    .filter((name) => name !== '' && name.length <= MOST && !/^[−-]?[\d.]+$/.test(name))
    .sort((one, other) => other.length - one.length);
  if (names.length === 0) return local;
  // Not a part of a longer name, not what is called or stands before what it is applied to: "cos x".
  const letter = '\\p{Ll}\\p{Lu}\\p{Lo}\\d_';
  const either = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const known = new RegExp(`(?<![${letter}.∂])(?:${either})(?! ?[${letter}(]|\\.[${letter}])`, 'gu');
  const filled = local.replace(known, (name) => {
    const value = values.get(name) ?? name;
    return value.startsWith('-') ? `(${value})` : value;
  });
  // The brackets of `(d - th) ** 2` are of no use around one number.
  const plain = filled.replace(/(?<![\p{L}\d_)²])\((\d[\d.]*|\[[^()[\]]*\])\)/gu, '$1');
  return plain.length <= MOST ? plain : local;
}
