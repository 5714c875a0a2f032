/** The parts of the inspector that multiply and add: what a node sends to its arguments, and what arrives at it. */

import { placed, sharesOf, whyWait } from './chain';
import type { GraphDoc, GraphNode, Preview } from './document';
import { type Child, html } from './dom';
import { code, note } from './facts';
import type { Formulas } from './formulas';
import { resultOf } from './plugged';
import { carries, labelIn, line, nameOf, ordinal } from './text';
import type { Moment } from './timeline';
import { trans } from './translation';

/** The chain rule of an operation, with the numbers of a moment. */
export function rulePart(
  document: GraphDoc,
  node: GraphNode,
  moment: Moment,
  formulas: Formulas,
): HTMLElement {
  const shares = sharesOf(document, node, moment);
  const box = html('div', { class: 'ag-rule' });
  const result = resultOf(document, node);
  box.append(html('div', { class: 'ag-rule-title' }, trans.__('Chain rule: upstream × local')));
  if (node.formula) box.append(html('div', {}, formulas.element(`${result} = ${node.formula}`)));
  if (node.formula && node.name && result !== node.name)
    box.append(html('div', { class: 'ag-note' }, trans.__('%1 is the new %2', result, node.name)));
  for (const share of shares.slice(0, 8)) {
    const twin = shares.filter((item) => item.to === share.to).length > 1;
    // dot(x, x): the derivative by its first x alone is not the one by x.
    const by = share.short;
    const place = twin || by === '' ? trans.__('the %1 argument', ordinal(share.argument)) : '';
    const to = [by, place].filter((part) => part !== '').join(', ');
    const lines = html(
      'div',
      { class: 'ag-share' },
      html('div', { class: 'ag-note' }, trans._p('gradient', 'to %1', to)),
    );
    if (placed(share.local)) lines.append(html('div', {}, formulas.element(share.symbols)));
    else if (share.local) {
      const variable =
        twin || by === ''
          ? `(${by === '' ? trans.__('%1 argument', ordinal(share.argument)) : `${ordinal(share.argument)} ${by}`})`
          : enclosed(by);
      lines.append(html('div', {}, formulas.element(`∂${enclosed(result)}/∂${variable} = ${share.local}`)));
    }
    if (share.numbers) lines.append(html('div', {}, productOf(share.numbers, share.upstream)));
    else if (!placed(share.local)) lines.append(html('div', {}, formulas.element(share.symbols)));
    if (share.note) lines.append(html('div', { class: 'ag-note' }, share.note));
    const whole = share.computed ?? share.result;
    if (whole) lines.append(html('div', {}, code('= '), code(line(whole), 'ag-warm')));
    if (share.nan)
      lines.append(
        html(
          'div',
          { class: 'ag-note' },
          trans.__(
            'nan begins here: no nan came from above. 0 × inf is nan, and so are 0 / 0 and inf − inf.',
          ),
        ),
      );
    if (share.computed)
      lines.append(
        html('div', { class: 'ag-note' }, trans.__('a hook turned it into')),
        html('div', {}, code(line(share.result), 'ag-warm')),
      );
    box.append(lines);
  }
  if (shares.length === 0)
    box.append(html('div', { class: 'ag-note' }, trans.__('No argument requires a gradient.')));
  return box;
}

