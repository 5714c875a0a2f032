/** Which of its layouts a document is drawn by. Pure. */

import type { Direction, GraphDoc, Layout } from './document';

/** Smaller than this a narrow column would show a picture, were it not turned. */
const SMALLEST = 0.75;

/** The layout in a direction, with loops open or closed, as far as the document has it. */
export function layoutOf({ layout, unfolded, down }: GraphDoc, way: Direction, open: boolean): Layout {
  const turned = way === 'down' && down ? down : { layout, unfolded };
  return (open && turned.unfolded) || turned.layout;
}

/** Down, where a column would cut a picture that runs to the right, and holds one that runs down. */
export function fitting({ layout, down }: GraphDoc, room: number): Direction {
  const fits = ({ width }: Layout): boolean => width * SMALLEST <= room;
  return down && !fits(layout) && fits(down.layout) ? 'down' : 'right';
}

/** Whether a layout draws what is folded in others. */
export function isOpened({ unfolded, down }: GraphDoc, layout: Layout): boolean {
  return layout === unfolded || (layout === down?.unfolded && layout !== null);
}
