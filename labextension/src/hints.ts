/** What an error of a backward walk means for the learner, and the way out. Pure. */

import type { Backward, Failure, GraphDoc, GraphNode } from './document';
import { labelOf } from './text';
import { trans } from './translation';

/** The first sentence of an error's text: the rest is shown in the inspector. */
export function headline(error: Failure): string {
  const first = error.text.split(/(?<=[a-z)][.:;])\s/i)[0] ?? error.text;
  const sentence = first.replace(/[:;]$/, '.');
  return sentence.length > 160 ? `${sentence.slice(0, 159)}…` : sentence;
}

function overwritten(node: GraphNode | undefined): string {
  const saved = node?.saved.find((item) => item.state === 'overwritten');
  if (!saved)
    return trans.__(
      'A value that this operation needs for its derivative was changed in place after it had been saved.',
    );
  const op = node?.op || trans.__('This operation');
  const what = saved.label || saved.name;
  if (!saved.by)
    return trans.__(
      '%1 needs %2 as it was at version %3, but it was changed in place afterwards.',
      op,
      what,
      saved.version,
    );
  return trans.__(
    '%1 needs %2 as it was at version %3, but %4 changed it in place: now it is at version %5.',
    op,
    what,
    saved.version,
    saved.by,
    saved.now,
  );
}

/** The walk that freed what a later one needs. */
function freeing(document: GraphDoc, error: Failure): Backward | undefined {
  const freed = document.backwards.filter(
    (walk) =>
      !walk.error && !/_graph=True/.test(walk.call) && walk.steps.some((step) => step.node === error.node),
  );
  return freed[freed.length - 1];
}

/** Its call, as it would have kept the graph. */
function keeping(call: string, root: string): string {
  if (!/^[\w.]+\(.*\)$/.test(call) || call.includes('_graph')) return `${root}.backward(retain_graph=True)`;
  return `${call.slice(0, -1)}${call.endsWith('()') ? '' : ', '}retain_graph=True)`;
}

const WITHOUT_PLACE =
  /^([\w.]+)\.(add|sub|mul|div|pow|exp|log|sqrt|square|abs|neg|clamp|relu|sigmoid|tanh)_(\(.*\))$/;

/** What makes a new tensor where this statement writes into an old one; empty where that is not known. */
export function anew(statement: string): string {
  const [, name, operator, rest = ''] = /^([\w.]+) (\*\*|\/\/|[-+*/@%])= (.+)$/.exec(statement) ?? [];
  if (name) {
    const whole = operator === '+' || /^[\w.]+(\(.*\)|\[.*\])?$/.test(rest) ? rest : `(${rest})`;
    return `${name} = ${name} ${operator} ${whole}`;
  }
  const [, owner, method, values] = WITHOUT_PLACE.exec(statement) ?? [];
  return owner ? `${owner} = ${owner}.${method}${values}` : '';
}

/** The cause in one clause, for the caption. */
export function cause(error: Failure): string {
  const text = error.text;
  if (error.type === 'KeyboardInterrupt') return trans.__('it was interrupted');
  if (/second time|already been freed/.test(text))
    return trans.__('an earlier walk has freed what it had saved');
  if (/leaf Variable that requires grad/.test(text))
    return trans.__('a leaf that requires a gradient was changed in place while changes are recorded');
  if (/inplace operation|in-place/.test(text)) return trans.__('a value that it needs was changed in place');
  if (/only for scalar outputs/.test(text))
    return trans.__('without gradient=..., a walk can only start at a single number');
  return headline(error).replace(/\.$/, '') || error.type;
}

/** Why it happened and what helps, in one or two sentences; empty where nothing is known. */
export function hint(document: GraphDoc, error: Failure): string {
  const text = error.text;
  const node = error.node === null ? undefined : document.byId.get(error.node);
  const root = labelOf(document.byId.get(document.root)) || 'y';
  if (error.type === 'KeyboardInterrupt') {
    return trans.__(
      'The walk was stopped on its way, and nothing came of it: call `%1.backward()` again.',
      root,
    );
  }
  if (/second time|already been freed/.test(text)) {
    const freed = freeing(document, error);
    // Not the same walk again: a new result hangs on what another has been through, as a state carried on does.
    if (freed && freed.root !== document.root && node)
      return trans.__(
        '`%1` is computed from %2, and an earlier call, `%3`, has been through there and freed what it had saved. If the gradient is not to go back that far, cut it off between the two, as with `%4.detach()`. If it is, add the results up and call `backward()` once, or let the first call keep the graph: `%5`.',
        root,
        node.name ? `\`${node.name}\` (${node.op})` : trans.__('a result of %1', node.op),
        freed.call,
        /^[\p{L}_][\p{L}\p{N}_]*$/u.test(node.name) ? node.name : 'h',
        keeping(freed.call, root),
      );
    return trans.__(
      'An earlier walk freed what this operation had saved. Compute `%1` again, or let the first call keep it: `%2`.',
      root,
      keeping(freed?.call ?? '', root),
    );
  }
  // Before other changes in place: this one was refused, and nothing had been saved.
  if (/leaf Variable that requires grad/.test(text)) {
    return trans.__('Change a leaf inside `with torch.no_grad():`, so that the change is not recorded.');
  }
  if (/inplace operation|in-place/.test(text)) {
    const saved = node?.saved.find((item) => item.state === 'overwritten');
    const by = saved?.by ?? '';
    const leaf = document.nodes.find(
      (item) => item.kind === 'leaf' && item.requiresGrad && item.name === saved?.label.replace(/ᵀ$/, ''),
    );
    if (leaf?.name && by)
      return trans.__(
        '%1 A leaf may change when the walks that need its old numbers are over: call `backward()` before `%2`, or compute again after it what `%3` is computed from.',
        overwritten(node),
        by,
        root,
      );
    const better = anew(by);
    if (better)
      return trans.__('%1 Make a new tensor instead: `%2` rather than `%3`.', overwritten(node), better, by);
    return trans.__('%1 Use a form that gives a new tensor, or work on a `clone()`.', overwritten(node));
  }
  if (/only for scalar outputs/.test(text)) {
    return trans.__(
      '`%1` holds several numbers, so there is no single slope. Reduce it first, `%1.sum().backward()`, or say how much each number counts: `%1.backward(gradient=torch.ones_like(%1))`.',
      root,
    );
  }
  if (/does not require grad/.test(text)) {
    return trans.__(
      'No path leads back to a leaf with `requires_grad=True`. Look for a `detach()`, `item()`, `.data` or `no_grad()` on the way.',
    );
  }
  if (/Mismatch in shape|shape .* (invalid|mismatch)/i.test(text)) {
    return trans.__('The gradient that is passed in needs exactly the shape of the tensor it belongs to.');
  }
  return '';
}

/** Where a walk failed that is the last of a document and was not among those before; null where none did. */
export function newFailure(before: GraphDoc | null, document: GraphDoc): number | null {
  const last = document.backwards.length - 1;
  const error = document.backwards[last]?.error;
  return !error || before?.backwards[last]?.error || document.problem ? null : error.node;
}
