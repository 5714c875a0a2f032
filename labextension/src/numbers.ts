/** Numbers as learners and PyTorch write them. Pure. */

/** One number: "-4.", "1e-3", "1/2", "inf"; NaN for anything else. */
export function numberOf(word: string): number {
  const [above = '', below = '1', ...more] = word.split('/');
  if (more.length > 0) return Number.NaN;
  const value = one(above) / one(below);
  return below !== '1' && !Number.isFinite(value) ? Number.NaN : value;
}

function one(word: string): number {
  const sign = word.startsWith('-') ? -1 : 1;
  const plain = word.replace(/^[+\-−]/, '');
  if (/^(inf|infinity)$/i.test(plain)) return word.startsWith('−') ? -Infinity : sign * Infinity;
  if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return Number.NaN;
  return (word.startsWith('−') ? -1 : sign) * Number(plain);
}

/** All numbers of an answer, in their order, whatever brackets and commas stand between them. */
export function numbersIn(answer: string): number[] {
  const words = answer.replace(/\w*tensor\(|dtype=\S+/g, ' ').match(/[^\s,;()[\]]+/g);
  return (words ?? []).map(numberOf);
}

/** As near as four printed decimals. Python compares in the same way (autograd_nb/display/quiz.py). */
export function close(one: number, other: number): boolean {
  if (!Number.isFinite(other)) return Object.is(one, other);
  return Math.abs(one - other) <= 1e-4 + 1e-3 * Math.abs(other);
}
