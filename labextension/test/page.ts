/** A view in the page, and what tests look for in it. */

import { afterEach, beforeEach } from 'vitest';
import { View } from '../src/view';

export const page = { host: null as unknown as HTMLElement, view: null as unknown as View };

/** Makes a view before each test of a file, and takes it away after it. */
export function eachWithView(): void {
  beforeEach(() => {
    page.host = document.createElement('div');
    document.body.append(page.host);
    page.view = new View(page.host);
  });
  afterEach(() => {
    page.view.dispose();
    page.host.remove();
  });
}

export function all(selector: string): HTMLElement[] {
  return [...page.host.querySelectorAll<HTMLElement>(selector)];
}

export function one(selector: string): HTMLElement {
  const [found] = all(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

export const part = (name: string): HTMLElement => one(`[data-autograd="${name}"]`);
export const node = (id: number): HTMLElement => one(`[data-autograd="node"][data-node="${id}"]`);
export const hidden = (element: Element): boolean => element.closest('[hidden]') !== null;
export const button = (name: string): HTMLElement => one(`button[aria-label="${name}"]`);

export function press(key: string, target: Element = part('view')): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}
