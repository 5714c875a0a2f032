/** What a click and a step touch: that which changes, however many nodes are drawn. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { golden, raw } from './golden';
import { all, eachWithView, page, part, press } from './page';

eachWithView();

/** How many attributes are looked at in the drawing while something is done. */
function looks(act: () => void): number {
  let count = 0;
  const drawing = part('view').querySelector('.ag-drawing');
  const { getAttribute, hasAttribute } = Element.prototype;
  const has = vi.spyOn(Element.prototype, 'hasAttribute').mockImplementation(function (this: Element, name) {
    if (drawing?.contains(this)) count += 1;
    return hasAttribute.call(this, name);
  });
  const get = vi.spyOn(Element.prototype, 'getAttribute').mockImplementation(function (this: Element, name) {
    if (drawing?.contains(this)) count += 1;
    return getAttribute.call(this, name);
  });
  act();
  has.mockRestore();
  get.mockRestore();
  return count;
}

/** Chooses a node, and waits for what is done once that is painted. */
function select(id: number | null): void {
  vi.useFakeTimers();
  page.view.select(id);
  vi.runAllTimers();
  vi.useRealTimers();
}

describe('in a drawing of many nodes', () => {
  it('what was chosen is explained before the drawing is painted anew, and marked in it after that', () => {
    page.view.update(raw('mlp'));
    const marked = (): (string | undefined)[] => all('[data-selected]').map((each) => each.dataset.node);
    vi.useFakeTimers();
    page.view.select(17);
    expect(part('inspector').querySelector('h4')?.textContent).not.toBe('');
    expect(marked()).toEqual([]);
    vi.runAllTimers();
    expect(marked()).toEqual(['17']);
    // Of two choices before the page is painted the last one is marked.
    page.view.select(16);
    page.view.select(3);
    vi.runAllTimers();
    expect(marked()).toEqual(['3']);
    page.view.select(16);
    page.view.dispose();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('a choice looks at the nodes before and after it, and at their edges', () => {
    page.view.update(raw('mlp'));
    const nodes = all('[data-autograd="node"]').length;
    select(17);
    expect(looks(() => select(16))).toBeLessThan(nodes);
    expect(all('[data-selected]').map((each) => each.dataset.node)).toEqual(['16']);
    const near = all('[data-near]').map((each) => [each.dataset.from, each.dataset.to]);
    expect(near.length).toBeGreaterThan(0);
    expect(near.every((ends) => ends.includes('16'))).toBe(true);
    expect(near).toHaveLength(all('[data-from="16"], [data-to="16"]').length);
    select(null);
    expect(all('[data-selected], [data-near], .ag-node[aria-pressed]')).toHaveLength(0);
  });

  it('a step looks at what the step before it changed, and at what it changes', () => {
    page.view.update(raw('mlp'));
    const nodes = all('[data-autograd="node"]').length;
    expect(looks(() => page.view.move(-1))).toBeLessThan(3 * nodes);
  });

  it('only one node is reached by the Tab key, wherever the keyboard went', () => {
    page.view.update(raw('mlp'));
    const reached = (): (string | undefined)[] =>
      all('[data-autograd="node"][tabindex="0"]').map((each) => each.dataset.node);
    const [before] = reached();
    press('ArrowLeft');
    press('ArrowLeft');
    expect(reached()).toHaveLength(1);
    expect(reached()).not.toEqual([before]);
  });
});

describe('the inspector', () => {
  it('keeps at each step what stays, and is scrolled to the beginning for another node', () => {
    page.view.update(raw('mlp'));
    page.view.select(17);
    const kept = all('.ag-inspector :is(h4, .ag-source, .ag-rows)').slice(0, 3);
    page.view.move(-1);
    expect(kept).toHaveLength(3);
    expect(kept.map((each) => each.isConnected)).toEqual([true, true, true]);
    const code = part('inspector').querySelector('.ag-source') as HTMLElement;
    code.scrollLeft = 40;
    code.dispatchEvent(new Event('scroll'));
    page.view.move(-1);
    expect(code.scrollLeft).toBe(40);
    const other = golden('mlp').nodes.find(({ id, kind, source }) => id !== 17 && kind === 'op' && source);
    page.view.select(other?.id ?? null);
    expect(part('inspector').querySelector('.ag-source')).toBe(code);
    expect(code.scrollLeft).toBe(0);
  });
});

it('no rule of the style sheets gives every element a part before or after it, whose style would be worked out', () => {
  const folder = join(import.meta.dirname, '../style');
  const sheets = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(sheets.length).toBeGreaterThan(5);
  for (const sheet of sheets)
    expect(sheet.replace(/\/\*.*?\*\//gs, '')).not.toMatch(/(\*|\s)::?(before|after)\b/);
});
