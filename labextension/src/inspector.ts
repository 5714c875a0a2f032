/** Everything about one node at one moment. */

import { own } from './chain';
import { contributionsPart, rulePart } from './chainpart';
import { cutName, cutPart } from './cuts';
import type { GraphDoc, GraphNode } from './document';
import { Bin, type Child, hold, html, set, whenIdle } from './dom';
import { code, MOST, note } from './facts';
import { Formulas, type Typeset } from './formulas';
import { headline, hint } from './hints';
import { icon } from './icons';
import { JacobianPart } from './jacobian';
import { layerPart } from './layers';
import { lineOf, madeBy, type SourceHost } from './made';
import { morph } from './morph';
import { savedRows } from './saved';
import { spelled } from './spelled';
import { clip, inputsOf, inShort, join, line, nameOf, shapeText, tensor, unnamed, valueText } from './text';
import type { Moment, Timeline } from './timeline';
import { trans } from './translation';
import { unseenPart } from './unseen';

export interface InspectorEvents {
  close(): void;
  /** Open or close the loops. */
  fold(closed: boolean): void;
  typeset?: Typeset | undefined;
}

/** Characters of a number that has room beside its name. */
const BESIDE = 21;

/** Whether an inspector was made in this page. */
let warm = false;
/** How many there were. */
let inspectors = 0;

