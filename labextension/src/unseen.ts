/**
 * What was changed behind autograd's back (through `.data`, or a NumPy array in the same memory): a note above the
 * picture, a mark on the node that had saved it, and a part of its inspector.
 */

import type { GraphDoc, GraphNode } from './document';
import { type Bin, type Child, html, svg } from './dom';
import { glyph, icon } from './icons';
import { goTo, lineOf, type SourceHost, sourceLine } from './made';
import type { Traced } from './source';
import { spelled } from './spelled';
import { trans } from './translation';

const MOST = 3;

/** The drawn nodes that had saved what was changed. */
export function unseenIn(document: GraphDoc): Set<number> {
  const marked = new Set(document.unseen.map(({ node }) => node));
  for (const { id, members } of document.nodes)
    if (members.some((member) => marked.has(member))) marked.add(id);
  return marked;
}

/** Says it above the picture; nothing where nothing was changed. */
export function unseenNotes({ unseen }: GraphDoc): Node[] {
  if (unseen.length === 0) return [];
  const told = [...new Set(unseen.map(({ says }) => says))];
  const notes = told.slice(0, MOST).map((says) => html('p', {}, ...spelled(says)));
  if (told.length > MOST) notes.push(html('p', {}, trans.__('and %1 more', told.length - MOST)));
  return [icon('warning'), html('div', {}, ...notes)];
}

/** The mark at the upper left corner of a card: at the right stands when it was visited. */
export function unseenMark(box: { x: number; y: number }): SVGElement {
  const [x, y] = [box.x + 1, box.y + 1];
  return svg(
    'g',
    { 'data-autograd': 'unseen', class: 'ag-alarm' },
    svg('title', {}, trans.__('what it had saved was changed unseen')),
    svg('circle', { cx: x, cy: y, r: 12, class: 'ag-alarm-disc' }),
    glyph('warning', x, y - 1, 15, 'ag-alarm-icon'),
  );
}

/** What the inspector says of a node. */
export function unseenPart(
  { unseen }: GraphDoc,
  node: GraphNode,
  bin: Bin,
  host?: SourceHost,
): HTMLElement | null {
  const mine = unseen
    .map((item, number) => ({ ...item, number }))
    .filter((item) => item.node === node.id || node.members.includes(item.node))
    .slice(0, MOST);
  if (mine.length === 0) return null;
  return html(
    'div',
    { class: 'ag-error', 'data-autograd': 'unseen' },
    html('strong', {}, icon('warning'), ` ${trans.__('Changed unseen')}`),
    ...mine.flatMap(({ says, source, number }) => [
      html('p', { class: 'ag-help' }, ...spelled(says)),
      source && changedBy({ id: number, members: [], source }, bin, host),
      source && sourceLine(source),
    ]),
  );
}

/** Where the line stands, as far as the host knows: a button that goes there. */
function changedBy(of: Traced, bin: Bin, host: SourceHost | undefined): Child {
  const where = lineOf(of);
  const found = host?.find(of, 'unseen');
  if (!where || !found || found.state === 'unknown') return null;
  if (found.state === 'edited')
    return html('span', { class: 'ag-note' }, trans.__('%1, edited since', where));
  return goTo(found.prompt ? trans.__('cell [%1], %2', found.prompt, where) : where, bin, () =>
    host?.show(of, 'unseen'),
  );
}
