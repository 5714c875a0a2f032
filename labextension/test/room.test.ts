import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { View } from '../src/view';
import { raw } from './golden';

let host: HTMLElement;
let view: View;

beforeEach(() => {
  vi.useFakeTimers();
  host = document.createElement('div');
  document.body.append(host);
  view = new View(host);
  view.update(raw('dot_backward'));
});

afterEach(() => {
  view.dispose();
  host.remove();
  vi.useRealTimers();
});

const inspecting = (): string | null => view.root.getAttribute('data-inspecting');

it('is made once the inspector stands on the screen', () => {
  view.select(1);
  expect(inspecting()).toBe('over');
  expect(host.querySelector('.ag-inspector')?.hasAttribute('hidden')).toBe(false);
  vi.runAllTimers();
  expect(inspecting()).toBe('');
  view.select(2);
  expect(inspecting()).toBe('');
});

it('is not made for an inspector that was closed meanwhile', () => {
  view.select(1);
  view.select(null);
  vi.runAllTimers();
  expect(inspecting()).toBe(null);
});

it('is not made in a view that is gone', () => {
  view.select(1);
  view.dispose();
  vi.runAllTimers();
  expect(inspecting()).toBe('over');
});
