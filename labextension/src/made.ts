/** The part of the inspector that tells which line of code made a node. */

import type { GraphNode, Source } from './document';
import { type Bin, type Child, html } from './dom';
import type { Found, Traced } from './source';
import { clip } from './text';
import { trans } from './translation';

const MOST = 4000;

/** What the host knows of the code that made the nodes, and changed gradients. */
export interface SourceHost {
  /** Where a line is, if it is still there. */
  find(of: Traced, what: 'node' | 'change'): Found;
  /** Goes there, and marks it. */
  show(of: Traced, what: 'node' | 'change'): void;
}

/** A code line with the expression that made the node marked in it. */
export function sourceLine(source: Source): HTMLElement {
  const { line: whole, start, end } = source;
  const pre = html('pre', { class: 'ag-source', tabindex: 0, 'aria-label': trans.__('source line') });
  if (end > start && !(start === 0 && end === whole.length)) {
    const parts = [whole.slice(0, start), html('mark', {}, whole.slice(start, end)), whole.slice(end)];
    pre.append(...parts.map((part) => (typeof part === 'string' ? clip(part, MOST) : part)));
  } else pre.append(clip(whole, MOST));
  return pre;
}

/** The line, and what the host knows of it: a button that goes there, or a word that it was edited. */
export function madeBy(node: GraphNode, bin: Bin, host: SourceHost | undefined): Child {
  const source = node.source;
  if (!source) return null;
  const where = source.lineno === null ? trans.__('made by') : trans.__('made by line %1', source.lineno);
  const turn =
    source.iteration === null || node.kind === 'group'
      ? ''
      : trans.__(', turn %1 of the loop', source.iteration);
  const state = host?.find(node, 'node').state;
  const note = html('span', { class: 'ag-note' });
  if (state === 'found') {
    const button = html(
      'button',
      { type: 'button', class: 'ag-go', title: trans.__('Show this line in its cell') },
      where,
    );
    bin.listen(button, 'click', () => host?.show(node, 'node'));
    note.append(button, turn);
  } else note.append(where, turn, state === 'edited' ? trans.__('. The cell has been edited since') : '');
  return html('div', { class: 'ag-made' }, note, sourceLine(source));
}
