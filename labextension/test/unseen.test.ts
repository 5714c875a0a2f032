import { describe, expect, it } from 'vitest';
import { raw, saying } from './golden';
import { all, eachWithView, hidden, node, one, page, part } from './page';

const marks = (id: number): number => node(id).querySelectorAll('[data-autograd="unseen"]').length;

describe('what was changed behind autograd\u2019s back', () => {
  eachWithView();

  it('is told above the picture, marked on its node, and explained there with the line', () => {
    const document = saying('unseen');
    page.view.update(document);
    const [{ node: id, source }] = document.unseen;
    const note = one('[data-autograd="unseen"][role="note"]');
    expect(hidden(note)).toBe(false);
    expect(note.textContent).toContain('MulBackward0 saved x, and then x.data.mul_(2) changed it behind');
    expect(marks(id)).toBe(1);
    expect(node(id).getAttribute('aria-label')).toContain('what it had saved was changed unseen');
    expect(all('[data-autograd="node"] [data-autograd="unseen"]')).toHaveLength(
      new Set(document.unseen.map((each: { node: number }) => each.node)).size,
    );
    page.view.select(id);
    const why = part('inspector').querySelector('[data-autograd="unseen"]');
    expect(why?.textContent).toContain('changed it behind autograd');
    expect(why?.querySelector('.ag-source')?.textContent).toBe(source.line);
    // It is no error: the walk went through, and is there to be stepped through.
    expect(all('[data-state="error"]')).toEqual([]);
    expect(page.view.state.total).toBeGreaterThan(0);
  });

  it('is nowhere else', () => {
    page.view.update(saying('unseen'));
    page.view.update(saying('second'));
    expect(hidden(one('[data-autograd="unseen"][role="note"]'))).toBe(true);
    expect(all('[data-autograd="node"] [data-autograd="unseen"]')).toEqual([]);
  });

  it('marks the loop that a marked operation is folded into', () => {
    const document = raw('loop');
    const group = document.nodes.find(({ kind }: { kind: string }) => kind === 'group');
    page.view.update({ ...document, unseen: [{ node: group.members[0], says: 'It was changed.' }] });
    expect(marks(group.id)).toBe(1);
    page.view.select(group.id);
    expect(part('inspector').textContent).toContain('It was changed.');
  });

  it('says the same of many operations once, and does not go on for ever', () => {
    const document = saying('unseen');
    const { node } = document.unseen[0];
    const said = (count: number): string[] => {
      const unseen = Array.from({ length: 12 }, (_, i) => ({ node, says: `It ${i % count}.` }));
      page.view.update({ ...document, unseen });
      const note = one('[data-autograd="unseen"][role="note"]');
      return [...note.querySelectorAll('p')].map((line) => line.textContent ?? '');
    };
    expect(said(2)).toEqual(['It 0.', 'It 1.']);
    expect(said(5)).toEqual(['It 0.', 'It 1.', 'It 2.', 'and 2 more']);
  });
});
