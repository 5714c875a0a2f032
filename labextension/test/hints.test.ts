import { describe, expect, it } from 'vitest';
import { cause } from '../src/hints';

describe('the cause of a failed walk', () => {
  it('is a clause even where the error has no text', () => {
    expect(cause({ type: 'KeyboardInterrupt', text: '', node: 0 })).toBe('it was interrupted');
    expect(cause({ type: 'ValueError', text: '', node: null })).toBe('ValueError');
    expect(cause({ type: 'ValueError', text: 'mine.', node: null })).toBe('mine');
  });
});
