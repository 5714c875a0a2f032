import { describe, expect, it } from 'vitest';
import { code } from '../src/facts';

const rows = (text: string): (string | null)[] =>
  [...code(text).querySelectorAll('.ag-row')].map((row) => row.textContent);
const numbers = (text: string): (string | null)[] =>
  [...code(text).querySelectorAll('.ag-row > span')].map((number) => number.textContent);
const indents = (text: string): string[] =>
  [...code(text).querySelectorAll<HTMLElement>('.ag-row')].map((row) =>
    row.style.getPropertyValue('--ag-indent'),
  );

describe('a tensor of several lines', () => {
  it('has a row for each of its rows, however PyTorch has wrapped them', () => {
    const matrix = `tensor([[ 0.2152, -0.5242,
          1.1173],
        [ 0.1099, -0.6463,
         -1.4504]],
       requires_grad=True)`;
    expect(rows(matrix)).toEqual([
      'tensor([[ 0.2152, -0.5242,  1.1173],',
      '        [ 0.1099, -0.6463, -1.4504]],',
      'requires_grad=True)',
    ]);
    expect(indents(matrix)).toEqual(['9ch', '9ch', '0ch']);
    // Padded to one width: below each other wherever a row is wrapped.
    expect(numbers(matrix).slice(3, 6)).toEqual(['        [ 0.1099,', '-0.6463,', '-1.4504]],']);
    expect(numbers(matrix)[2]).toBe(' 1.1173],');
  });

  it('keeps its matrices apart, and what stands for rows that are left out', () => {
    const summary = `tensor([[[1., 2.],
         ...,
         [3., 4.]],

        [[5., 6.],
         [7., 8.]]])`;
    expect(rows(summary)).toEqual(summary.split('\n'));
  });

  it('keeps what PyTorch says behind the numbers', () => {
    const suffixes = 'tensor([1., 2.], dtype=torch.float64,\n       requires_grad=True)';
    expect(rows(suffixes)).toEqual(['tensor([1., 2.], dtype=torch.float64,', 'requires_grad=True)']);
    expect(rows('tensor(1., dtype=torch.float64,\n       requires_grad=True)')).toEqual([
      'tensor(1., dtype=torch.float64, requires_grad=True)',
    ]);
  });

  it('is scrolled by keyboard, too', () => {
    expect(code('tensor([1.,\n        2.])').tabIndex).toBe(0);
    expect(code('tensor([1., 2.])').tabIndex).toBe(-1);
  });

  it('is plain text on one line', () => {
    expect(code('tensor([1., 2.])').childElementCount).toBe(0);
    expect(code('tensor([1., 2.])').textContent).toBe('tensor([1., 2.])');
  });
});
