/** Where gradients stop: how a cut is called, what lies behind it, and what the inspector says of both. */

import type { GraphDoc, GraphNode } from './document';
import { html } from './dom';
import { icon } from './icons';
import { sourceLine } from './made';
import { inputsOf } from './text';
import { trans } from './translation';

const CALLS: Record<string, string> = {
  detach: 'detach()',
  data: '.data',
  item: 'item()',
  tolist: 'tolist()',
  numpy: 'numpy()',
  copy: 'torch.tensor()',
  no_grad: 'no_grad()',
  inference_mode: 'inference_mode()',
};

/** A cut in the learner's code: "detach()". */
export function cutName(cut: string): string {
  return cut === 'no_derivative' ? trans.__('no derivative') : (CALLS[cut] ?? cut);
}

/** How a gradient is cut off. */
export function cutText(cut: string): string {
  switch (cut) {
    case 'no_grad':
    case 'inference_mode':
      return trans.__('made under %1: no gradient goes back', cutName(cut));
    case 'item':
    case 'tolist':
      return trans.__('%1 makes plain numbers: no gradient goes back', cutName(cut));
    case 'numpy':
      return trans.__('numpy() leaves the graph: no gradient goes back');
    case 'copy':
      return trans.__('torch.tensor() copies the numbers only: no gradient goes back');
    case 'no_derivative':
      return trans.__('this operation has no derivative: no gradient goes back');
    default:
      return trans.__('%1 cuts here: no gradient goes back', cutName(cut));
  }
}

function reached(document: GraphDoc, passes: (cut: string | null) => boolean): Set<number> {
  const ways = new Map<number, number[]>();
  for (const edge of document.edges) {
    if (passes(edge.cut)) ways.set(edge.to, [...(ways.get(edge.to) ?? []), edge.from]);
  }
  const seen = new Set([document.root]);
  for (const id of seen) for (const from of ways.get(id) ?? []) seen.add(from); // grows while it is read
  return seen;
}

/** The nodes from which every way to the root is cut; groups, if all their members are such. */
export function behindCuts(document: GraphDoc): Set<number> {
  if (document.edges.every((edge) => edge.cut === null)) return new Set();
  const open = reached(document, (cut) => cut === null);
  const found = new Set([...reached(document, () => true)].filter((id) => !open.has(id)));
  for (const node of document.nodes) {
    if (node.kind === 'group' && node.members.every((id) => found.has(id))) found.add(node.id);
  }
  return found;
}

/** What there is to say of cuts at a node; null for most nodes. */
export function cutPart(document: GraphDoc, node: GraphNode): HTMLElement | null {
  const cuts = inputsOf(document, node.id).filter(({ edge }) => edge.cut !== null);
  const hidden = behindCuts(document).has(node.id);
  if (cuts.length === 0 && !hidden) return null;
  const box = html('div', { class: 'ag-cut-note', 'data-autograd': 'cut' });
  for (const { edge } of cuts) {
    box.append(html('p', {}, icon('scissors'), ` ${cutText(edge.cut ?? '')}`));
    if (edge.source) {
      const at = edge.source.lineno;
      box.append(
        html('span', { class: 'ag-note' }, at === null ? trans.__('cut by') : trans.__('cut by line %1', at)),
        sourceLine(edge.source),
      );
    }
  }
  if (hidden) {
    box.append(
      html('p', {}, trans.__('This lies behind a cut: its value takes part, no gradient comes back to it.')),
    );
  }
  if (node.gone) {
    box.append(
      html(
        'p',
        { class: 'ag-note' },
        trans.__('Nothing refers to it any more. It is shown as it was when it was cut off.'),
      ),
    );
  }
  return box;
}
