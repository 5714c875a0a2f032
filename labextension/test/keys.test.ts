import { afterEach, expect, it, vi } from 'vitest';
import { handleKey, type KeyTarget } from '../src/keys';

const target = (): KeyTarget & { moved: number[] } => {
  const moved: number[] = [];
  return {
    moved,
    move: (by) => moved.push(by),
    toggle: () => moved.push(0),
    close: () => false,
    inspect: () => false,
    walk: () => moved.push(7) > 0,
  };
};

function typed(key: string, held: KeyboardEventInit = {}, tag = 'div'): number[] {
  const to = target();
  const element = document.createElement(tag);
  element.addEventListener('keydown', (event) => handleKey(event, to));
  element.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...held }));
  return to.moved;
}

afterEach(() => vi.unstubAllGlobals());

it('steps by brackets, also where AltGr or Option is needed to type them', () => {
  expect(typed(']')).toEqual([1]);
  expect(typed('[', { ctrlKey: true, altKey: true })).toEqual([-1]); // AltGr + 8, a German keyboard in Windows
  expect(typed('[', { modifierAltGraph: true })).toEqual([-1]); // the same in Linux
  expect(typed('[', { altKey: true })).toEqual([]);
  vi.stubGlobal('navigator', { platform: 'MacIntel' });
  expect(typed('[', { altKey: true })).toEqual([-1]); // Option + 5
});

it('leaves the arrows to what is scrolled or slid by them, and keeps the notebook from them', () => {
  expect(typed('ArrowDown')).toEqual([7]);
  for (const tag of ['input', 'code']) expect(typed('ArrowDown', {}, tag)).toEqual([]);
});

it('leaves to the page what is held with Ctrl, Alt or Command', () => {
  expect(typed(']', { ctrlKey: true })).toEqual([]);
  expect(typed(']', { metaKey: true })).toEqual([]);
  expect(typed('p', { ctrlKey: true, altKey: true })).toEqual([]);
  expect(typed('p', { altKey: true })).toEqual([]);
  expect(typed('p')).toEqual([0]);
});
