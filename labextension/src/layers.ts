/** What walks recorded (`create_graph=True`): a frame around it, and what the inspector says of its operations. */

import type { GraphDoc, GraphNode, Layout } from './document';
import { html, svg } from './dom';
import { cut, nameOf } from './text';
import { trans } from './translation';

const SMALL = { size: 11 };

/** A frame for each walk. */
export function drawBands(document: GraphDoc, layout: Layout): SVGElement[] {
  return layout.bands.map(({ walk, x, y, width, height }) =>
    svg(
      'g',
      { class: 'ag-band', 'data-autograd': 'band', 'data-walk': walk },
      svg('title', {}, callOf(document, walk)),
      svg('rect', { x, y, width, height, rx: 14, class: 'ag-band-shape' }),
    ),
  );
}

/** The call of each walk, in its frame. Lines from above cross it: they stand behind it. */
export function drawCalls(document: GraphDoc, layout: Layout): SVGElement[] {
  return layout.bands.map(({ walk, x, y, width }) => {
    const words = cut(callOf(document, walk), width - 28, SMALL);
    return svg('text', { x: x + 14, y: y + 18, class: 'ag-small ag-warm ag-halo ag-call' }, words);
  });
}

function callOf(document: GraphDoc, walk: number): string {
  const call = document.nodes.find((node) => node.madeBy?.walk === walk)?.madeBy?.call ?? '';
  return trans.__('graph of a derivative, recorded by %1', call);
}

/** Which walk recorded a node, and what it was visiting; null for the learner's own. */
export function layerPart(document: GraphDoc, node: GraphNode): HTMLElement | null {
  const by = node.madeBy;
  if (!by) return null;
  const of = by.node === null ? undefined : document.byId.get(by.node);
  const name = of?.name ? `${of.op} (${of.name})` : by.op || nameOf(of);
  return html(
    'div',
    { class: 'ag-cut-note', 'data-autograd': 'made-by' },
    html('p', {}, trans.__('Recorded by %1, while it visited %2.', by.call, name)),
    html('p', { class: 'ag-note' }, trans.__('It is a part of the graph of the derivative.')),
  );
}
