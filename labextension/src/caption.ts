/** One sentence per frame: what just happened. Pure up to `spell`. */

import type { GraphDoc, GraphNode, Preview, Step } from './document';
import { html } from './dom';
import { cause } from './hints';
import { brief, carries, clip, inputsOf, join, labelOf, nameOf, ordinal } from './text';
import type { Happening, Moment, Timeline } from './timeline';

/** A piece of a sentence: plain, stressed, or a number in the gradient's colour. */
export type Part = string | { strong: string } | { code: string } | { grad: string };

const COUNTS = ['no', 'its only argument', 'its two arguments', 'its three arguments', 'its four arguments'];

function actor(node: GraphNode | undefined): Part {
  return { strong: nameOf(node?.op ? ({ ...node, name: '' } as GraphNode) : node) };
}

/** "y" of an operation with a name, for "MulBackward0 (y)". */
function madeBy(node: GraphNode | undefined): Part[] {
  return node?.op && node.name ? [' of ', { code: clip(node.name, 24) }] : [];
}

function receives(document: GraphDoc, walk: number, step: Step): Part[] {
  const backward = document.backwards[walk];
  const node = document.byId.get(step.node);
  const grad = { grad: brief(step.upstream, 28) };
  if (step.order === 1 && backward?.root === step.node) {
    return [
      { code: clip(backward.call || 'backward()', 60) },
      ' starts with the seed ',
      grad,
      ': ',
      actor(node),
      ' ',
    ];
  }
  return [actor(node), ...madeBy(node), ' received ', grad, ' and '];
}

/** "a × 2" is a product with a sum inside: it needs brackets when it is multiplied. */
function bracketed(expression: string): string {
  return /[\s+−-]/.test(expression) && !/^[\w.]*\(.*\)$/.test(expression) ? `(${expression})` : expression;
}

function visited(document: GraphDoc, walk: number, step: Step): Part[] {
  const node = document.byId.get(step.node);
  const parts = receives(document, walk, step);
  const inputs = inputsOf(document, step.node);
  const open = inputs.filter(({ edge }) => carries(document, edge));
  if (step.sends.length === 0) {
    return [...parts, 'sends nothing on: none of its arguments requires a gradient.'];
  }
  const locals = open.map(
    (_, i) => node?.local[open.length === node.local.length ? i : (open[i]?.edge.input ?? i)],
  );
  const values = step.sends.map((send) => brief(send.value, 26));
  const targets = step.sends.map((send) => document.byId.get(document.edges[send.edge]?.from ?? -1));
  const known = locals.every((item) => item !== undefined && item !== '' && item.length <= 24);
  const upstream = brief(step.upstream, 14);
  const product = (local: string | undefined): Part => ({
    code: known && local ? `${upstream} × ${bracketed(local)}` : 'its share',
  });
  const same = new Set(locals).size === 1 && new Set(values).size === 1;
  const oneTarget = new Set(targets.map((target) => target?.id)).size === 1;
  if (step.sends.length > 1 && same) {
    const count = COUNTS[step.sends.length] ?? `its ${step.sends.length} arguments`;
    const end: Part[] = oneTarget
      ? [
          '. ',
          step.sends.length === 2 ? 'Both' : 'All',
          ' are ',
          { code: clip(labelOf(targets[0]), 30) },
          '.',
        ]
      : [': ', join(targets.map((target) => clip(labelOf(target), 24))), '.'];
    return [
      ...parts,
      'sends ',
      product(locals[0]),
      ' = ',
      { grad: values[0] ?? '' },
      ' to each of ',
      count,
      ...end,
    ];
  }
  const sent: Part[] = [];
  step.sends.slice(0, 3).forEach((send, i) => {
    const edge = document.edges[send.edge];
    const at = inputs.findIndex((item) => item.at === send.edge);
    const of = open.findIndex((item) => item.at === send.edge);
    if (i > 0) sent.push(i === step.sends.length - 1 ? ' and ' : ', ');
    if (known && locals[of]) sent.push(product(locals[of]), ' = ');
    sent.push({ grad: values[i] ?? '' }, ' to ');
    const target = document.byId.get(edge?.from ?? -1);
    const label = labelOf(target);
    sent.push(label.length > 0 && label.length <= 30 ? { code: label } : `its ${ordinal(at)} argument`);
  });
  if (step.sends.length > 3) sent.push(`, and to ${step.sends.length - 3} more`);
  return [...parts, 'sends ', ...sent, '.'];
}

/** A full stop, unless the number before it ends in one. */
function stop(preview: Preview | null): string {
  return brief(preview, 30).endsWith('.') ? '' : '.';
}

function arrivals(document: GraphDoc, walk: number, leaf: number): string[] {
  const values: string[] = [];
  for (const step of document.backwards[walk]?.steps ?? []) {
    for (const send of step.sends) {
      if (document.edges[send.edge]?.from === leaf) values.push(brief(send.value, 24));
    }
  }
  return values;
}

