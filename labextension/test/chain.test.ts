import { describe, expect, it } from 'vitest';
import { whyWait } from '../src/chain';
import { View } from '../src/view';
import { golden, raw } from './golden';

describe('a shared result', () => {
  it('says why the walk waits, and what plain recursion would count twice', () => {
    const document = golden('mlp');
    const host = globalThis.document.createElement('div');
    const view = new View(host);
    view.update(raw('mlp'));
    view.select(17); // used by two operations
    expect(host.querySelector('[data-autograd="inspector"]')?.textContent).toContain('Plain recursion');
    const op = document.nodes.find((node) => node.kind === 'op');
    const leaf = document.nodes.find((node) => node.kind === 'leaf');
    if (!op || !leaf) throw new Error('no nodes');
    expect((whyWait(op, 2) as HTMLElement).textContent).toContain('would visit it and all behind it 2 times');
    expect(whyWait(op, 1)).toBe('');
    expect(whyWait(leaf, 2)).toBe('');
    view.dispose();
  });
});