/** What stands below or above a ∂ is read as one thing: `x.exp()` is not ∂x, called. */
function enclosed(expression: string): string {
  return /^[\w.]+$|^\[/.test(expression) || inBrackets(expression) ? expression : `(${expression})`;
}

/** Whether the first bracket closes with the last one: not so in `(a + b) · (c + d)`. */
function inBrackets(expression: string): boolean {
  if (!/^\(.*\)$/.test(expression)) return false;
  let depth = 0;
  for (const each of expression.slice(0, -1)) {
    if (each === '(') depth += 1;
    if (each === ')') depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}

/** "upstream × local", the upstream gradient in its colour. */
function productOf(text: string, upstream: string): HTMLElement {
  const all = code(text);
  const at = upstream === '' ? -1 : text.startsWith(upstream) ? 0 : text.lastIndexOf(upstream);
  if (at < 0) return all;
  const part = html('span', { class: 'ag-warm' }, upstream);
  all.replaceChildren(text.slice(0, at), part, text.slice(at + upstream.length));
  return all;
}

/** Of a contribution that a hook has changed, what it was before. */
function turnedFrom(computed: Preview | null): Child[] {
  return computed ? [note(` ${trans.__('a hook made it of %1', line(computed))}`)] : [];
}

/** One of the results of an operation, and what came for it in all, above what arrived from each use. */
function resultPart(name: string, uses: number, sum: Preview | null): HTMLElement {
  const times = trans._n('used once', 'used %1 times', uses);
  const whole = uses > 1 && sum ? [note(`, ${trans._p('row', 'sum')} `), code(line(sum), 'ag-warm')] : [];
  return html('div', { class: 'ag-share' }, code(name), note(` ${times}`), ...whole);
}

function whose(document: GraphDoc, node: GraphNode | undefined): string {
  const label = labelIn(document, node);
  return label.length <= 28 ? label : nameOf(node);
}

/** What a leaf received, use by use, and the sum. */
export function contributionsPart(document: GraphDoc, node: GraphNode, moment: Moment): Child {
  const uses = document.edges.flatMap((edge, at) =>
    edge.from === node.id && carries(document, edge) ? [{ edge, at }] : [],
  );
  if (uses.length < (node.kind === 'op' ? 2 : 1)) return null;
  const box = html('div', { class: 'ag-rule' });
  const times =
    node.results.length > 0
      ? trans.__('Used %1 times: what comes to the same result adds up', uses.length)
      : trans._n('Used once', 'Used %1 times: the contributions add up', uses.length);
  const wait = whyWait(node, uses.length);
  box.append(html('div', { class: 'ag-rule-title' }, times));
  if (wait !== '') box.append(html('div', { class: 'ag-note' }, wait));
  // Once it was visited, what has not come does not come: other walks bring it, or a cut stops it.
  const arrivedAll = (moment.nodes.get(node.id)?.order ?? null) !== null;
  uses.sort((one, other) => one.edge.result - other.edge.result);
  for (const [i, { edge, at }] of uses.slice(0, 10).entries()) {
    const result = node.results[edge.result];
    if (result && uses[i - 1]?.edge.result !== edge.result) {
      const mine = uses.filter((use) => use.edge.result === edge.result).length;
      box.append(resultPart(result.name, mine, moment.nodes.get(node.id)?.results[edge.result] ?? null));
    }
    const now = moment.edges[at];
    const by = document.byId.get(edge.to);
    const value: Child[] =
      now && now.state !== 'idle'
        ? [code(line(now.value), 'ag-warm'), ...turnedFrom(now.computed)]
        : [note(arrivedAll ? trans.__('nothing in this walk') : trans.__('not yet'))];
    const nth = by?.source?.iteration ?? null;
    const time = nth === null ? '' : trans.__(', the %1 time', ordinal(nth - 1));
    const argument =
      uses.filter((use) => use.edge.to === edge.to).length > 1
        ? trans.__(', %1 argument', ordinal(edge.input))
        : '';
    box.append(
      html(
        'div',
        { class: 'ag-share' },
        html(
          'div',
          { class: 'ag-note' },
          trans._p('gradient', 'from %1', whose(document, by) + time + argument),
        ),
        ...value,
      ),
    );
  }
  if (uses.length > 10) box.append(note(trans.__('and %1 more', uses.length - 10)));
  const { upstream = null, arrived = null } = moment.nodes.get(node.id) ?? {};
  if (upstream && uses.every(({ at }) => moment.edges[at]?.state === 'idle')) {
    box.append(
      html(
        'div',
        { class: 'ag-share' },
        html('div', { class: 'ag-note' }, trans.__('this time through another graph')),
        code(line(upstream), 'ag-warm'),
      ),
    );
    return box;
  }
  if (upstream && uses.length > 1 && node.results.length === 0) {
    box.append(
      html(
        'div',
        { class: 'ag-share ag-sum-of' },
        html('div', { class: 'ag-note' }, trans._p('row', 'sum')),
        code(line(arrived ?? upstream), 'ag-warm'),
      ),
    );
  }
  if (arrived) {
    box.append(
      html(
        'div',
        { class: 'ag-share' },
        html('div', { class: 'ag-note' }, trans.__('a hook turned it into')),
        code(line(upstream), 'ag-warm'),
      ),
    );
  }
  return box;
}
