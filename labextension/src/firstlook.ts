/** Where one begins to look at a drawing that is larger than its frame. Pure. */

import type { Box } from './document';

const STEPS = 8;

interface Size {
  width: number;
  height: number;
}

interface Look {
  x: number;
  y: number;
  /** How many boxes are in sight. */
  count: number;
}

/**
 * The upper left corner of what is seen first: one box is in sight, and of the others as many as can be.
 *
 * @param seen how much of the drawing the frame holds, in the drawing's units.
 */
export function firstLook(begin: Box, boxes: readonly Box[], whole: Size, seen: Size): Look {
  let best = { x: 0, y: 0, count: -1 };
  for (const x of places(begin.x, begin.width, whole.width, seen.width)) {
    for (const y of places(begin.y, begin.height, whole.height, seen.height)) {
      const inside = boxes.filter(
        (box) =>
          box.x >= x &&
          box.y >= y &&
          box.x + box.width <= x + seen.width &&
          box.y + box.height <= y + seen.height,
      ).length;
      if (inside > best.count) best = { x, y, count: inside };
    }
  }
  return best;
}

/** Where the frame can begin along one side, the box in sight; that with the box in the middle comes first. */
function places(at: number, size: number, whole: number, seen: number): number[] {
  if (whole <= seen) return [0];
  const within = (start: number): number => Math.min(whole - seen, Math.max(0, start));
  const middle = within(at + size / 2 - seen / 2);
  const [low, high] = [within(at + size - seen), within(at)];
  return [middle, ...Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS)];
}
