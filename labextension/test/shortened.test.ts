import { describe, expect, it } from 'vitest';
import { entries } from '../src/shortened';
import { brief, numbers, width } from '../src/text';

const FONT = { size: 12, mono: true };
/** Room for so many digits. */
const room = (digits: number): number => Math.ceil(width('0'.repeat(digits), FONT));

describe('numbers', () => {
  // The same cases as in tests/trace/test_textwidth.py.
  it.each([
    ['[0., 1., 2., 3.]', 16, '[0., 1., 2., 3.]'],
    ['[5.2682, 5.2682, 5.2682]', 20, '[5.2682, 5.2682, …'],
    ['[5.2682, 5.2682, 5.2682]', 17, '[5.2682, …'],
    ['[[1., 2.], [3., 4.]]', 13, '[[1., 2.], …'],
    ['T = [[0.5851, -1.1560], [2., 3.]]', 20, 'T = [[0.5851, …'],
    ['1.2345; 2.; 3.', 11, '1.2345; …'],
    ['20247.8867', 8, '20247.89'],
    ['20247.8867', 6, '20248.'],
    ['-20247.8867', 6, '-2e+04'],
    ['0.0048', 5, '0.005'],
    ['0.0041', 4, '0.0…'],
    ['2.0000e-07', 7, '2.0e-07'],
    ['∂ 2.0000e-07', 7, '∂ 2e-07'],
    ['[2.0000e-07, 1.]', 10, '[2e-07, …'],
    ['[[12.3456], [1.]]', 8, '[[12.35…'],
    ['12345678', 6, '1e+07'],
    ['layer_12345678', 8, 'layer_1…'],
    ['3 parts', 5, '3 pa…'],
  ])('%s in the room of %i', (text, digits, expected) => {
    expect(numbers(text, room(digits), FONT)).toBe(expected);
  });
});

describe('the end of a list', () => {
  it('stands after an entry', () => {
    expect(entries('[1., 22., 3.]', 7)).toBe(5);
    expect(entries('[1., 22., 3.]', 10)).toBe(10);
    expect(entries('[1., 22., 3.]', 3)).toBe(0);
  });

  it('is where a sentence tells no more of it', () => {
    expect(brief({ text: '[0.1234, 0.1234, 0.1234]' }, 20)).toBe('[0.1234, 0.1234, …');
    expect(brief({ text: '[0.1234, 0.1234]' }, 16)).toBe('[0.1234, 0.1234]');
  });
});
