import { describe, expect, it, vi } from 'vitest';
import type { Found } from '../src/source';
import { View } from '../src/view';
import { type Raw, raw } from './golden';
import { eachWithView, page, part } from './page';

eachWithView();

describe('the ledger', () => {
  const rows = (): HTMLTableRowElement[] =>
    [...part('ledger').querySelectorAll<HTMLTableRowElement>('tbody tr')].filter((row) => !row.hidden);

  it('says which call and line changed a gradient', () => {
    page.view.update(raw('dot_history'));
    const texts = rows().map((row) => row.textContent?.replace(/\s+/g, ' '));
    expect(texts[0]).toContain('y.backward(retain_graph=True) line 1');
    expect(texts[1]).toMatch(/zeroed.*x\.grad\.zero_\(\).*line \d/);
    const { line } = raw('dot_history').changes[1].source;
    expect(rows()[1]?.querySelector('.ag-note')?.getAttribute('title')).toBe(line);
  });

  it('has a word for each of the ways in which a gradient changes', () => {
    const document = raw('dot_history');
    const kinds = ['fill', 'add', 'zero', 'none', 'assign', 'inplace'];
    document.changes = kinds.map((change) => ({ ...document.changes[1], change, backward: null }));
    document.changes[3].grad = null;
    document.backwards = [];
    page.view.update(document);
    const cells = rows().map((row) => [...row.cells].slice(2, 4).map((cell) => cell.textContent));
    expect(cells).toEqual([
      ['filled', '[0., 0., 0., 0.]'],
      ['added', '[0., 0., 0., 0.]'],
      ['zeroed', '[0., 0., 0., 0.]'],
      ['set to None', 'None'],
      ['assigned', '[0., 0., 0., 0.]'],
      ['changed in place', '[0., 0., 0., 0.]'],
    ]);
    for (const [i, row] of rows().entries()) {
      row.click();
      expect(part('step').textContent).toBe(`${i + 1} / 6`);
      expect(part('grad').getAttribute('data-change')).toBe(kinds[i]);
    }
  });

  it('has a shorter text of whole entries for a narrow table', () => {
    const document = raw('dot_history');
    document.changes[0].grad.text = '[1.6511e-03, 1.8239e-03, 5.5966e-04, -6.0954e-05]';
    document.changes[1].grad.text = '[0., 0., 0., 0.]';
    page.view.update(document);
    const texts = (row: number): (string | null)[] =>
      [...(rows()[row]?.querySelectorAll('td.ag-warm span') ?? [])].map((each) => each.textContent);
    expect(texts(0)).toEqual(['[1.6511e-03, 1.8239e-03, 5.5966e-04, …', '[1.6511e-03, …']);
    expect(texts(1)).toEqual([]);
    expect(rows()[1]?.querySelector('td.ag-warm')?.textContent).toBe('[0., 0., 0., 0.]');
  });

  const title = (): string | null | undefined => part('ledger').querySelector('caption')?.textContent;

  it('is that of the chosen leaf, where there are several', async () => {
    page.view.update(raw('mlp'));
    const all = rows().length;
    const leaf = page.view.nodes.find((each) => each.name === 'W1');
    expect(title()).toBe('History of .grad');
    page.view.select(leaf?.id ?? -1);
    await vi.waitFor(() => expect(title()).toBe('History of W1.grad'));
    expect(rows().length).toBeGreaterThan(0);
    expect(rows().length).toBeLessThan(all);
    expect(rows().every((row) => row.textContent?.includes('W1.grad'))).toBe(true);
    page.view.select(null);
    await vi.waitFor(() => expect(rows()).toHaveLength(all));
  });

  it('follows when the inspector stands on the screen, for the last choice alone', async () => {
    page.view.update(raw('mlp'));
    const [first, last] = ['W1', 'W2'].map((name) => page.view.nodes.find((each) => each.name === name));
    const titles: (string | null | undefined)[] = [];
    const watch = new MutationObserver(() => titles.push(title()));
    watch.observe(part('ledger'), { childList: true, characterData: true, subtree: true });
    page.view.select(first?.id ?? -1);
    expect(part('inspector').textContent).toMatch(/^W1 leaf/);
    page.view.select(last?.id ?? -1);
    expect(part('inspector').textContent).toMatch(/^W2 leaf/);
    expect(title()).toBe('History of .grad');
    await vi.waitFor(() => expect(title()).toBe('History of W2.grad'));
    watch.disconnect();
    expect(titles).not.toContain('History of W1.grad');
  });
});

describe('where a change was made', () => {
  const where = (): HTMLElement => part('ledger').querySelector('tbody .ag-note') as HTMLElement;

  it('leads to the cell, says where it was edited, and is plain text where nobody knows', () => {
    let found: Found = { state: 'found', cell: 'a', place: { line: 1, from: 0, to: 3 }, prompt: 7 };
    const shown: unknown[] = [];
    const view = new View(page.host, {
      source: { find: () => found, show: (of, what) => shown.push([of.id, what, of.source?.line]) },
    });
    view.update(raw('dot_history'));
    const ledger = view.root.querySelector('[data-autograd="ledger"]') as HTMLElement;
    const place = (row: number): HTMLElement =>
      ledger.querySelectorAll<HTMLElement>('tbody .ag-note')[row] as HTMLElement;
    expect(place(1).textContent).toBe('cell [7], line 1');
    (place(1).querySelector('button') as HTMLElement).click();
    expect(shown).toEqual([[1, 'change', raw('dot_history').changes[1].source.line]]);
    expect(view.state.step).toBeGreaterThan(0);
    found = { state: 'edited', cell: 'a' };
    view.refresh();
    expect(place(1).textContent).toBe('line 1, edited since');
    expect(ledger.querySelector('.ag-go')).toBeNull();
    found = { state: 'unknown' };
    view.refresh();
    expect(place(1).textContent).toBe('line 1');
    view.dispose();
  });

  it('is text in a page without an editor', () => {
    page.view.update(raw('dot_history'));
    expect(where().textContent).toBe('line 1');
    expect(part('ledger').querySelector('.ag-go')).toBeNull();
  });
});

describe('a walk of another graph', () => {
  it('is told in the inspector of the leaf that it reached', () => {
    const document = raw('dot_backward');
    page.view.update(document);
    page.view.select(0);
    expect(part('inspector').textContent).not.toContain('another graph');
    const [walk] = document.backwards;
    walk.steps = walk.steps.filter((step: Raw) => step.kind === 'accumulate');
    page.view.update({ ...document, text: 'tensor(28.)' });
    expect(part('inspector').textContent).toContain('this time through another graph[0., 4., 8., 12.]');
    expect(part('inspector').textContent).not.toContain('sum');
  });
});
