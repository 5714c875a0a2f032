import { describe, expect, it } from 'vitest';
import { saying } from './golden';
import { eachWithView, node, page, part } from './page';

describe('a leaf that was changed after the walk', () => {
  eachWithView();

  const updated = (): { x: number; product: number } => {
    const document = saying('updated');
    page.view.update(document);
    const id = (wanted: (node: { name: string; op?: string }) => boolean): number =>
      document.nodes.findIndex(wanted);
    return { x: id(({ name }) => name === 'x'), product: id(({ op }) => op === 'MulBackward0') };
  };

  it('shows what it was, and what it is by now', () => {
    const { x } = updated();
    expect(node(x).textContent).toContain('[0., 1., 2., 3.]');
    expect(node(x).textContent).toContain('leaf, now [');
    expect(node(x).getAttribute('aria-label')).toContain('value [0., 1., 2., 3.], now [0., 0., 0., 0.]');
    page.view.select(x);
    expect(part('inspector').textContent).toContain(
      'nowtensor([0., 0., 0., 0.]) by x -= 0.5 * x.grad, line 4',
    );
  });

  it('leaves the chain rule as the walk computed it', () => {
    const { product } = updated();
    page.view.select(product);
    expect(part('inspector').textContent).toContain('[1., 1., 1., 1.] × [0., 1., 2., 3.]');
  });

  it('has entered the chain rule if the walk came later, unseen', () => {
    const document = saying('unseen');
    page.view.update(document);
    page.view.select(document.unseen[0].node);
    const { value } = document.nodes.find(({ later }: { later?: object }) => later).later;
    expect(part('inspector').textContent).toContain(`× ${value.replace('[ ', '[')}`);
  });
});

describe('a constant that was told to require gradients too late', () => {
  eachWithView();

  it('says so, and is none of the leaves', () => {
    const document = saying('late');
    page.view.update(document);
    const late = document.nodes.findIndex(({ late }: { late?: boolean }) => late);
    expect(node(late).getAttribute('aria-label')).toContain('no gradient: requires_grad was set too late');
    page.view.select(late);
    expect(part('inspector').textContent).toContain(
      'None requires_grad was set after this graph had used it',
    );
    expect(part('inspector').textContent).toContain('requires_gradFalse, set to True later');
  });
});
