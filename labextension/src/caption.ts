/** One sentence per frame: what just happened. Pure up to `spell`. */

import { multiplied } from './chain';
import type { GraphDoc, GraphNode, Preview, Step } from './document';
import { html } from './dom';
import { cause } from './hints';
import { brief, carries, clip, gradOf, inputsOf, join, labelAt, nameOf, ordinal } from './text';
import type { Happening, Moment, Timeline } from './timeline';
import { trans } from './translation';

/** A piece of a sentence: plain, stressed, or a number in the gradient's colour. */
export type Part = string | { strong: string } | { code: string } | { grad: string } | { tangent: string };

/** A translated sentence with its parts in the places of "%1", "%2", ... */
export function phrase(text: string, ...parts: (Part | Part[])[]): Part[] {
  return text.split(/%(\d)/).flatMap((piece, i) => {
    if (i % 2 === 0) return piece === '' ? [] : [piece];
    return parts[Number(piece) - 1] ?? [];
  });
}

/** "a, b and c". */
export function listed(items: Part[][]): Part[] {
  const [first = [], ...rest] = items;
  return rest.reduce((so, item, i) => {
    const last = i === rest.length - 1;
    return phrase(last ? trans._p('list', '%1 and %2') : trans._p('list', '%1, %2'), so, item);
  }, first);
}

/** An operation, by its grad_fn. */
export function actor(node: GraphNode | undefined): Part {
  return { strong: nameOf(node?.op ? ({ ...node, name: '' } as GraphNode) : node) };
}

/** "MulBackward0 of y", where the result has a name. */
export function actorOf(node: GraphNode | undefined): Part[] {
  if (!node?.op || !node.name) return [actor(node)];
  return phrase(trans.__('%1 of %2'), actor(node), { code: clip(node.name, 24) });
}

/** The gradient that a node received, as it is written. */
function received(
  step: Step,
  written: Part[] = [{ grad: brief(step.arrived ?? step.upstream, 28) }],
): Part[] {
  if (!step.arrived) return written;
  return phrase(trans.__('%1 (a hook turned it into %2)'), written, { grad: brief(step.upstream, 28) });
}

export function visited(document: GraphDoc, walk: number, step: Step): Part[] {
  const backward = document.backwards[walk];
  const node = document.byId.get(step.node);
  const each = step.results.flatMap((grad, i): Part[][] =>
    grad
      ? [phrase(trans.__('%1 for %2'), { grad: brief(grad, 28) }, { code: node?.results[i]?.name ?? '' })]
      : [],
  );
  const grad = each.length > 0 ? listed(each) : received(step);
  if (step.order !== 1 || backward?.root !== step.node) {
    return phrase(trans.__('%1 received %2 and %3'), actorOf(node), grad, sends(document, step));
  }
  const call = { code: clip(backward.call || 'backward()', 60) };
  return phrase(
    trans.__('%1 starts with the seed %2: %3 %4'),
    call,
    grad,
    actor(node),
    sends(document, step),
  );
}

