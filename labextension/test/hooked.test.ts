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

describe('what a hook after an operation has made of what that sends', () => {
  eachWithView();

  it('is told beside the product that it was', () => {
    const document = saying('sent');
    page.view.update(document);
    const id = (wanted: string): number =>
      document.nodes.findIndex((node: { name: string }) => node.name === wanted);
    page.view.seek(1);
    const said = one('.ag-caption').textContent ?? '';
    expect(said).toContain('= [0., 1., 2., 3.] (a hook turned it into [0., 10., 20., 30.])');
    expect(said).toContain('= [0., 1., 2., 3.] to');
    page.view.select(id('h'));
    const rule = [...part('inspector').querySelectorAll('.ag-share')].map((each) => each.textContent);
    expect(rule[0]).toContain('= [0., 1., 2., 3.]a hook turned it into[0., 10., 20., 30.]');
    expect(rule[1]).not.toContain('hook');
    page.view.select(id('x'));
    expect(part('inspector').textContent).toContain('[0., 10., 20., 30.] a hook made it of [0., 1., 2., 3.]');
  });
});
