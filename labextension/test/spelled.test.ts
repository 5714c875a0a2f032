import { expect, it } from 'vitest';
import { html } from '../src/dom';
import { spelled } from '../src/spelled';

/** Where the code of a sentence may be broken. */
const pieces = (sentence: string): string[] =>
  html('p', {}, ...spelled(sentence))
    .innerHTML.replace(/<\/?code>/g, '')
    .split('<wbr>');

it('is not broken between two brackets', () => {
  expect(pieces('`y.detach().numpy()`')).toEqual(['y.detach()', '.numpy()']);
  expect(pieces('`x.grad.zero_()`')).toEqual(['x.grad.zero_()']);
});

it('is broken before what is given to a call', () => {
  expect(pieces('Call `y.backward(retain_graph=True)` first.')).toEqual([
    'Call y.backward(',
    'retain_graph=True) first.',
  ]);
});