/** What a visited node does with its gradient. */
function sends(document: GraphDoc, step: Step): Part[] {
  const node = document.byId.get(step.node);
  const inputs = inputsOf(document, step.node);
  const open = inputs.filter(({ edge }) => carries(document, edge));
  if (step.sends.length === 0 && open.length === 0 && document.omitted > 0)
    return [trans.__('sends its share on to what is left out of this picture.')];
  if (step.sends.length === 0)
    return [trans.__('sends nothing on: none of its arguments requires a gradient.')];
  const locals = open.map(
    (_, i) => node?.local[open.length === node.local.length ? i : (open[i]?.edge.input ?? i)],
  );
  const values = step.sends.map((send) => brief(send.computed ?? send.value, 26));
  const changed = step.sends.some((send) => send.computed !== null);
  const targets = step.sends.map((send) => document.edges[send.edge]);
  const known =
    step.results.length === 0 &&
    locals.every((item) => item !== undefined && item !== '' && item.length <= 24);
  const upstream = brief(step.upstream, 14);
  const product = (local: string | undefined): Part => ({
    code: known && local ? multiplied(upstream, local) : trans.__('its share'),
  });
  const same = new Set(locals).size === 1 && new Set(values).size === 1;
  const oneTarget = new Set(targets.map((target) => `${target?.from} ${target?.result}`)).size === 1;
  if (step.sends.length > 1 && same && !changed) {
    const share = product(locals[0]);
    const value = { grad: values[0] ?? '' };
    const count = `${step.sends.length}`;
    if (!oneTarget) {
      const names = join(targets.map((target) => clip(labelAt(document, target), 24)));
      return phrase(trans.__('sends %1 = %2 to each of its %3 arguments: %4.'), share, value, count, names);
    }
    const target = { code: clip(labelAt(document, targets[0]), 30) };
    return step.sends.length === 2
      ? phrase(trans.__('sends %1 = %2 to each of its two arguments. Both are %3.'), share, value, target)
      : phrase(
          trans.__('sends %1 = %2 to each of its %3 arguments. All are %4.'),
          share,
          value,
          count,
          target,
        );
  }
  const sent = step.sends.slice(0, 3).map((send, i): Part[] => {
    const edge = document.edges[send.edge];
    const at = inputs.findIndex((item) => item.at === send.edge);
    const of = open.findIndex((item) => item.at === send.edge);
    const label = labelAt(document, edge);
    const target =
      label.length > 0 && label.length <= 30 ? { code: label } : trans.__('its %1 argument', ordinal(at));
    const computed: Part = { grad: values[i] ?? '' };
    const value: Part[] = send.computed
      ? phrase(trans.__('%1 (a hook turned it into %2)'), computed, { grad: brief(send.value, 26) })
      : [computed];
    return known && locals[of]
      ? phrase(trans._p('gradient', '%1 = %2 to %3'), product(locals[of]), value, target)
      : phrase(trans._p('gradient', '%1 to %2'), value, target);
  });
  const more = step.sends.length - 3;
  return more > 0
    ? phrase(trans.__('sends %1, and to %2 more.'), listed(sent), `${more}`)
    : phrase(trans.__('sends %1.'), listed(sent));
}

/** A full stop, unless the number before it ends in one, or in three. */
export function stop(preview: Preview | null, most = 30): string {
  return /[.…]$/.test(brief(preview, most)) ? '' : '.';
}

export function arrivals(document: GraphDoc, walk: number, leaf: number): string[] {
  const values: string[] = [];
  for (const step of document.backwards[walk]?.steps ?? []) {
    for (const send of step.sends) {
      if (document.edges[send.edge]?.from === leaf && send.value !== null) values.push(brief(send.value, 24));
    }
  }
  return values;
}

function accumulated(document: GraphDoc, walk: number, step: Step): Part[] {
  const name = nameOf(document.byId.get(step.node));
  const change = step.change === null ? undefined : document.changes[step.change];
  const values = arrivals(document, walk, step.node);
  const whole: Part = { grad: brief(step.arrived ?? step.upstream, 28) };
  let came: Part[] = [whole];
  if (values.length > 1 && values.length <= 3) {
    came = [
      ...values.flatMap((value, i): Part[] => (i ? [' + ', { grad: value }] : [{ grad: value }])),
      ' = ',
      whole,
    ];
  } else if (values.length > 3) {
    came = phrase(trans.__('%1 contributions, in sum %2'), `${values.length}`, whole);
  }
  came = received(step, came);
  const who: Part = { strong: name };
  const grad: Part = { code: gradOf(document.byId.get(step.node)) };
  if (!change)
    return [...phrase(trans.__('%1 received %2'), who, came), step.arrived ? '.' : stop(step.upstream)];
  return change.change === 'add'
    ? phrase(
        trans.__('%1 received %2 and %3 adds it to what it held. backward() adds, it does not replace.'),
        who,
        came,
        grad,
      )
    : phrase(trans.__('%1 received %2 and %3, empty until now, holds it.'), who, came, grad);
}

