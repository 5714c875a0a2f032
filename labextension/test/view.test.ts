import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Found } from '../src/source';
import { View } from '../src/view';
import { NAMES, type Raw, raw } from './golden';

let host: HTMLElement;
let view: View;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  view = new View(host);
});

afterEach(() => {
  view.dispose();
  host.remove();
  vi.useRealTimers();
});

const all = (selector: string): Element[] => [...host.querySelectorAll(selector)];
const one = (selector: string): Element => {
  const found = host.querySelector(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const part = (name: string): Element => one(`[data-autograd="${name}"]`);
const node = (id: number): Element => one(`[data-autograd="node"][data-node="${id}"]`);
const hidden = (element: Element): boolean => element.closest('[hidden]') !== null;
const press = (key: string, target: Element = part('view')): void => {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
};
const button = (name: string): HTMLElement => one(`button[aria-label="${name}"]`) as HTMLElement;

describe('structure', () => {
  it('is quiet before the first walk: the line and the graph', () => {
    view.update(raw('dot'));
    expect(part('view').getAttribute('role')).toBe('figure');
    expect(part('view').getAttribute('aria-label')).toBe('tensor(28., grad_fn=<MulBackward0>)');
    expect(part('text').textContent).toBe('tensor(28., grad_fn=<MulBackward0>)');
    expect(hidden(button('Play'))).toBe(true);
    expect(hidden(part('inspector'))).toBe(true);
    expect(hidden(part('ledger'))).toBe(true);
    expect(part('grad').textContent).toBe('None');
    expect(part('grad').getAttribute('data-name')).toBe('x');
  });

  it('names nodes and edges for tests, style sheets and screen readers', () => {
    view.update(raw('dot_backward'));
    const dot = node(1);
    expect(dot.getAttribute('data-kind')).toBe('op');
    expect(dot.getAttribute('data-name')).toBe('');
    expect(dot.getAttribute('data-op')).toBe('DotBackward0');
    expect(dot.getAttribute('data-state')).toBe('visited');
    expect(dot.getAttribute('data-order')).toBe('2');
    expect(dot.getAttribute('role')).toBe('button');
    expect(dot.getAttribute('aria-label')).toBe('DotBackward0, value 14., gradient 2., visit 2');
    expect(node(0).getAttribute('aria-label')).toContain('x.grad [0., 4., 8., 12.]');
    expect(one('[data-kind="constant"]').getAttribute('aria-label')).toBe('constant, value 2, no gradient');
    expect(all('[data-autograd="edge"][data-from="0"][data-to="1"]')).toHaveLength(2);
    expect(all('[data-autograd="node"][tabindex="0"]')).toHaveLength(1);
    expect(part('grad').textContent).toBe('[0., 4., 8., 12.]');
    expect(part('grad').getAttribute('data-change')).toBe('fill');
    expect(part('step').textContent).toBe('3 / 3');
    expect(part('legend').textContent).toContain('leaf');
    expect(one('input[type=range]').getAttribute('aria-label')).toBe('Backward step');
    const ledger = part('ledger');
    expect(ledger.tagName).toBe('TABLE');
    expect(ledger.querySelectorAll('tbody tr')).toHaveLength(1);
    for (const name of ['Step back', 'Step forward', 'Play', 'Restart'])
      expect(hidden(button(name))).toBe(false);
  });

  it('marks cuts', () => {
    view.update(raw('detach'));
    expect(all('[data-autograd="edge"][data-cut="detach"]')).toHaveLength(1);
  });

  it('marks errors on the node and in the inspector', () => {
    view.update(raw('error'));
    expect(node(3).getAttribute('data-state')).toBe('error');
    expect(node(3).querySelector('[data-autograd="error"]')).not.toBeNull();
    expect(part('inspector').querySelector('[data-autograd="error"]')?.textContent).toContain(
      'retain_graph=True',
    );
    view.seek(3);
    expect(all('[data-autograd="error"]')).toHaveLength(0);
  });

  it.each(NAMES)('shows every step of %s, every node chosen', (name) => {
    const document = raw(name);
    view.update(document);
    for (let step = 0; step <= 12; step++) view.seek(step);
    for (const item of document.nodes) view.select(item.id);
    expect(part('inspector').textContent).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('stepping', () => {
  it('goes by buttons, slider, ledger and keys', () => {
    view.update(raw('dot_history'));
    const at = (): string | null => part('step').textContent;
    button('Restart').click();
    expect(at()).toBe('0 / 8');
    expect(part('grad').textContent).toBe('None');
    button('Step forward').click();
    button('Step forward').click();
    button('Step back').click();
    expect(at()).toBe('1 / 8');
    (one('tbody tr:nth-child(2)') as HTMLElement).click();
    expect(at()).toBe('4 / 8');
    expect(part('grad').getAttribute('data-change')).toBe('zero');
    press(']');
    expect(at()).toBe('5 / 8');
    press('[');
    expect(at()).toBe('4 / 8');
    const slider = one('input[type=range]') as HTMLInputElement;
    slider.value = '8';
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    expect(at()).toBe('8 / 8');
    expect(part('grad').textContent).toBe('[1., 5., 9., 13.]');
  });

  it('plays to the end and offers Play again', () => {
    vi.useFakeTimers();
    view.update(raw('dot_backward'));
    button('Play').click();
    expect(part('step').textContent).toBe('0 / 3');
    expect(view.playing).toBe(true);
    expect(all('button[aria-label="Pause"]')).toHaveLength(1);
    vi.advanceTimersByTime(10_000);
    expect(part('step').textContent).toBe('3 / 3');
    expect(all('button[aria-label="Play"]')).toHaveLength(1);
  });

  it('pauses', () => {
    vi.useFakeTimers();
    view.update(raw('dot_backward'));
    press('p');
    press('p');
    vi.advanceTimersByTime(10_000);
    expect(part('step').textContent).toBe('0 / 3');
  });
});

describe('code', () => {
  it('lights up the nodes that a line made, also in a newer document, and the loop that holds them', () => {
    const lit = (): (string | null)[] =>
      all('[data-autograd="node"][data-made]').map((element) => element.getAttribute('data-node'));
    view.update(raw('dot'));
    view.point([1, 3]);
    expect(lit()).toEqual(['1', '3']);
    view.update(raw('dot_backward'));
    expect(lit()).toEqual(['1', '3']);
    view.point([]);
    expect(lit()).toEqual([]);
    const loop = raw('loop');
    const group = loop.nodes.find((item: Raw) => item.kind === 'group');
    view.update(loop);
    view.point([group.members[0]]);
    expect(lit()).toEqual([String(group.id)]);
  });

  it('goes to the line where the host can, and says when it was edited', () => {
    let state: 'found' | 'edited' | 'unknown' = 'found';
    const shown: number[] = [];
    view.dispose();
    view = new View(host, {
      source: { find: () => ({ state }) as Found, show: (item) => shown.push(item.id) },
    });
    view.update(raw('dot'));
    view.select(1);
    const made = (): Element => one('.ag-made');
    const go = (): HTMLElement | null => host.querySelector('.ag-go');
    expect(made().textContent).toContain('made by line');
    go()?.click();
    expect(shown).toEqual([1]);
    state = 'edited';
    view.refresh();
    expect(go()).toBeNull();
    expect(made().textContent).toContain('edited since');
    state = 'unknown';
    view.refresh();
    expect(made().textContent).not.toContain('edited');
  });
});

describe('choosing', () => {
  it('opens the inspector on click, Enter and Space, closes it on Escape', () => {
    const chosen: (number | null)[] = [];
    view.dispose();
    view = new View(host, { onSelect: (chose) => chosen.push(chose?.id ?? null) });
    view.update(raw('dot_backward'));
    node(1).dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const inspector = part('inspector');
    expect(hidden(inspector)).toBe(false);
    expect(inspector.getAttribute('role')).toBe('region');
    expect(inspector.getAttribute('aria-live')).toBe('polite');
    expect(inspector.textContent).toContain('tensor(14., grad_fn=<DotBackward0>)');
    expect(inspector.textContent).toContain('2. × [0., 1., 2., 3.]');
    expect(inspector.textContent).toContain('∂z/∂(first x) = x');
    expect(inspector.querySelector('mark')?.textContent).toBe('torch.dot(x, x)');
    press('Escape');
    expect(hidden(inspector)).toBe(true);
    press('Enter', node(1));
    expect(hidden(inspector)).toBe(false);
    press(' ', node(1));
    expect(hidden(inspector)).toBe(true);
    expect(chosen).toEqual([1, null, 1, null]);
  });

  it('says why there is no .grad', () => {
    view.update(raw('dot_backward'));
    view.select(1);
    expect(part('inspector').textContent).toContain('not kept: no leaf, only passed on to x.grad');
    view.update(raw('detach'));
    view.select(2);
    expect(part('inspector').textContent).toContain('cut off by detach');
  });

  it('walks along edges by arrow keys', () => {
    view.update(raw('dot_backward'));
    const focused = (): string | null | undefined => document.activeElement?.getAttribute('data-node');
    press('ArrowLeft');
    expect(focused()).toBe('3');
    press('ArrowLeft', node(3));
    expect(focused()).toBe('1');
    press('ArrowLeft', node(1));
    expect(focused()).toBe('0');
    press('ArrowRight', node(0));
    expect(focused()).toBe('1');
  });

  it('opens and folds loops', () => {
    view.update(raw('loop'));
    const group = one('[data-kind="group"]');
    expect(group.getAttribute('aria-label')).toMatch(/^loop b, 9 turns, folded, value \S+, gradient 1\., /);
    expect(part('step').textContent).toBe('2 / 2');
    group.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(part('step').textContent).toBe('10 / 10');
    expect(all('[data-op="MulBackward0"]')).toHaveLength(9);
    button('Fold loops').click();
    expect(part('step').textContent).toBe('2 / 2');
  });
});

describe('updates', () => {
  it('plays what is new and keeps choice', () => {
    vi.useFakeTimers();
    view.update(raw('dot'));
    view.select(1);
    view.update(raw('dot_backward'));
    expect(part('step').textContent).toBe('0 / 3');
    vi.advanceTimersByTime(5000);
    expect(part('step').textContent).toBe('3 / 3');
    expect(hidden(part('inspector'))).toBe(false);
  });

  it('goes on playing when the same document comes again', () => {
    vi.useFakeTimers();
    view.update(raw('dot'));
    view.update(raw('dot_backward'));
    vi.advanceTimersByTime(500);
    expect(part('step').textContent).toBe('1 / 3');
    view.update(raw('dot_backward'));
    expect(part('step').textContent).toBe('1 / 3');
    view.update(raw('dot_history'));
    vi.advanceTimersByTime(9000);
    expect(part('step').textContent).toBe('8 / 8');
  });

  it('stands at the end when the document is another one', () => {
    view.update(raw('square'));
    view.update(raw('dot_backward'));
    expect(part('step').textContent).toBe('3 / 3');
  });

  it('shows a message for what cannot be drawn, and recovers', () => {
    view.update(raw('dot'));
    view.update({ version: 3, text: 'tensor(1.)' });
    expect(part('text').textContent).toBe('tensor(1.)');
    expect(one('[role=status]').textContent).toContain('version is 3');
    expect(hidden(one('.ag-body'))).toBe(true);
    for (const broken of [null, 5, 'x', [], { version: 1 }]) view.update(broken);
    view.seek(2);
    view.play();
    press(']');
    view.update(raw('dot'));
    expect(hidden(node(1))).toBe(false);
  });

  it('leaves nothing behind', () => {
    view.update(raw('dot_backward'));
    view.play();
    view.dispose();
    expect(host.children).toHaveLength(0);
    expect(view.playing).toBe(false);
    view.seek(1);
  });
});

describe('hostile documents', () => {
  it('takes every text for a text', () => {
    const evil = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
    const document: Raw = raw('dot_backward');
    document.text = evil;
    for (const item of document.nodes) {
      Object.assign(item, { name: evil, symbol: evil, formula: evil, local: [evil, evil] });
      if (item.value) item.value.text = evil;
      if (item.source) Object.assign(item.source, { line: evil, start: 2, end: 9 });
    }
    document.changes[0].by = evil;
    document.backwards[0].call = evil;
    view.update(document);
    for (let step = 0; step < 4; step++) view.seek(step);
    for (const id of [0, 1, 2, 3]) view.select(id);
    expect(all('img, script')).toHaveLength(0);
    expect(part('text').textContent).toBe(evil);
  });

  it('cuts names of any length', () => {
    const document: Raw = raw('dot_backward');
    for (const item of document.nodes) item.name = 'very_long_name_'.repeat(5000);
    view.update(document);
    view.select(1);
    expect(one('.ag-title').textContent?.length).toBeLessThan(60);
  });

  it('draws a graph whose edges run in circles', () => {
    const document: Raw = raw('dot_backward');
    document.edges.push({ from: 3, to: 1, input: 2, cut: null });
    view.update(document);
    view.select(1);
    expect(hidden(one('.ag-body'))).toBe(false);
  });
});

describe('the order of the inspector', () => {
  const titles = (): (string | null)[] =>
    [...part('inspector').querySelectorAll('h4, .ag-made, dt, .ag-rule-title, summary')]
      .filter((each) => each.closest('details') === null || each.tagName === 'SUMMARY')
      .map((each) => (each.classList.contains('ag-made') ? 'made' : each.textContent));

  it('is: what it is, the line, the numbers, the chain rule, what is kept; attributes on demand', () => {
    view.update(raw('dot_backward'));
    view.select(1);
    expect(titles()).toEqual([
      'dot DotBackward0',
      'made',
      'value',
      'upstream ∂y/∂z',
      'Chain rule: upstream × local',
      '.grad',
      'saved',
      'what Python says of this tensor',
    ]);
    const details = (): HTMLDetailsElement => one('.ag-attributes') as HTMLDetailsElement;
    expect(details().open).toBe(false);
    expect(details().textContent).toContain('requires_grad');
    (details().firstElementChild as HTMLElement).click();
    press('[');
    expect(details().open).toBe(true);
    view.select(0);
    expect(details().open).toBe(true);
  });

  it('shows the upstream gradient in its colour within the product', () => {
    view.update(raw('dot_backward'));
    view.select(1);
    const product = all('.ag-share code').find((each) => each.textContent === '2. × [0., 1., 2., 3.]');
    expect(product?.querySelector('.ag-warm')?.textContent).toBe('2.');
  });

  it('says what an error means before it repeats its words', () => {
    view.update(raw('error'));
    const error = one('[data-autograd="inspector"] [data-autograd="error"]');
    expect(error.children[1]?.className).toBe('ag-help');
    expect(error.querySelector('.ag-help code')?.textContent).toBe('y');
    expect(error.querySelector('details')?.textContent).toContain('a second time');
  });
});

it('the legend explains the looks of the present moment', () => {
  const freed = (): boolean => part('view').querySelector('.ag-graph')?.hasAttribute('data-freed') ?? false;
  view.update(raw('error'));
  expect(part('legend').lastElementChild?.textContent).toContain('what it had saved is freed');
  expect(freed()).toBe(all('[data-autograd="node"][data-state="freed"]').length > 0);
  view.seek(0);
  expect(freed()).toBe(false);
  const seen = new Set<boolean>();
  for (let step = 0; step <= view.state.total; step++) {
    view.seek(step);
    expect(freed()).toBe(all('[data-autograd="node"][data-state="freed"]').length > 0);
    seen.add(freed());
  }
  expect(seen.size).toBe(2);
});