export class Inspector {
  readonly element: HTMLElement;
  private readonly content = html('div', { class: 'ag-facts' });
  private readonly bin = new Bin();
  private readonly clicks = new Bin();
  private readonly jacobian = new JacobianPart();
  private readonly formulas: Formulas;
  private readonly number = ++inspectors;
  private copied = 0;
  private shown: number | null = null;
  /** Code and tables that were scrolled: those of another node begin at their beginning. */
  private readonly scrolled = new Set<Element>();
  /** Whether the attributes of tensors are shown. */
  private more = false;

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
    this.bin.listen(this.content, 'scroll', ({ target }) => this.scrolled.add(target as Element), {
      capture: true,
    });
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
      this.shown = null;
      return;
    }
    // Several views stand on a page: a region is told from the others by its name.
    set(this.element, 'aria-label', trans.__('Inspector of %1, view %2', nameOf(node), this.number));
    morph(this.content, this.parts(timeline, moment, node, closed));
    if (id === this.shown) return;
    this.shown = id;
    for (const element of this.scrolled) element.scrollTo(0, 0);
    this.scrolled.clear();
  }

  /** Makes what it would show, for the first time in a page while nobody waits: that takes thrice as long as later. */
  warm(timeline: Timeline, moment: Moment): void {
    const node = timeline.document.byId.get(timeline.document.root);
    if (!node || warm) return;
    const act = (): void => {
      if (!warm && this.element.hidden) this.parts(timeline, moment, node, true);
      warm = true;
    };
    this.bin.add(whenIdle(act));
  }

  private parts(timeline: Timeline, moment: Moment, node: GraphNode, closed: boolean): (Node | string)[] {
    const rule = node.kind === 'op' ? rulePart(timeline.document, node, moment, this.formulas) : null;
    const leaf = node.kind === 'leaf' && node.requiresGrad;
    const parts: Child[] = [
      this.heading(node),
      this.error(timeline.document, node, moment),
      unseenPart(timeline.document, node, this.clicks, this.host),
      cutPart(timeline.document, node),
      layerPart(timeline.document, node),
      madeBy(node, this.clicks, this.host),
      this.rows(timeline.document, node, moment),
      rule,
      this.jacobian.element(timeline.document, node, moment),
      leaf || node.kind === 'op' ? contributionsPart(timeline.document, node, moment) : null,
      node.kind === 'group' ? this.turns(timeline.document, node, moment, closed) : null,
      this.properties(timeline, node, moment),
    ];
    return parts.filter((part) => part !== null && part !== undefined);
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
      // The error's own words stand in the cell already: what they mean comes first.
      help ? html('p', { class: 'ag-help' }, ...spelled(help)) : html('p', {}, headline(error)),
      help || headline(error) !== error.text ? whole : null,
    );
  }

  private rows(document: GraphDoc, node: GraphNode, moment: Moment): HTMLElement {
    const list = html('dl', { class: 'ag-rows' });
    const row = (name: string, ...value: Child[]): void => {
      const entry = html('dd', {}, ...value);
      // Numbers that would be wrapped take the whole width, below their name.
      const wide = [...entry.querySelectorAll('code')].some(
        (each) => (each.textContent?.length ?? 0) > BESIDE || each.classList.contains('ag-block'),
      );
      list.append(
        html('dt', { 'data-wide': wide }, name),
        html('dd', { 'data-wide': wide }, ...entry.childNodes),
      );
    };
    for (const { name, value } of node.results) row(name, code(tensor(value)));
    if (node.value && node.results.length === 0) row(trans._p('row', 'value'), this.value(node));
    if (node.later) row(trans._p('row', 'now'), ...this.later(node.later));
    const stats = node.value?.stats;
    if (stats) row(trans._p('row', 'in short'), code(inShort(stats)));
    const now = moment.nodes.get(node.id);
    if (node.kind === 'op' || node.kind === 'group') {
      if (now?.arrived)
        row(
          trans._p('row', 'arrived'),
          code(tensor(now.arrived), 'ag-warm'),
          note(` ${trans.__('before a hook')}`),
        );
      const none = now?.failed ? trans.__('the walk stopped here') : trans.__('not visited yet');
      if (now && now.results.length > 0)
        for (const [i, { name }] of node.results.entries())
          row(upstreamName(document, node, moment, name), code(tensor(now.results[i] ?? null), 'ag-warm'));
      else
        row(
          upstreamName(document, node, moment, node.name),
          now?.upstream ? code(tensor(now.upstream), 'ag-warm') : note(none),
        );
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
      [
        'requires_grad',
        node.requiresGrad ? 'True' : node.late ? trans.__('False, set to True later') : 'False',
      ],
      ['_version', node.version > 0 ? trans.__('%1, changed in place', node.version) : '0'],
    ];
    const list = html('dl', { class: 'ag-rows' });
    if (node.kind === 'op') {
      list.append(html('dt', {}, '.grad'), html('dd', {}, ...this.gradient(timeline.document, node, moment)));
      list.append(
        html('dt', {}, trans._p('row', 'saved')),
        html('dd', {}, ...this.saved(timeline, node, moment)),
      );
    }
    const more = html('dl', { class: 'ag-rows' });
    for (const [name, value] of entries) more.append(html('dt', {}, name), html('dd', {}, code(value)));
    const summary = html('summary', {}, trans.__('what Python says of this tensor'));
    const details = hold(html('details', { class: 'ag-attributes', open: this.more }, summary, more));
    // Not `toggle`: it comes late, when a next step may have drawn all of this anew.
    summary.addEventListener('click', () => {
      this.more = !details.open;
    });
    return html('div', { class: 'ag-properties' }, node.kind === 'op' ? list : null, details);
  }

  /** What a leaf is by now, and what changed it. */
  private later({ value, by, source }: NonNullable<GraphNode['later']>): Child[] {
    const where = lineOf({ source });
    const call = clip(by, 60);
    return [
      code(tensor(value)),
      by ? note(` ${where ? trans.__('by %1, %2', call, where) : trans.__('by %1', call)}`) : null,
    ];
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
    // What PyTorch appends is not torn: "grad_fn=<MulBackward0>)" stands on one line.
    const shown = code(text);
    const suffix = /[a-z_]+=\S+$/.exec(text)?.[0] ?? '';
    if (suffix && text.length <= MOST && !text.includes('\n'))
      shown.replaceChildren(text.slice(0, -suffix.length), html('span', { class: 'ag-whole' }, suffix));
    return html('div', { class: 'ag-value' }, shown, button);
  }

  /** `.grad`, or why there is none. */
  private gradient(document: GraphDoc, node: GraphNode, moment: Moment): Child[] {
    if (node.kind === 'constant' || !node.requiresGrad) {
      const cut = inputsOf(document, node.id).find(({ edge }) => edge.cut !== null)?.edge.cut;
      const why = node.late
        ? trans.__('requires_grad was set after this graph had used it: no gradient reaches it')
        : cut
          ? trans.__('cut off by %1', cutName(cut))
          : trans.__('requires_grad is False');
      return [code('None'), note(` ${why}`)];
    }
    const grad = moment.grads.get(node.id);
    if (node.kind === 'leaf' && grad) {
      if (grad.value === undefined) return [note(trans.__('set before the recording began'))];
      if (grad.value === null) {
        const why =
          grad.change === 'none'
            ? trans.__('it was set to None')
            : trans.__('no backward() has filled it yet');
        return [code('None'), note(` ${why}`)];
      }
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
    const name = node.results[0]?.name || node.name;
    const keep = name
      ? trans.__('%1.retain_grad() before backward() keeps it.', name)
      : trans.__('To keep it, give it a name and call retain_grad() on that before backward().');
    return [code('None'), note(` ${where} `), note(keep)];
  }

  private saved(timeline: Timeline, node: GraphNode, moment: Moment): Child[] {
    if (node.saved.length === 0)
      return [
        note(
          own(node)
            ? trans.__('what its own forward() has kept')
            : trans.__('nothing: its derivative needs no value'),
        ),
      ];
    return savedRows(timeline, node, moment).map(([labels, words]) =>
      html('div', { class: 'ag-saved' }, code(labels), note(words)),
    );
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

/** "upstream", and of what it is the derivative where a walk from a single number has brought it. */
function upstreamName(document: GraphDoc, node: GraphNode, moment: Moment, by: string): string {
  const root = document.byId.get(document.backwards[moment.walk ?? -1]?.root ?? -1);
  const name = trans._p('row', 'upstream');
  const arrived = moment.nodes.get(node.id)?.upstream;
  if (!arrived || !root?.name || root.shape.length > 0 || node.madeBy || node.kind === 'group') return name;
  if (by === root.name && node !== root) return name; // `y = y * w`: that of the new y by the old one is no ∂y/∂y
  return `${name} ∂${root.name}/∂${by || unnamed(document)}`;
}
