import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { View } from '../src/view';
import { raw } from './golden';

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

const problem = {
  type: 'RuntimeError',
  text: "Can't call numpy()",
  explanation: 'Say `y.detach()` <b>first</b>.',
  node: 1,
};
const explanation = (): HTMLElement => host.querySelector('[data-autograd="explanation"]') as HTMLElement;
const node = (id: number): string | null | undefined =>
  host.querySelector(`[data-node="${id}"]`)?.getAttribute('data-state');

describe('the explanation of an error', () => {
  it('stands above the graph, in words and with its code', () => {
    view.update({ ...raw('dot_backward'), problem });
    expect(explanation().hidden).toBe(false);
    expect(explanation().getAttribute('role')).toBe('note');
    expect(explanation().textContent).toBe('Say y.detach() <b>first</b>.');
    expect(explanation().querySelector('code')?.textContent).toBe('y.detach()');
    expect(explanation().querySelector('b')).toBeNull();
  });

  it('marks its node at the end of the history only', () => {
    view.update({ ...raw('dot_backward'), problem });
    expect(node(1)).toBe('error');
    view.seek(2);
    expect(node(1)).toBe('current');
    view.seek(3);
    view.select(1);
    const said = host.querySelector('[data-autograd="inspector"] [data-autograd="error"]');
    expect(said?.textContent).toContain("Can't call numpy()");
  });

  it('is no walk that failed, unless one did', () => {
    const words = (id: number): string | null | undefined =>
      host.querySelector(`[data-node="${id}"]`)?.getAttribute('aria-label');
    view.update({ ...raw('dot_backward'), problem });
    expect(words(1)).toContain('this is what the message is about');
    expect(words(1)).not.toContain('backward failed here');
    expect(host.querySelector('[data-node="1"] .ag-alarm title')?.textContent).toBe(
      'this is what the message is about',
    );
    view.update({ ...raw('dot'), problem });
    view.select(1);
    const inspector = (): string | null | undefined =>
      host.querySelector('[data-autograd="inspector"]')?.textContent;
    expect(inspector()).toContain('not visited yet');
    view.update(raw('error'));
    view.seek(99);
    const failed = raw('error').backwards.at(-1).error.node;
    expect(words(failed)).toContain('backward failed here');
    view.select(failed);
    expect(inspector()).toContain('the walk stopped here');
  });

  it('is not there without one', () => {
    view.update({ ...raw('dot_backward'), problem });
    view.update(raw('dot_backward'));
    expect(explanation().hidden).toBe(true);
    expect(node(1)).toBe('visited');
  });

  it('is refused where it is malformed', () => {
    view.update({ ...raw('dot_backward'), problem: { ...problem, node: 99 } });
    expect(host.querySelector('.ag-message')?.textContent).toContain('cannot be drawn');
  });
});
