/**
 * Numbers that have no room: a number that is torn reads as another one. Pure.
 *
 * The same as `shortened` in autograd_nb/trace/textwidth.py.
 */

/** What may stand before a first number, the number, and what follows. */
const FIRST = /^((?:[+∂→] )?[^\w.+-]*)([+-]?\d+\.?\d*(?:e[+-]\d+)?)(?=$|[\],;])(.*)$/s;
/** Rounded by less than this it is the same number to a reader. */
const NEAR = 0.05;

/** How many of the `count` characters that have room are whole entries of a list, with the comma or semicolon after them. */
export function entries(text: string, count: number): number {
  const last = Math.max(text.lastIndexOf(', ', count - 2), text.lastIndexOf('; ', count - 2));
  return last < 0 ? 0 : last + 2;
}

/** A text, or what fits of it: entries of a list, and where not even one does, the first with fewer digits. */
export function shortened(text: string, count: number, fits: (text: string) => boolean): string {
  if (count >= text.length) return text;
  const whole = entries(text, count);
  if (whole > 0) return `${text.slice(0, whole)}…`;
  const [, before = '', digits, after = ''] = FIRST.exec(text) ?? [];
  if (digits !== undefined) {
    const end = after === '' ? '' : /^[,;] /.test(after) ? `${after.slice(0, 2)}…` : '…';
    for (const each of rounded(digits)) if (fits(before + each + end)) return before + each + end;
  }
  return `${text.slice(0, count).replace(/[ ,]+$/, '')}…`;
}

/** A number with fewer and fewer digits. */
function rounded(digits: string): string[] {
  const value = Number(digits);
  const near = (text: string): boolean => Math.abs(Number(text) - value) <= NEAR * Math.abs(value);
  const powers = [3, 2, 1, 0].map((places) => value.toExponential(places).replace(/e([+-])(\d)$/, 'e$10$2'));
  if (digits.includes('e') || !digits.includes('.')) return powers;
  const places = digits.length - digits.indexOf('.') - 1;
  const fixed = Array.from({ length: places }, (_, i) => value.toFixed(places - 1 - i));
  return [...fixed.map((text) => (text.includes('.') ? text : `${text}.`)), ...powers].filter(
    (text) => near(text) || text === powers[3],
  );
}
