import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '../src/jacobian';
import { View } from '../src/view';
import { type Raw, raw } from './golden';

let host: HTMLElement;
let view: View;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  view = new View(host);
});

afterEach(() => {
  view.dispose();
  host.remove();
});

/** A document whose root has two numbers: y = x * x, walked with gradient=[1., 3.]. */
function vector(missing = ''): Raw {
  const document = raw('dot_backward');
  const root = document.nodes[document.root];
  root.shape = [2];
  const tables = missing ? [] : [{ node: 0, value: { text: '[[2., 0.],\n        [0., 4.]]' } }];
  root.jacobian = { tables, missing };
  document.backwards[0].seed = { text: '[1., 3.]' };
  return document;
}

const part = (): HTMLElement | null => host.querySelector('[data-autograd="jacobian"]');
const texts = (selector: string): (string | null)[] =>
  [...(part()?.querySelectorAll(selector) ?? [])].map((element) => element.textContent);

describe('the vector-Jacobian product', () => {
  it('reads tables as PyTorch prints them', () => {
    expect(rowsOf({ text: '[[ 2.0000e+00,  0.],\n        [nan, -inf]]' })).toEqual([
      ['2.0000e+00', '0.'],
      ['nan', '-inf'],
    ]);
    expect(rowsOf({ text: '[[5.]]' })).toEqual([['5.']]);
    expect(rowsOf({ text: '' })).toEqual([]);
  });

  it('is written out where gradient= was given', () => {
    view.update(vector());
    view.select(3);
    expect(part()?.textContent).toContain('v = [1., 3.]');
    expect(part()?.textContent).toContain('v · ∂y/∂x = [0., 4., 8., 12.]');
    expect(texts('summary')).toEqual(['Full Jacobian ∂y/∂x, 2 × 2']);
    expect(texts('tr')).toEqual(['1. ×∂y[0]2.0.', '3. ×∂y[1]0.4.']);
    expect(part()?.querySelector('details')?.open).toBe(false);
  });

  it('shows the table alone before a walk, and stays open', () => {
    view.update(vector());
    view.select(3);
    part()?.querySelector('summary')?.click();
    view.seek(0);
    expect(part()?.textContent).not.toContain('v =');
    expect(texts('tr')).toEqual(['∂y[0]2.0.', '∂y[1]0.4.']);
    expect(part()?.querySelector('details')?.open).toBe(true);
  });

  it('says why there is no table', () => {
    view.update(vector('100 rows are too many to write out'));
    view.select(3);
    expect(part()?.textContent).toContain(
      'The Jacobian is not written out. 100 rows are too many to write out.',
    );
  });

  it('is for the root only', () => {
    view.update(vector());
    view.select(1);
    expect(part()).toBeNull();
  });
});
