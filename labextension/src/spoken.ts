/** What a node says of a moment: to screen readers, and the texts of its card. Pure. */

import type { GraphNode, Preview } from './document';
import type { GradMoment, NodeMoment } from './moment';
import { clip, gradOf, line, nameOf, together } from './text';
import { trans } from './translation';

const HIDDEN_TEXT = 2000;
const SPOKEN_NAME = 120; // as long as the numbers beside it

export function shownValue(node: GraphNode, preview: Preview): string {
  return node.results.length > 0 ? together(node.results.map(({ value }) => value)) : line(preview);
}

export function tangentText(moment: NodeMoment): string {
  return moment.tangents.length > 0 ? together(moment.tangents) : line(moment.tangent);
}

export function upstreamText(moment: NodeMoment): string {
  return moment.results.length > 0 ? together(moment.results) : line(moment.upstream);
}

/** What a screen reader says of a node. */
export function spoken(
  node: GraphNode,
  moment: NodeMoment,
  grad: GradMoment | undefined,
  derivative: string | null,
  unseen: boolean,
): string {
  const parts: string[] = [];
  const name = clip(node.name, SPOKEN_NAME);
  const called = clip(nameOf(node), SPOKEN_NAME);
  if (node.kind === 'group') parts.push(trans.__('loop %1, %2 turns, folded', called, node.count));
  else if (node.kind === 'op') parts.push(`${name ? `${name}, ` : ''}${clip(node.op, SPOKEN_NAME)}`);
  else if (node.kind === 'leaf') parts.push(trans.__('leaf %1', called));
  else parts.push(name ? trans.__('constant %1', name) : trans.__('constant'));
  if (node.value) parts.push(trans.__('value %1', clip(shownValue(node, node.value), 120)));
  if (node.later) parts.push(trans.__('now %1', clip(line(node.later.value), 120)));
  if (moment.tangent) parts.push(trans.__('tangent %1', clip(tangentText(moment), 120)));
  if (grad) parts.push(`${derivative ?? gradOf(node)} ${gradText(grad)}`);
  else if (moment.upstream) parts.push(trans.__('gradient %1', clip(upstreamText(moment), 120)));
  else if (node.late) parts.push(trans.__('no gradient: requires_grad was set too late'));
  else if (node.kind === 'constant') parts.push(trans.__('no gradient'));
  else parts.push(trans.__('no gradient yet'));
  if (unseen) parts.push(trans.__('what it had saved was changed unseen'));
  if (moment.state === 'error') parts.push(marked(moment));
  else if (moment.order) parts.push(trans.__('visit %1', orderText(moment.order)));
  return parts.join(', ');
}

/** Why a node has an alarm: `h.grad` and `h.numpy()` are explained at their node, too, and no walk has failed there. */
export function marked(moment: NodeMoment): string {
  return moment.failed ? trans.__('backward failed here') : trans.__('this is what the message is about');
}

export function gradText(grad: GradMoment): string {
  return grad.value === undefined ? '…' : clip(line(grad.value), HIDDEN_TEXT);
}

export function orderText(order: [number, number]): string {
  return order[0] === order[1] ? `${order[0]}` : `${order[0]}–${order[1]}`;
}
