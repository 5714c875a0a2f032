import { describe, expect, it } from 'vitest';
import { raw } from './golden';
import { all, button, eachWithView, hidden, node, page, part, press } from './page';

eachWithView();

describe('direction', () => {
  const middle = (id: number): { x: number; y: number } => {
    const shape = node(id).querySelector('rect.ag-shape') ?? node(id);
    return { x: Number(shape.getAttribute('x')), y: Number(shape.getAttribute('y')) };
  };

  it('turns the picture at the same point of its history, and back', () => {
    page.view.update(raw('dot_backward'));
    page.view.select(1);
    page.view.seek(2);
    const [first, last] = [middle(1), middle(3)];
    expect(first.x).toBeLessThan(last.x);
    button('Draw top to bottom').click();
    expect(page.view.direction).toBe('down');
    expect(middle(1).y).toBeLessThan(middle(3).y);
    expect(page.view.state).toEqual({ step: 2, total: 3, selected: 1 });
    expect(node(1).getAttribute('data-state')).toBe('current');
    expect(part('legend').textContent).toContain('upwards');
    button('Draw left to right').click();
    expect([middle(1), middle(3)]).toEqual([first, last]);
  });

  it('keeps loops open, and closes them', () => {
    page.view.update(raw('loop'));
    const closed = all('[data-autograd="node"]').length;
    const group = page.view.nodes.find((each) => each.kind === 'group')?.id ?? -1;
    node(group).dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const open = all('[data-autograd="node"]').length;
    expect(open).toBeGreaterThan(closed);
    page.view.direction = 'down';
    expect(all('[data-autograd="node"]')).toHaveLength(open);
    expect(hidden(button('Fold loops'))).toBe(false);
    button('Fold loops').click();
    expect(all('[data-autograd="node"]')).toHaveLength(closed);
  });

  it('lets the arrows follow the edges', () => {
    page.view.update(raw('dot_backward'));
    page.view.direction = 'down';
    press('ArrowUp');
    node(3).focus();
    press('ArrowUp', node(3));
    expect(document.activeElement).toBe(node(1));
    press('ArrowUp', node(1));
    expect(document.activeElement).toBe(node(0));
    press('ArrowDown', node(0));
    expect(document.activeElement).toBe(node(1));
  });

  it('is to the right where a document knows nothing else', () => {
    const old = raw('dot');
    delete old.down;
    page.view.direction = 'down';
    page.view.update(old);
    expect(hidden(button('Draw top to bottom'))).toBe(true);
    expect(middle(1).x).toBeLessThan(middle(3).x);
  });
});
