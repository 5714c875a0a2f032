import { describe, expect, it } from 'vitest';
import { saying } from './golden';
import { eachWithView, one, page, part } from './page';

describe('gradients that hooks have made something else of', () => {
  eachWithView();

  const opened = (): { op: number; leaf: number } => {
    const document = saying('hooked');
    page.view.update(document);
    const id = (wanted: (node: { name: string }) => boolean): number => document.nodes.findIndex(wanted);
    return { op: id(({ name }) => name === 'h'), leaf: id(({ name }) => name === 'x') };
  };

  it('are told with what arrived, step by step', () => {
    const { op, leaf } = opened();
    const said = (step: number): string => {
      page.view.seek(step);
      return one('.ag-caption').textContent ?? '';
    };
    expect(said(1)).toContain('the seed [1., 1., 1., 1.] (a hook turned it into [-2., -2., -2., -2.]): Mul');
    expect(said(2)).toMatch(/received .* \+ .* = .* \(a hook turned it into .*\) and x\.grad/);
    page.view.select(op);
    expect(part('inspector').textContent).toContain('arrivedtensor([1., 1., 1., 1.]) before a hook');
    page.view.select(leaf);
    expect(part('inspector').textContent).toContain('a hook turned it into');
  });
});