function accumulated(document: GraphDoc, walk: number, step: Step): Part[] {
  const node = document.byId.get(step.node);
  const name = nameOf(node);
  const change = step.change === null ? undefined : document.changes[step.change];
  const values = arrivals(document, walk, step.node);
  const parts: Part[] = [{ strong: name }, ' received '];
  if (values.length > 1 && values.length <= 3) {
    parts.push(
      ...values.flatMap((value, i): Part[] => (i ? [' + ', { grad: value }] : [{ grad: value }])),
      ' = ',
    );
  } else if (values.length > 3) {
    parts.push(`${values.length} contributions, in sum `);
  }
  parts.push({ grad: brief(step.upstream, 28) });
  const grad: Part = { code: `${name}.grad` };
  if (!change) return [...parts, stop(step.upstream)];
  if (change.change === 'add') {
    return [...parts, ' and ', grad, ' adds it to what it held. backward() adds, it does not replace.'];
  }
  return [...parts, ' and ', grad, ', empty until now, holds it.'];
}

function changed(document: GraphDoc, index: number): Part[] {
  const change = document.changes[index];
  if (!change) return [];
  const grad: Part = { code: `${nameOf(document.byId.get(change.node))}.grad` };
  const by: Part[] = change.by ? [{ code: clip(change.by, 60) }, ' '] : ['The program '];
  const value: Part = { grad: brief(change.grad, 36) };
  switch (change.change) {
    case 'zero':
      return [...by, 'set every number of ', grad, ' to 0. The next walk adds to zeros.'];
    case 'none':
      return [...by, 'emptied ', grad, ': it is None again.'];
    case 'assign':
      return [...by, 'put ', value, ' into ', grad, '.'];
    case 'inplace':
      return [...by, 'changed ', grad, ' in place: ', value, stop(change.grad)];
    case 'fill':
      return [...by, 'walked another graph and filled ', grad, ': now ', value, stop(change.grad)];
    default:
      return [...by, 'walked another graph and added to ', grad, ': now ', value, stop(change.grad)];
  }
}

function failed(document: GraphDoc, walk: number): Part[] {
  const backward = document.backwards[walk];
  const error = backward?.error;
  if (!error) return [];
  const at: Part[] = error.node === null ? [] : [' at ', actor(document.byId.get(error.node))];
  return [
    { code: clip(backward.call || 'backward()', 60) },
    ' failed',
    ...at,
    `: ${cause(error)}. No .grad was changed.`,
  ];
}

function grouped(document: GraphDoc, moment: Moment, happenings: Happening[]): Part[] {
  const group = document.byId.get(moment.frame?.group ?? -1);
  const steps = happenings.flatMap((item) => (item.kind === 'step' ? [item.step] : []));
  const first = steps[0];
  const last = steps[steps.length - 1];
  if (!group || !first || !last) return [];
  const value = last.sends[0]?.value ?? null;
  return [
    'The loop ',
    { strong: nameOf(group) },
    ' received ',
    { grad: brief(first.upstream, 30) },
    ' and passed on ',
    { grad: brief(value, 30) },
    `, after ${steps.length} visits, last turn first. Open it to see each of them.`,
  ];
}

/** The sentence of a moment, in parts. */
export function captionOf(timeline: Timeline, moment: Moment): Part[] {
  const { document } = timeline;
  const item = moment.happenings[0];
  if (!item) {
    const first = timeline.happenings[0];
    const walk =
      first?.kind === 'step' || first?.kind === 'error' ? document.backwards[first.walk] : undefined;
    if (!walk) return ['Before the first change.'];
    return [
      'Before ',
      { code: clip(walk.call || 'backward()', 60) },
      '. Press play to see it walk back from right to left.',
    ];
  }
  if (moment.frame !== null && moment.frame.group !== null)
    return grouped(document, moment, moment.happenings);
  if (item.kind === 'change') return changed(document, item.change);
  if (item.kind === 'error') return failed(document, item.walk);
  if (item.step.kind === 'accumulate') return accumulated(document, item.walk, item.step);
  if (item.step.kind === 'capture') {
    const node = document.byId.get(item.step.node);
    const grad: Part = { grad: brief(item.step.upstream, 36) };
    const call = clip(document.backwards[item.walk]?.call || 'autograd.grad', 60);
    return [
      { code: call },
      ' hands back ',
      grad,
      ' for ',
      { strong: nameOf(node) },
      '; its .grad stays as it is.',
    ];
  }
  return visited(document, item.walk, item.step);
}

export function plain(parts: Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : Object.values(part)[0])).join('');
}

/** A part as it stands in the page. */
export function spell(part: Part): Node {
  if (typeof part === 'string') return globalThis.document.createTextNode(part);
  if ('strong' in part) return html('strong', {}, part.strong);
  if ('code' in part) return html('code', { class: 'ag-code' }, part.code);
  return html('code', { class: 'ag-code ag-warm' }, part.grad);
}
