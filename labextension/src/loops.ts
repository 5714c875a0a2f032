/** The frames of loops that are opened. */

import type { Box, GraphDoc, Layout } from './document';
import { svg } from './dom';
import { isOpened } from './layouts';
import { nameOf } from './text';
import { trans } from './translation';

/** Around the nodes of an opened loop: a frame that says how often it turned. */
export function drawLoops(document: GraphDoc, layout: Layout, drawn: ReadonlyMap<number, Box>): SVGElement[] {
  const result: SVGElement[] = [];
  if (!isOpened(document, layout)) return result;
  for (const group of document.nodes) {
    if (group.kind !== 'group' || drawn.has(group.id)) continue;
    const boxes = group.members.map((id) => drawn.get(id)).filter((box) => box !== undefined);
    if (boxes.length === 0) continue;
    const x = Math.min(...boxes.map((box) => box.x)) - 10;
    const y = Math.min(...boxes.map((box) => box.y)) - 12;
    const right = Math.max(...boxes.map((box) => box.x + box.width)) + 10;
    const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + 10;
    result.push(
      svg('rect', { x, y, width: right - x, height: bottom - y, rx: 14, class: 'ag-loop' }),
      svg(
        'text',
        { x: x + 12, y: bottom - 8, class: 'ag-small' },
        trans.__('loop %1, %2 turns', nameOf(group), group.count),
      ),
    );
  }
  return result;
}
