/** What an error of a backward walk means for the learner, and the way out. Pure. */

import type { Failure, GraphDoc, GraphNode } from './document';
import { labelOf } from './text';

/** The first sentence of an error's text: the rest is shown in the inspector. */
export function headline(error: Failure): string {
  const first = error.text.split(/(?<=[a-z)][.:;])\s/i)[0] ?? error.text;
  const sentence = first.replace(/[:;]$/, '.');
  return sentence.length > 160 ? `${sentence.slice(0, 159)}…` : sentence;
}

function overwritten(node: GraphNode | undefined): string {
  const saved = node?.saved.find((item) => item.state === 'overwritten');
  return saved
    ? `${node?.op || 'This operation'} needs ${saved.label || saved.name} as it was at version ${saved.version}, but it was changed in place afterwards.`
    : 'A value that this operation needs for its derivative was changed in place after it had been saved.';
}

/** The cause in one clause, for the caption. */
export function cause(error: Failure): string {
  const text = error.text;
  if (error.type === 'KeyboardInterrupt') return 'it was interrupted';
  if (/second time|already been freed/.test(text)) return 'an earlier walk has freed what it had saved';
  if (/inplace operation|in-place/.test(text)) return 'a value that it needs was changed in place';
  if (/only for scalar outputs/.test(text))
    return 'without gradient=..., a walk can only start at a single number';
  return headline(error).replace(/\.$/, '') || error.type;
}

/** Why it happened and what helps, in one or two sentences; empty where nothing is known. */
export function hint(document: GraphDoc, error: Failure): string {
  const text = error.text;
  const node = error.node === null ? undefined : document.byId.get(error.node);
  const root = labelOf(document.byId.get(document.root)) || 'y';
  if (error.type === 'KeyboardInterrupt') {
    return `The walk was stopped on its way, and nothing came of it: call ${root}.backward() again.`;
  }
  if (/second time|already been freed/.test(text)) {
    return `An earlier walk freed what this operation had saved. Compute ${root} again, or let the first call keep it: ${root}.backward(retain_graph=True).`;
  }
  if (/inplace operation|in-place/.test(text)) {
    return `${overwritten(node)} Make a new tensor instead: x = x + 1 rather than x += 1.`;
  }
  if (/only for scalar outputs/.test(text)) {
    return `${root} holds several numbers, so there is no single slope. Reduce it first, ${root}.sum().backward(), or say how much each number counts: ${root}.backward(gradient=torch.ones_like(${root})).`;
  }
  if (/does not require grad/.test(text)) {
    return 'No path leads back to a leaf with requires_grad=True. Look for a detach(), item(), .data or no_grad() on the way.';
  }
  if (/leaf Variable that requires grad/.test(text)) {
    return 'Change a leaf inside "with torch.no_grad():", so that the change is not recorded.';
  }
  if (/Mismatch in shape|shape .* (invalid|mismatch)/i.test(text)) {
    return 'The gradient that is passed in needs exactly the shape of the tensor it belongs to.';
  }
  return '';
}
