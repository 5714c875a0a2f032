/** The part of the inspector that tells which line of code made a node. */

import { answer } from './branches';
import type { GraphNode, Source } from './document';
import { type Bin, type Child, html } from './dom';
import type { Found, Traced } from './source';
import { clip, ordinal } from './text';
import { trans } from './translation';

const MOST = 4000;

/** Of what a line is asked for: by the number of a node, of a change of a gradient, of what was changed unseen. */
export type Kind = 'node' | 'change' | 'unseen';

/** What the host knows of the code that made the nodes, and changed gradients. */
export interface SourceHost {
  /** Where a line is, if it is still there. */
  find(of: Traced, what: Kind): Found;
  /** Goes there, and marks it. */
  show(of: Traced, what: Kind): void;
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

/** The line that did something, as a document knows it. */
export function lineOf({ source }: Pick<Traced, 'source'>): string {
  if (source === null || source.lineno === null) return '';
  return source.iteration === null
    ? trans.__('line %1', source.lineno)
    : trans.__('line %1, the %2 time', source.lineno, ordinal(source.iteration - 1));
}

/** A button that goes to a line in its cell. */
export function goTo(text: string, bin: Bin, act: () => void): HTMLElement {
  const title = trans.__('Show this line in its cell');
  const button = html('button', { type: 'button', class: 'ag-go', title }, text);
  bin.listen(button, 'click', act);
  return button;
}

/** The branch of the program that was taken to get there. */
function under({ under: branch, kind }: GraphNode): Child {
  if (!branch || kind === 'group') return null;
  const words = html('div', { class: 'ag-note', 'data-autograd': 'under' }, trans.__('in the branch'), ' ');
  words.append(
    html('code', { class: 'ag-code' }, `${clip(branch.text, 100)}:`),
    ' ',
    answer([branch.outcome]),
  );
  return words;
}

/** The line, and what the host knows of it: a button that goes there, or a word that it was edited. */
export function madeBy(node: GraphNode, bin: Bin, host: SourceHost | undefined): Child {
  const source = node.source;
  if (!source) return null;
  const where = source.lineno === null ? trans.__('made by') : trans.__('made by line %1', source.lineno);
  const turn =
    source.iteration === null || node.kind === 'group'
      ? ''
      : trans.__(', the %1 time in this graph', ordinal(source.iteration - 1));
  const state = host?.find(node, 'node').state;
  const note = html('span', { class: 'ag-note' });
  if (state === 'found') {
    note.append(
      goTo(where, bin, () => host?.show(node, 'node')),
      turn,
    );
  } else note.append(where, turn, state === 'edited' ? trans.__('. The cell has been edited since') : '');
  return html('div', { class: 'ag-made' }, note, under(node), sourceLine(source));
}
