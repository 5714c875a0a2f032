/** The button that copies a value. */

import { afterEach, expect, it, vi } from 'vitest';
import { raw } from './golden';
import { all, eachWithView, page } from './page';

eachWithView();

afterEach(() => {
  Reflect.deleteProperty(navigator, 'clipboard');
});

function pressed(node: number): { button: HTMLElement; before: string } {
  page.view.update(raw('dot_backward'));
  page.view.select(node);
  const button = all('.ag-copy')[0] as HTMLElement;
  const before = button.innerHTML;
  button.click();
  return { button, before };
}

it('hands the clipboard what PyTorch prints, and says that it did', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  const { button, before } = pressed(0);
  expect(button.getAttribute('aria-label')).toBe('Copy value');
  expect(writeText.mock.calls).toEqual([['tensor([0., 1., 2., 3.], requires_grad=True)']]);
  await vi.waitFor(() => expect(button.innerHTML).not.toBe(before));
  await vi.waitFor(() => expect(button.innerHTML).toBe(before), 3000);
});

it('says nothing where the page may not write to the clipboard', async () => {
  const writeText = vi.fn(() => Promise.reject(new Error('not allowed')));
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
  const { button, before } = pressed(0);
  expect(writeText).toHaveBeenCalledOnce();
  await new Promise((go) => setTimeout(go, 20));
  expect(button.innerHTML).toBe(before);
});
