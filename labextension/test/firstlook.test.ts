import { describe, expect, it } from 'vitest';
import { firstLook } from '../src/firstlook';

const box = (x: number, y: number): { x: number; y: number; width: number; height: number } => ({
  x,
  y,
  width: 100,
  height: 60,
});
const WHOLE = { width: 2000, height: 1000 };
const SEEN = { width: 600, height: 400 };

describe('the first look at a large drawing', () => {
  it('has the tensor that was asked for in sight, and what stands by it', () => {
    const root = box(1880, 20);
    const others = [box(1700, 320), box(1500, 320), box(10, 900), box(200, 900), box(400, 900)];
    const { x, y, count } = firstLook(root, [root, ...others], WHOLE, SEEN);
    expect(count).toBe(3);
    for (const each of [root, ...others.slice(0, 2)]) {
      expect(each.x).toBeGreaterThanOrEqual(x);
      expect(each.x + each.width).toBeLessThanOrEqual(x + SEEN.width);
      expect(each.y).toBeGreaterThanOrEqual(y);
      expect(each.y + each.height).toBeLessThanOrEqual(y + SEEN.height);
    }
  });

  it('has it in the middle where nothing else is near', () => {
    expect(firstLook(box(1000, 500), [box(1000, 500)], WHOLE, SEEN)).toEqual({ x: 750, y: 330, count: 1 });
  });

  it('begins at the corner where all is seen', () => {
    expect(firstLook(box(100, 100), [box(100, 100)], { width: 300, height: 200 }, SEEN)).toEqual({
      x: 0,
      y: 0,
      count: 1,
    });
  });
});
