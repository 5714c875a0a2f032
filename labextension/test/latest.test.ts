import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followLatest, latestOf, setLatest } from '../src/latest';

const shown = (cell: number, document: unknown = cell) => ({ document, metadata: {}, cell });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('is the lowest of the graphs that changed together, and the newest after that', () => {
  const notebook = {};
  const told: unknown[] = [];
  const stop = followLatest((which) => told.push(which === notebook && latestOf(notebook)?.document));
  setLatest(notebook, shown(3));
  setLatest(notebook, shown(5));
  setLatest(notebook, shown(1));
  expect(latestOf(notebook)).toBeNull();
  vi.advanceTimersByTime(500);
  expect(told).toEqual([5]);
  setLatest(notebook, shown(1, 'again'));
  vi.advanceTimersByTime(500);
  expect(told).toEqual([5, 'again']);
  stop();
  setLatest(notebook, shown(2));
  vi.advanceTimersByTime(500);
  expect(told).toHaveLength(2);
  expect(latestOf({})).toBeNull();
});
