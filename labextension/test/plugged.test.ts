import { describe, expect, it } from 'vitest';
import { sharesOf } from '../src/chain';
import type { GraphDoc } from '../src/document';
import { parse } from '../src/parse';
import { inNumbers, resultOf, valuesOf } from '../src/plugged';
import { momentOf, timelineOf } from '../src/timeline';
import { View } from '../src/view';
import { type Raw, raw } from './golden';

const KNOWN = new Map([
  ['t', '1.5000'],
  ['w', '[1., -2.]'],
  ['neg', '-3.'],
  ['x.sum()', '6.'],
  ['n', '9.'],
  ['cos', '7.'],
  ['A', '[[1., 2.]]'],
  ['0.1', '0.1'],
  ['', '4.'],
]);

describe('a local derivative in numbers', () => {
  it('has them in the places of names', () => {
    expect(inNumbers('w', KNOWN)).toBe('[1., -2.]');
    expect(inNumbers('neg', KNOWN)).toBe('-3.');
    expect(inNumbers('cos t', KNOWN)).toBe('cos 1.5000');
    expect(inNumbers('t · (1 − t)', KNOWN)).toBe('1.5000 · (1 − 1.5000)');
    expect(inNumbers('3 · neg ** 2', KNOWN)).toBe('3 · (-3.) ** 2');
    expect(inNumbers('−t / x.sum()²', KNOWN)).toBe('−1.5000 / 6.²');
    expect(inNumbers('[w > 0]', KNOWN)).toBe('[[1., -2.] > 0]');
    expect(inNumbers('1 / t²', KNOWN)).toBe('1 / 1.5000²');
    expect(inNumbers('2 · (x.sum())', KNOWN)).toBe('2 · 6.');
    expect(inNumbers('2 · (w)', KNOWN)).toBe('2 · [1., -2.]');
    expect(inNumbers('exp(t) · (neg)', KNOWN)).toBe('exp(1.5000) · ((-3.))');
  });

  it('leaves what only looks like a name', () => {
    expect(inNumbers('tanh(t2)', KNOWN)).toBe('tanh(t2)');
    expect(inNumbers('cos x', KNOWN)).toBe('cos x');
    expect(inNumbers('1 / n', KNOWN)).toBe('1 / n');
    expect(inNumbers('m.t + t.m + ∂t', KNOWN)).toBe('m.t + t.m + ∂t');
    expect(inNumbers('0.1', KNOWN)).toBe('0.1');
    expect(inNumbers('Aᵀ @ ∂', KNOWN)).toBe('Aᵀ @ ∂');
  });

  it('stays as it is where numbers would make it long', () => {
    const long = new Map([['x', '[1.0000, 2.0000, 3.0000]']]);
    expect(inNumbers('2 · x', long)).toBe('2 · [1.0000, 2.0000, 3.0000]');
    expect(inNumbers('x + x + x + x', long)).toBe('x + x + x + x');
    expect(inNumbers('cos x', new Map([['x', `[${'1.0000, '.repeat(9)}1.]`]]))).toBe('cos x');
    expect(inNumbers('x', new Map([['x', '1'.repeat(61)]]))).toBe('x');
    expect(inNumbers('1'.repeat(9e5), new Map([['a'.repeat(9e5), '1.']]))).toHaveLength(9e5);
  });
});

/** `y = y * w`, walked: 2 · 3 = 6. */
function again(change: (product: Raw) => void = () => undefined): Raw {
  const document = raw('dot_backward');
  const product = document.nodes[3]; // y = 2 * dot
  const inner = document.nodes[1];
  inner.name = 'y';
  inner.source = null;
  Object.assign(product, { name: 'y', formula: 'y · 2', local: ['2', 'y'] });
  change(product);
  return document;
}

function parsed(document: Raw): GraphDoc {
  const result = parse(document);
  if (!result.ok) throw new Error(result.message);
  return result.document;
}

describe('a result that takes the name of what it was made of', () => {
  it('is called otherwise in formulas, and both have their numbers', () => {
    const document = parsed(again());
    const [node] = document.nodes.slice(3);
    if (!node) throw new Error('no node');
    expect(resultOf(document, node)).toBe('z');
    expect(valuesOf(document, node).get('y')).toBe('14.');
    expect(valuesOf(document, node).get('z')).toBe('28.');
  });

  it('is told so in the inspector', () => {
    const host = globalThis.document.createElement('div');
    const view = new View(host);
    view.update(again());
    view.select(3);
    const text = host.querySelector('[data-autograd="inspector"]')?.textContent ?? '';
    expect(text).toContain('z = y · 2');
    expect(text).toContain('z is the new y');
    expect(text).toContain('upstream ∂y/∂y');
    view.select(1); // the old y
    expect(host.querySelector('[data-autograd="inspector"]')?.textContent).not.toContain('∂y/∂y');
    view.update(raw('dot_backward'));
    view.select(3);
    expect(host.querySelector('[data-autograd="inspector"]')?.textContent).not.toContain('is the new');
    view.dispose();
  });

  it('has no number where an old document may mean either', () => {
    const document = parsed(
      again((product) => {
        product.saved = [{ name: 'result', label: 'y', version: 0, state: 'freed' }];
      }),
    );
    const [node] = document.nodes.slice(3);
    if (!node) throw new Error('no node');
    expect(valuesOf(document, node).has('y')).toBe(false);
  });
});

describe('upstream × local', () => {
  it('is told with the numbers of both', () => {
    const document = parsed(
      again((product) => {
        Object.assign(product, { name: 'r', formula: 'sin y', local: ['cos y'] });
      }),
    );
    const node = document.byId.get(3);
    if (!node) throw new Error('no node');
    const [share] = sharesOf(document, node, momentOf(timelineOf(document), 1));
    expect(share?.numbers).toBe('1. × (cos 14.)');
    expect(share?.symbols).toBe('upstream × (cos y)');
  });
});
