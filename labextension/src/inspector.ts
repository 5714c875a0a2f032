/** Everything about one node at one moment. */

import { bracketed, sharesOf, whyWait } from './chain';
import { cutName, cutPart } from './cuts';
import type { GraphDoc, GraphNode } from './document';
import { Bin, type Child, html, set } from './dom';
import { Formulas, type Typeset } from './formulas';
import { headline, hint } from './hints';
import { icon } from './icons';
import { JacobianPart } from './jacobian';
import { layerPart } from './layers';
import { madeBy, type SourceHost } from './made';
import { savedRows } from './saved';
import {
  carries,
  clip,
  inputsOf,
  join,
  labelOf,
  line,
  nameOf,
  ordinal,
  shapeText,
  tensor,
  valueText,
} from './text';
import type { Moment, Timeline } from './timeline';
import { trans } from './translation';

export interface InspectorEvents {
  close(): void;
  /** Open or close the loops. */
  fold(closed: boolean): void;
  typeset?: Typeset | undefined;
}

const MOST = 4000;

function code(text: string, className = ''): HTMLElement {
  const block = text.includes('\n') ? 'ag-block' : '';
  return html('code', { class: ['ag-code', block, className].join(' ').trim() }, clip(text, MOST));
}

function note(text: string): HTMLElement {
  return html('span', { class: 'ag-note' }, text);
}

export class Inspector {
  readonly element: HTMLElement;
  private readonly content = html('div', { class: 'ag-facts' });
  private readonly bin = new Bin();
  private readonly clicks = new Bin();
  private readonly jacobian = new JacobianPart();
  private readonly formulas: Formulas;
  private copied = 0;

  constructor(
    private readonly events: InspectorEvents,
    private readonly host?: SourceHost,
  ) {
    this.formulas = new Formulas(events.typeset);
    const close = html(
      'button',
      { type: 'button', class: 'ag-tool ag-close', 'aria-label': trans.__('Close') },
      icon('close'),
    );
    this.bin.listen(close, 'click', () => events.close());
    this.element = html(
      'div',
      {
        class: 'ag-inspector',
        'data-autograd': 'inspector',
        role: 'region',
        'aria-live': 'polite',
        'aria-label': trans.__('Inspector'),
        hidden: true,
      },
      close,
      this.content,
    );
  }

  /** Shows a node; null hides the inspector. */
  show(timeline: Timeline, moment: Moment, id: number | null, closed: boolean): void {
    this.clicks.empty();
    const node = id === null ? undefined : timeline.document.byId.get(id);
    set(this.element, 'hidden', node === undefined);
    if (!node) {
      this.content.replaceChildren();
      return;
    }
    const rule = node.kind === 'op' ? this.rule(timeline.document, node, moment) : null;
    const leaf = node.kind === 'leaf' && node.requiresGrad;
    const parts: Child[] = [
      this.heading(node),
      this.error(timeline.document, node, moment),
      cutPart(timeline.document, node),
      layerPart(timeline.document, node),
      this.rows(timeline.document, node, moment),
      rule,
      this.jacobian.element(timeline.document, node, moment),
      leaf || node.kind === 'op' ? this.contributions(timeline.document, node, moment) : null,
      node.kind === 'group' ? this.turns(timeline.document, node, moment, closed) : null,
      madeBy(node, this.clicks, this.host),
      this.properties(timeline, node, moment),
    ];
    this.content.replaceChildren(...parts.filter((part) => part !== null && part !== undefined));
  }

  dispose(): void {
    clearTimeout(this.copied);
    this.clicks.empty();
    this.bin.empty();
    this.element.remove();
  }

  private heading(node: GraphNode): HTMLElement {
    const title = node.name || node.symbol || line(node.value);
    const kind = {
      op: node.op,
      leaf: trans.__('leaf'),
      constant: trans.__('constant'),
      group: trans.__('loop, %1 turns', node.count),
    }[node.kind];
    return html('h4', {}, html('span', { class: 'ag-bold' }, clip(title, 80)), ' ', note(kind));
  }

  private error(document: GraphDoc, node: GraphNode, moment: Moment): Child {
    if (moment.nodes.get(node.id)?.state !== 'error') return null;
    const error = document.backwards[moment.walk ?? -1]?.error ?? document.problem;
    if (!error) return null;
    const help = hint(document, error);
    const whole = html(
      'details',
      {},
      html('summary', {}, trans.__("PyTorch's words")),
      html('p', {}, clip(error.text, MOST)),
    );
    return html(
      'div',
      { class: 'ag-error', 'data-autograd': 'error' },
      html('strong', {}, icon('warning'), ` ${error.type}`),
      html('p', {}, headline(error)),
      help ? html('p', { class: 'ag-help' }, help) : null,
      headline(error) === error.text ? null : whole,
    );
  }

