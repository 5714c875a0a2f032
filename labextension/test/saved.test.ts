import { describe, expect, it } from 'vitest';
import { raw } from './golden';
import { eachWithView, page, part } from './page';

eachWithView();

describe('what an operation has saved', () => {
  const dot = 1;
  const saved = (): string => part('inspector').textContent ?? '';

  it('is told with its version, and that the walk frees it when it comes by', () => {
    page.view.update(raw('dot_backward'));
    page.view.select(dot);
    expect(saved()).toContain('x, x version 0, freed by the walk');
    page.view.seek(1); // only y was visited
    expect(saved()).toContain('x, x version 0, kept until its visit');
    page.view.seek(2);
    expect(saved()).toContain('x, x version 0, freed by the walk');
  });

  it('is kept where no walk has come by, or one that was told to', () => {
    page.view.update(raw('dot'));
    page.view.select(dot);
    expect(saved()).toContain('x, x version 0, kept');
    expect(saved()).not.toContain('until');
  });

  it('is told with the line that wrote over it, and the version since', () => {
    const document = raw('dot');
    document.nodes[dot].saved = [
      { name: 'self', label: 'x', version: 0, state: 'overwritten', now: 2, by: 'x.mul_(3)', source: null },
      { name: 'tensor', label: 'w', version: 1, state: 'kept' },
    ];
    page.view.update(document);
    page.view.select(dot);
    expect(saved()).toContain('x version 0, overwritten by x.mul_(3): now version 2');
    expect(saved()).toContain('w version 1, kept');
  });

  it('has no version where nobody looked before the walk let go of it', () => {
    const document = raw('dot_backward');
    for (const each of document.nodes[dot].saved) each.version = null;
    page.view.update(document);
    page.view.select(dot);
    expect(saved()).toContain('x, x freed by the walk');
    expect(saved()).not.toContain('version 0, freed');
  });
});
