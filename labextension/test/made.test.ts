import { describe, expect, it } from 'vitest';
import { raw } from './golden';
import { eachWithView, page, part } from './page';

type Made = { op?: string };

describe('what the inspector says of how an operation was made', () => {
  eachWithView();

  it('counts the operations of a place: where a function was called again, there is no turn of a loop', () => {
    const document = raw('dot');
    const made = document.nodes.find(({ op }: Made) => op === 'DotBackward0');
    made.source.iteration = 3;
    page.view.update(document);
    page.view.select(made.id);
    expect(part('inspector').textContent).toContain('made by line 1, the third time in this graph');
  });
});