  private rows(document: GraphDoc, node: GraphNode, moment: Moment): HTMLElement {
    const list = html('dl', { class: 'ag-rows' });
    const row = (name: string, ...value: Child[]): void => {
      const entry = html('dd', {}, ...value);
      // Numbers of several lines take the whole width, below their name.
      const wide = entry.querySelector('.ag-block') !== null;
      list.append(
        html('dt', { 'data-wide': wide }, name),
        html('dd', { 'data-wide': wide }, ...entry.childNodes),
      );
    };
    if (node.value) row(trans._p('row', 'value'), this.value(node));
    const stats = node.value?.stats;
    if (stats)
      row(
        trans._p('row', 'in short'),
        code(
          Object.entries(stats)
            .map(([key, value]) => `${key} ${value}`)
            .join(', '),
        ),
      );
    const now = moment.nodes.get(node.id);
    if (node.kind === 'op' || node.kind === 'group') {
      const none = now?.state === 'error' ? trans.__('the walk stopped here') : trans.__('not visited yet');
      row(trans._p('row', 'upstream'), now?.upstream ? code(tensor(now.upstream), 'ag-warm') : note(none));
    }
    if (node.kind === 'leaf' || (node.kind === 'constant' && node.dtype !== ''))
      row('.grad', ...this.gradient(document, node, moment));
    return list;
  }

  /** What PyTorch would answer when asked about the tensor. */
  private properties(timeline: Timeline, node: GraphNode, moment: Moment): Child {
    if (node.kind === 'group') return null;
    if (node.dtype === '')
      return note(trans.__('A Python number: it takes part in the value, no gradient goes to it.'));
    const entries: [string, string][] = [
      ['shape', `torch.Size(${shapeText(node.shape)})`],
      ['dtype', node.dtype],
      ['grad_fn', node.kind === 'op' ? `<${node.op}>` : 'None'],
      ['is_leaf', node.isLeaf ? 'True' : 'False'],
      ['requires_grad', node.requiresGrad ? 'True' : 'False'],
      ['_version', node.version > 0 ? trans.__('%1, changed in place', node.version) : '0'],
    ];
    const list = html('dl', { class: 'ag-rows ag-properties' });
    if (node.kind === 'op') {
      list.append(html('dt', {}, '.grad'), html('dd', {}, ...this.gradient(timeline.document, node, moment)));
      list.append(
        html('dt', {}, trans._p('row', 'saved')),
        html('dd', {}, ...this.saved(timeline, node, moment)),
      );
    }
    for (const [name, value] of entries) list.append(html('dt', {}, name), html('dd', {}, code(value)));
    return list;
  }

  private value(node: GraphNode): HTMLElement {
    const text = valueText(node);
    const button = html(
      'button',
      {
        type: 'button',
        class: 'ag-tool ag-copy',
        'aria-label': trans.__('Copy value'),
        title: trans.__('Copy value'),
      },
      icon('copy'),
    );
    this.clicks.listen(button, 'click', () => {
      const done = (): void => {
        button.replaceChildren(icon('check'));
        clearTimeout(this.copied);
        this.copied = setTimeout(() => button.replaceChildren(icon('copy')), 1200) as unknown as number;
      };
      navigator.clipboard?.writeText(text).then(done, () => undefined);
    });
    return html('div', { class: 'ag-value' }, code(text), button);
  }

  /** `.grad`, or why there is none. */
  private gradient(document: GraphDoc, node: GraphNode, moment: Moment): Child[] {
    if (node.kind === 'constant' || !node.requiresGrad) {
      const cut = inputsOf(document, node.id).find(({ edge }) => edge.cut !== null)?.edge.cut;
      return [
        code('None'),
        note(` ${cut ? trans.__('cut off by %1', cutName(cut)) : trans.__('requires_grad is False')}`),
      ];
    }
    const grad = moment.grads.get(node.id);
    if (node.kind === 'leaf' && grad) {
      if (grad.value === undefined) return [note(trans.__('set before the recording began'))];
      if (grad.value === null) return [code('None'), note(` ${trans.__('no backward() has filled it yet')}`)];
      return [code(tensor(grad.value), 'ag-warm')];
    }
    if (node.retainsGrad) {
      const shown = moment.nodes.get(node.id)?.upstream ?? (moment.step === moment.total ? node.grad : null);
      return [code(tensor(shown), 'ag-warm'), note(` ${trans.__('kept by retain_grad()')}`)];
    }
    const leaves = document.nodes.filter((item) => item.kind === 'leaf' && item.requiresGrad && item.name);
    const named = leaves.slice(0, 3).map((leaf) => `${leaf.name}.grad`);
    let where = trans.__('not kept: no leaf.');
    if (leaves.length > 3)
      where = trans.__('not kept: no leaf, only passed on to %1 and others.', named.join(', '));
    else if (named.length > 0) where = trans.__('not kept: no leaf, only passed on to %1.', join(named));
    const keep = trans.__('%1.retain_grad() before backward() keeps it.', node.name || 't');
    return [code('None'), note(` ${where} `), note(keep)];
  }

