import { describe, expect, it } from 'vitest';
import { clip, cut, fitting, gradOf, join, line, tensor, valueText, width } from '../src/text';
import { golden } from './golden';

describe('line', () => {
  it('single-spaces what PyTorch aligns', () => {
    expect(line({ text: '[ 0.,  4.,\n         8., 12.]' })).toBe('[0., 4., 8., 12.]');
    expect(line({ text: '[[ 1.,  2.],\n        [ 3.,  4.]]' })).toBe('[[1., 2.], [3., 4.]]');
    expect(line(null)).toBe('None');
  });
});

describe('tensor', () => {
  it('adds suffixes and wraps them as PyTorch does', () => {
    expect(tensor({ text: '28.' }, ['grad_fn=<MulBackward0>'])).toBe('tensor(28., grad_fn=<MulBackward0>)');
    const long = { text: `[${Array.from({ length: 8 }, () => '0.12345678').join(', ')}]`.slice(0, 70) };
    expect(tensor(long, ['requires_grad=True'])).toContain(',\n       requires_grad=True)');
  });

  it('gives the root the very text of the document', () => {
    for (const name of ['dot', 'square', 'detach', 'bias_history', 'mlp']) {
      const document = golden(name);
      const root = document.byId.get(document.root);
      expect(root && valueText(root)).toBe(document.text);
    }
  });

  it('names the dtype unless it goes without saying', () => {
    const node = golden('dot').byId.get(0);
    expect(node && valueText({ ...node, dtype: 'torch.float64' })).toBe(
      'tensor([0., 1., 2., 3.], dtype=torch.float64, requires_grad=True)',
    );
  });
});

describe('cut', () => {
  it('ends in an ellipsis that fits', () => {
    const font = { size: 12, mono: true };
    const text = cut('[0., 1., 2., 3.]', 60, font);
    expect(text).toBe('[0., 1.…');
    expect(width(text, font)).toBeLessThanOrEqual(60);
    expect(cut('[0.]', 60, font)).toBe('[0.]');
  });

  it('never halves a character outside the basic plane', () => {
    const text = '😀😀😀😀';
    expect(fitting(text, 30, { size: 12 }) % 2).toBe(0);
  });

  it('does not fall over texts of any length', () => {
    expect(clip('x'.repeat(1_000_000), 10)).toHaveLength(10);
    expect(cut('x'.repeat(1_000_000), 50, { size: 12 }).length).toBeLessThan(20);
  });
});

describe('join', () => {
  it('reads as a sentence', () => {
    expect([join([]), join(['a']), join(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});

describe('the gradient of a leaf', () => {
  it('is called by the name, and where there is none by the value', () => {
    const [x] = golden('dot').nodes;
    if (!x) throw new Error('no leaf');
    expect(gradOf(x)).toBe('x.grad');
    expect(gradOf({ ...x, name: '', value: { text: '11.' } } as typeof x)).toBe('(11.).grad');
    expect(gradOf(undefined)).toBe('(a node outside this picture).grad');
  });
});