function changed(document: GraphDoc, index: number): Part[] {
  const change = document.changes[index];
  if (!change) return [];
  const grad: Part = { code: gradOf(document.byId.get(change.node)) };
  const by: Part = change.by ? { code: clip(change.by, 60) } : trans.__('The program');
  const value: Part[] = [{ grad: brief(change.grad, 36) }];
  const end = stop(change.grad, 36);
  if (end) value.push(end);
  switch (change.change) {
    case 'zero':
      return phrase(trans.__('%1 set every number of %2 to 0. The next walk adds to zeros.'), by, grad);
    case 'none':
      return phrase(trans.__('%1 emptied %2: it is None again.'), by, grad);
    case 'assign':
      return phrase(trans.__('%1 put %2 into %3.'), by, value[0] ?? '', grad);
    case 'inplace':
      return phrase(trans.__('%1 changed %2 in place: %3'), by, grad, value);
    case 'fill':
      return phrase(trans.__('%1 walked another graph and filled %2: now %3'), by, grad, value);
    default:
      return phrase(trans.__('%1 walked another graph and added to %2: now %3'), by, grad, value);
  }
}

function failed(document: GraphDoc, walk: number): Part[] {
  const backward = document.backwards[walk];
  const error = backward?.error;
  if (!error) return [];
  const call: Part = { code: clip(backward.call || 'backward()', 60) };
  const why = cause(error);
  return error.node === null
    ? phrase(trans.__('%1 failed: %2. No .grad was changed.'), call, why)
    : phrase(
        trans.__('%1 failed at %2: %3. No .grad was changed.'),
        call,
        actor(document.byId.get(error.node)),
        why,
      );
}

export function grouped(document: GraphDoc, moment: Moment, happenings: Happening[]): Part[] {
  const group = document.byId.get(moment.frame?.group ?? -1);
  const steps = happenings.flatMap((item) => (item.kind === 'step' ? [item.step] : []));
  const first = steps[0];
  const last = steps[steps.length - 1];
  if (!group || !first || !last) return [];
  const value = last.sends[0]?.value ?? null;
  return phrase(
    trans.__(
      'The loop %1 received %2 and passed on %3, after %4 visits, last turn first. Open it to see each of them.',
    ),
    { strong: nameOf(group) },
    { grad: brief(first.upstream, 30) },
    { grad: brief(value, 30) },
    `${steps.length}`,
  );
}

/** The sentence of a moment, in parts. */
export function captionOf(timeline: Timeline, moment: Moment): Part[] {
  const { document } = timeline;
  const item = moment.happenings[0];
  if (!item) {
    const first = timeline.happenings[0];
    const walk =
      first?.kind === 'step' || first?.kind === 'error' ? document.backwards[first.walk] : undefined;
    if (!walk) return [trans.__('Before the first change.')];
    return phrase(trans.__('Before %1. Press play to see it walk back to the leaves.'), {
      code: clip(walk.call || 'backward()', 60),
    });
  }
  if (moment.frame !== null && moment.frame.group !== null)
    return grouped(document, moment, moment.happenings);
  if (item.kind === 'change') return changed(document, item.change);
  if (item.kind === 'error') return failed(document, item.walk);
  if (item.kind === 'tangent') return [];
  if (item.step.kind === 'accumulate') return accumulated(document, item.walk, item.step);
  if (item.step.kind === 'capture') {
    const node = document.byId.get(item.step.node);
    const grad: Part = { grad: brief(item.step.upstream, 36) };
    const call = clip(document.backwards[item.walk]?.call || 'autograd.grad', 60);
    return phrase(trans.__('%1 hands back %2 for %3; its .grad stays as it is.'), { code: call }, grad, {
      strong: nameOf(node),
    });
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
  if ('tangent' in part) return html('code', { class: 'ag-code ag-cool' }, part.tangent);
  return html('code', { class: 'ag-code ag-warm' }, part.grad);
}
