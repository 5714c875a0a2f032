/** Which of its layouts a document is drawn by. Pure. */

import type { Direction, GraphDoc, Layout } from './document';

/** The layout in a direction, with loops open or closed, as far as the document has it. */
export function layoutOf({ layout, unfolded, down }: GraphDoc, way: Direction, open: boolean): Layout {
  const turned = way === 'down' && down ? down : { layout, unfolded };
  return (open && turned.unfolded) || turned.layout;
}

/** Whether a layout draws what is folded in others. */
export function isOpened({ unfolded, down }: GraphDoc, layout: Layout): boolean {
  return layout === unfolded || (layout === down?.unfolded && layout !== null);
}