  private saved(timeline: Timeline, node: GraphNode, moment: Moment): Child[] {
    if (node.saved.length === 0) return [note(trans.__('nothing: its derivative needs no value'))];
    return savedRows(timeline, node, moment).map(([labels, words]) =>
      html('div', { class: 'ag-saved' }, code(labels), note(words)),
    );
  }

  private rule(document: GraphDoc, node: GraphNode, moment: Moment): HTMLElement {
    const shares = sharesOf(document, node, moment);
    const box = html('div', { class: 'ag-rule' });
    const result = node.name || 'z';
    box.append(html('div', { class: 'ag-rule-title' }, trans.__('Chain rule: upstream × local')));
    if (node.formula) box.append(html('div', {}, this.formulas.element(`${result} = ${node.formula}`)));
    for (const share of shares.slice(0, 8)) {
      const twin = shares.filter((item) => item.to === share.to).length > 1;
      // dot(x, x): the derivative by its first x alone is not the one by x.
      const by = clip(share.to, 24);
      const place = twin || share.to.length > 24 ? trans.__('the %1 argument', ordinal(share.argument)) : '';
      const to = share.to.length > 24 ? place : `${share.to}${place ? `, ${place}` : ''}`;
      const lines = html(
        'div',
        { class: 'ag-share' },
        html('div', { class: 'ag-note' }, trans._p('gradient', 'to %1', to)),
      );
      if (share.local) {
        const variable = twin ? `(${ordinal(share.argument)} ${by})` : bracketed(by);
        lines.append(html('div', {}, this.formulas.element(`∂${result}/∂${variable} = ${share.local}`)));
      }
      if (share.numbers) lines.append(html('div', {}, code(share.numbers)));
      else lines.append(html('div', {}, this.formulas.element(share.symbols)));
      if (share.note) lines.append(html('div', { class: 'ag-note' }, share.note));
      if (share.result) lines.append(html('div', {}, code('= '), code(line(share.result), 'ag-warm')));
      box.append(lines);
    }
    if (shares.length === 0)
      box.append(html('div', { class: 'ag-note' }, trans.__('No argument requires a gradient.')));
    return box;
  }

  /** What a leaf received, use by use, and the sum. */
  private contributions(document: GraphDoc, node: GraphNode, moment: Moment): Child {
    const uses = document.edges.flatMap((edge, at) =>
      edge.from === node.id && carries(document, edge) ? [{ edge, at }] : [],
    );
    if (uses.length < (node.kind === 'op' ? 2 : 1)) return null;
    const box = html('div', { class: 'ag-rule' });
    const times = trans._n('Used once', 'Used %1 times: the contributions add up', uses.length);
    box.append(html('div', { class: 'ag-rule-title' }, times), whyWait(node, uses.length));
    for (const { edge, at } of uses.slice(0, 10)) {
      const now = moment.edges[at];
      const by = document.byId.get(edge.to);
      const value =
        now && now.state !== 'idle' ? code(line(now.value), 'ag-warm') : note(trans.__('not yet'));
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
            trans._p('gradient', 'from %1', (labelOf(by).length <= 28 ? labelOf(by) : nameOf(by)) + argument),
          ),
          value,
        ),
      );
    }
    if (uses.length > 10) box.append(note(trans.__('and %1 more', uses.length - 10)));
    const upstream = moment.nodes.get(node.id)?.upstream;
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
    if (upstream && uses.length > 1) {
      box.append(
        html(
          'div',
          { class: 'ag-share' },
          html('div', { class: 'ag-note' }, trans._p('row', 'sum')),
          code(line(upstream), 'ag-warm'),
        ),
      );
    }
    return box;
  }

  private turns(document: GraphDoc, node: GraphNode, moment: Moment, closed: boolean): HTMLElement {
    const table = html(
      'table',
      { class: 'ag-table' },
      html('caption', { class: 'ag-note' }, trans.__('value and gradient after each turn')),
    );
    const body = html('tbody');
    const head = [trans._p('column', 'turn'), trans._p('column', 'value'), '∂'].map((text) =>
      html('th', { scope: 'col' }, text),
    );
    table.append(html('thead', {}, html('tr', {}, ...head)), body);
    const ops = node.members.filter((id) => document.byId.get(id)?.kind === 'op');
    const per = Math.max(1, node.per);
    for (let turn = 0; turn < Math.min(node.count, 40); turn++) {
      const last = ops[(turn + 1) * per - 1];
      if (last === undefined) break;
      const upstream = moment.nodes.get(last)?.upstream ?? null;
      body.append(
        html(
          'tr',
          {},
          html('td', {}, String(turn + 1)),
          html('td', {}, code(clip(line(document.byId.get(last)?.value ?? null), 15))),
          html('td', {}, upstream ? code(clip(line(upstream), 15), 'ag-warm') : note('–')),
        ),
      );
    }
    const button = html(
      'button',
      { type: 'button', class: 'ag-button' },
      closed ? trans.__('Draw every turn') : trans.__('Fold the loop again'),
    );
    this.clicks.listen(button, 'click', () => this.events.fold(!closed));
    return html('div', {}, document.unfolded ? button : null, table);
  }
}
