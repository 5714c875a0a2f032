import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tex } from '../src/tex';

const ROWS: string[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../tests/data/formulas.json'), 'utf8'),
);

/** Signs that mathematics has no other form of than the code's. */
const PLAIN = /[&^]| \| |<<|>>|own place|-vectors|eigenvector/;

/** Everything that may be left over once names, commands and signs are gone. */
const SAFE =
  /^(\\(left|right|frac|tfrac|sqrt|operatorname|text|mathit|mathtt|top|circ|partial|cdot|times|otimes|infty|pi|sigma|Gamma|Phi|dots|le|ge|ne|approx|lfloor|rfloor|lceil|rceil|cos|cosh|det|exp|log|max|min|sin|sinh|tan|tanh)\b|\\[|_, ]|[\wé{}^()[\]|,.:=<>+\- ])*$/;

describe('tex', () => {
  it.each([
    ['1 / √(1 − x²)', '\\frac{1}{\\sqrt{1 - {x}^{2}}}'],
    ['∂ @ yᵀ', '\\partial \\, {y}^{\\top}'],
    ['2 · x', '2 \\cdot x'],
    ['1 where x > 0, else 0', '1\\ \\text{where}\\ x > 0,\\ \\text{else}\\ 0'],
    ['{x}'.replace(/[{}]/g, ''), 'x'],
    ['2 / √π · exp(−x²)', '\\frac{2}{\\sqrt{\\pi}} \\cdot \\exp\\left( -{x}^{2} \\right)'],
    ['y = torch.dot(W1, w_b)', 'y = \\mathtt{torch.dot}\\left( W_{1},\\ \\mathtt{w\\_b} \\right)'],
    ['∂z/∂(first x) = x', '\\frac{\\partial z}{\\partial\\left( \\text{first}\\ x \\right)} = x'],
    ['n · x ** (n − 1)', 'n \\cdot {x}^{n - 1}'],
    ['x @ net.2.weightᵀ', 'x \\, {\\mathtt{net.2.weight}}^{\\top}'],
    ['1e-05 · x', '1\\cdot 10^{-5} \\cdot x'],
    ['2 · θ_1 ** 2 · λ', '2 \\cdot {\\theta_{1}}^{2} \\cdot \\lambda'],
    ['Δx · xᵢ', '\\mathtt{Δx} \\cdot {x}_{i}'],
    ['σ(дата) / 值', '\\frac{\\sigma\\left( \\mathtt{дата} \\right)}{\\mathtt{值}}'],
    ['σ_hat · été', '\\mathtt{σ\\_hat} \\cdot \\mathtt{été}'],
  ])('writes %s', (formula, expected) => {
    expect(tex(formula)).toBe(expected);
  });

  it.each(ROWS)('typesets %s', (row) => {
    const formula = row.replace(/\{(\w+)\}/g, (_, name: string) =>
      ['x', 'y', 'w', 'z'].includes(name) ? name : '2',
    );
    const written = tex(formula);
    if (written === null) expect(formula).toMatch(PLAIN);
    else {
      expect(written).toMatch(SAFE);
      expect(written.split('{').length).toBe(written.split('}').length);
      expect(written.split('\\left').length).toBe(written.split('\\right').length);
      for (const name of ['x', 'y', 'w', 'z']) if (row.includes(`{${name}}`)) expect(written).toContain(name);
    }
  });

  it.each([
    '\\href{javascript:alert(1)}{x}',
    'x$ $y',
    'd["<img src=x onerror=alert(1)>"] · x',
    'x; y',
    'x #',
    '(x',
    'x ·',
    '',
    '`x`',
    'x'.repeat(400),
  ])('leaves %s as it is', (formula) => {
    expect(tex(formula) || null).toBeNull();
  });
});
