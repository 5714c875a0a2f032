/** Where an arrow key leads in a drawing. Pure. */

import type { Box, Direction } from './document';

/** The node to which an arrow key leads: along edges the way they run, across them to the nearest. */
export function neighbourOf(
  id: number,
  key: string,
  boxes: ReadonlyMap<number, Box>,
  edges: readonly { from: number; to: number }[],
  direction: Direction,
): number | null {
  const here = boxes.get(id);
  if (!here) return null;
  const down = direction === 'down';
  // Along the edges and across them.
  const middle = ({ x, y, width, height }: Box): [number, number] => {
    const [across, along] = [y + height / 2, x + width / 2];
    return down ? [across, along] : [along, across];
  };
  const [x, y] = middle(here);
  const [back, forth, before] = down
    ? ['ArrowUp', 'ArrowDown', 'ArrowLeft']
    : ['ArrowLeft', 'ArrowRight', 'ArrowUp'];
  const sideways = key === back || key === forth;
  const candidates = sideways
    ? edges
        .filter((edge) => (key === back ? edge.to : edge.from) === id)
        .map((edge) => (key === back ? edge.from : edge.to))
    : [...boxes.keys()].filter((other) => {
        const box = boxes.get(other) as Box;
        const [, otherY] = middle(box);
        return other !== id && (key === before ? otherY < y - 8 : otherY > y + 8);
      });
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const other of candidates) {
    const box = boxes.get(other);
    if (!box || other === id) continue;
    const [otherX, otherY] = middle(box);
    const far = sideways ? Math.abs(otherY - y) : Math.abs(otherX - x) * 2 + Math.abs(otherY - y);
    if (far < least) {
      least = far;
      best = other;
    }
  }
  return best;
}
