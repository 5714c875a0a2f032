import { describe, expect, it } from 'vitest';
import { raw } from './golden';
import { eachWithView, page, part } from './page';

type Made = { op?: string; saved?: unknown[]; source?: { iteration: number | null } | null };

describe('what the inspector says of how an operation was made', () => {
  eachWithView();

  const chosen = (name: string, wanted: (node: Made) => boolean): string => {
    const document = raw(name);
    page.view.update(document);
    page.view.seek(99);
    page.view.select(document.nodes.findIndex(wanted));
    return part('inspector').textContent ?? '';
  };

  it('tells the version of what is kept, and none of what was freed: nobody knows it any more', () => {
    expect(chosen('dot', ({ op }) => op === 'DotBackward0')).toContain('version 0, kept');
    const freed = chosen('dot_backward', ({ op }) => op === 'DotBackward0');
    expect(freed).toContain('freed by the walk');
    expect(freed).not.toContain('version 0, freed');
  });

  it('counts the operations of a place: where a function was called again, there is no turn of a loop', () => {
    const document = raw('dot');
    const made = document.nodes.find(({ op }: Made) => op === 'DotBackward0');
    made.source.iteration = 3;
    page.view.update(document);
    page.view.select(made.id);
    expect(part('inspector').textContent).toContain('made by line 1, time 3 in this graph');
  });
});
