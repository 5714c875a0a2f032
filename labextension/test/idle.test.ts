import { afterEach, expect, it, vi } from 'vitest';
import { raw } from './golden';

afterEach(() => vi.unstubAllGlobals());

it('makes the first inspector of a page while nobody waits, once, and shows nothing of it', async () => {
  const asked: (() => void)[] = [];
  vi.stubGlobal('requestIdleCallback', (act: () => void) => asked.push(act));
  vi.stubGlobal('cancelIdleCallback', () => undefined);
  const { View } = await import('../src/view');
  const { JacobianPart } = await import('../src/jacobian');
  const made = vi.spyOn(JacobianPart.prototype, 'element');
  const host = document.createElement('div');
  const view = new View(host);
  view.update(raw('dot'));
  view.update(raw('dot_backward'));
  expect(made).not.toHaveBeenCalled();
  for (const act of asked) act();
  expect(made).toHaveBeenCalledOnce();
  const inspector = host.querySelector('[data-autograd="inspector"]');
  expect((inspector as HTMLElement).hidden).toBe(true);
  expect(inspector?.querySelector('h4')).toBeNull();
  const count = asked.length;
  view.update(raw('dot'));
  expect(asked).toHaveLength(count);
  view.dispose();
});
