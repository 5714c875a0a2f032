import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { View } from '../src/view';
import { golden, raw } from './golden';

describe('the graph of a derivative', () => {
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
  });
  const part = (name: string): Element | null => host.querySelector(`[data-autograd="${name}"]`);

  it('stands in a frame that names the walk', () => {
    view.update(raw('second'));
    expect(host.querySelectorAll('[data-autograd="band"]')).toHaveLength(1);
    expect(part('band')?.textContent).toContain(
      'graph of a derivative, recorded by torch.autograd.grad(y, x, create_graph=True)',
    );
    // Lines from above run through the frame behind the text: drawn later, and with a rim of its own.
    const call = host.querySelector('.ag-call.ag-halo');
    expect(call?.textContent).toContain('graph of a derivative, recorded by');
    const link = host.querySelector('[data-autograd="edge"]') as Element;
    expect((call as Element).compareDocumentPosition(link)).toBe(Node.DOCUMENT_POSITION_PRECEDING);
    const derived = [...host.querySelectorAll('[data-derivative="1"]')];
    expect(derived.map((node) => node.getAttribute('data-op'))).toEqual([
      'PowBackward0',
      'MulBackward1',
      'MulBackward0',
    ]);
    expect(derived[1]?.textContent).toContain('MulBackward1, for y');
  });

  it('counts what the walks do', () => {
    view.update(raw('second'));
    expect(part('layers')?.textContent).toBe(
      'torch.autograd.grad(y, x, create_graph=True) visited 1 operation and recorded 3 new: the graph of the derivative. A walk back from g visits 3 operations.',
    );
    view.update(raw('dot'));
    expect(part('layers')?.hasAttribute('hidden')).toBe(true);
    expect(part('band')).toBeNull();
  });

  it('says for which operation each was recorded', () => {
    view.update(raw('second'));
    view.select(golden('second').nodes.find((node) => node.name === 'g')?.id ?? null);
    expect(part('made-by')?.textContent).toBe(
      'Recorded by torch.autograd.grad(y, x, create_graph=True), while it visited PowBackward0 (y).It is a part of the graph of the derivative.',
    );
    view.select(0);
    expect(part('made-by')).toBeNull();
  });

  it('plays the second walk over it', () => {
    view.update(raw('second'));
    view.seek(3);
    expect(host.querySelector('[data-name="g"]')?.getAttribute('data-state')).toBe('current');
    expect(host.querySelector('[data-name="y"]')?.getAttribute('data-state')).not.toBe('current');
  });
});
