/** Which way the program went: the decisions of `if` and `while` that hung on the values of a graph. */

import type { GraphDoc, GraphNode } from './document';
import { html } from './dom';
import { clip } from './text';
import { trans } from './translation';

export interface Decision {
  /** As it is written, without its colon. */
  text: string;
  outcomes: boolean[];
}

const MOST = 12;

/** The decisions about some nodes in their order; a loop's test, asked again and again, is one. */
function decisionsOf(nodes: readonly GraphNode[]): Decision[] {
  const found: Decision[] = [];
  for (const node of nodes) {
    for (const { text, outcome } of node.branches) {
      const last = found[found.length - 1];
      if (last?.text === text) last.outcomes.push(outcome);
      else found.push({ text, outcomes: [outcome] });
    }
  }
  return found;
}

/** "yes", "yes 9 times, then no". */
export function answer(outcomes: readonly boolean[]): string {
  const yes = outcomes.filter(Boolean).length;
  const no = outcomes.length - yes;
  if (outcomes.length === 1) return yes ? trans._p('decision', 'yes') : trans._p('decision', 'no');
  if (no === 0) return trans.__('yes, %1 times', yes);
  if (yes === 0) return trans.__('no, %1 times', no);
  if (no === 1 && outcomes[outcomes.length - 1] === false)
    return trans._n('yes, then no', 'yes, %1 times, then no', yes);
  // Each of the two has a plural of its own.
  return trans.__(
    '%1, %2',
    trans._n('yes once', 'yes %1 times', yes),
    trans._n('no once', 'no %1 times', no),
  );
}

/** Says all decisions of a document; hidden where there are none. */
export function branchesOf({ nodes }: GraphDoc): HTMLElement {
  const decisions = decisionsOf(nodes);
  const items = decisions
    .slice(0, MOST)
    .map(({ text, outcomes }) =>
      html('li', {}, html('code', { class: 'ag-code' }, `${clip(text, 100)}:`), ' ', answer(outcomes)),
    );
  if (decisions.length > MOST) items.push(html('li', {}, trans.__('and %1 more', decisions.length - MOST)));
  const label = trans.__('Branches taken');
  return html(
    'ul',
    { class: 'ag-branches', 'data-autograd': 'branches', 'aria-label': label, hidden: items.length === 0 },
    ...items,
  );
}
