/**
 * Forward mode beside reverse mode: the same graph swept in both directions, with what each costs.
 *
 * The sweeps are drawn as a document of their own: its forward sweep is `pushed`, its reverse sweep is the only walk.
 */

import type { Change, GraphDoc, GraphNode, Preview, Sweep, SweepRun, SweepStep } from './document';
import { Bin, html, set } from './dom';
import { spelled } from './spelled';
import { clip, labelOf, line, nameOf, together } from './text';
import { timelineOf } from './timeline';
import { trans } from './translation';

const MOST_ROWS = 400;

/** Which sweep of each mode is shown. */
export interface Choice {
  forward: number;
  reverse: number;
}

function runOf(sweep: Sweep, at: number): SweepRun {
  return (sweep.runs[at] ?? sweep.runs[sweep.shown]) as SweepRun;
}

/** A document with nothing but its sweeps as history. */
export function sweptDocument(document: GraphDoc, choice: Choice): GraphDoc {
  const { sweeps } = document;
  if (!sweeps) return document;
  const reverse = runOf(sweeps.reverse, choice.reverse);
  const leaf = (id: number): boolean => document.byId.get(id)?.kind === 'leaf';
  const changes = reverse.steps
    .filter((step) => leaf(step.node))
    .map(
      (step): Change => ({
        node: step.node,
        change: 'fill',
        grad: step.value,
        by: '',
        backward: 0,
        source: null,
      }),
    );
  const steps = reverse.steps.map((step, at) => ({
    kind: leaf(step.node) ? ('accumulate' as const) : ('visit' as const),
    node: step.node,
    order: at + 1,
    upstream: step.value,
    arrived: null,
    results: step.results,
    sends: step.parts.map((part) => ({ ...part, computed: null })),
    change: leaf(step.node) ? changes.findIndex((change) => change.node === step.node) : null,
  }));
  const nodes = document.nodes.map((node) =>
    node.kind === 'leaf' || node.saved.length > 0
      ? { ...node, grad: null, saved: node.saved.map((item) => ({ ...item, state: 'kept' as const })) }
      : node,
  );
  return {
    ...document,
    nodes,
    byId: new Map(nodes.map((node) => [node.id, node])),
    pushed: runOf(sweeps.forward, choice.forward),
    changes,
    backwards: [
      {
        call: trans.__('The reverse sweep'),
        kind: 'grad',
        source: null,
        at: 0,
        seed: reverse.seed,
        root: document.root,
        steps,
        zeroings: [],
        error: null,
      },
    ],
  };
}

/** What the gradient that arrives at a node is called; null where the sweeps are not shown. */
export function derivativeOf(document: GraphDoc, node: GraphNode): string | null {
  if (!document.pushed || !document.sweeps) return null;
  const seeded = document.backwards[0]?.seed;
  const run = document.sweeps.reverse.runs.find((run) => run.seed === seeded);
  return `∂${clip(run?.label || 'y', 24)}/∂${clip(nameOf(node), 24)}`;
}

/** Where the forward sweep begins: "x[1]". */
export function startOf(document: GraphDoc): string {
  return document.pushed?.label ?? '';
}

/** The switch to the sweeps, and below the picture what they cost. */
export class SweepsPart {
  readonly toggle: HTMLButtonElement;
  readonly element = html('div', { class: 'ag-sweeps', 'data-autograd': 'sweeps', hidden: true });
  private readonly bin = new Bin();
  private readonly clicks = new Bin();
  private choice: Choice = { forward: -1, reverse: -1 };
  private on = false;

  /** @param changed told when something else is to be drawn. */
  constructor(private readonly changed: () => void) {
    this.toggle = html(
      'button',
      {
        type: 'button',
        class: 'ag-quiet',
        'data-autograd': 'compare',
        'aria-pressed': 'false',
        hidden: true,
      },
      trans.__('Compare forward and reverse mode'),
    );
    this.bin.listen(this.toggle, 'click', () => {
      this.on = !this.on;
      this.changed();
    });
  }

  get shown(): boolean {
    return this.on;
  }

  /**
   * A newer document: one of another graph begins as it says, news of this graph are shown instead of the sweeps.
   *
   * @param done happenings of this graph that were there before; null for another graph.
   */
  follow(document: GraphDoc, done: number | null): void {
    if (done === null) {
      this.on = document.sweeps?.open === true;
      this.choice = { forward: -1, reverse: -1 };
    } else if (this.on && timelineOf(document).happenings.length > done) this.on = false;
  }

  /** What of a document is to be drawn, and the table beside it. */
  apply(document: GraphDoc): GraphDoc {
    const { sweeps } = document;
    this.on = this.on && sweeps !== null;
    set(this.toggle, 'hidden', sweeps === null);
    set(this.toggle, 'aria-pressed', this.on ? 'true' : 'false');
    set(this.element, 'hidden', !this.on);
    this.clicks.empty();
    this.element.replaceChildren();
    if (!sweeps || !this.on) return document;
    const forward = runOf(sweeps.forward, this.choice.forward);
    const reverse = runOf(sweeps.reverse, this.choice.reverse);
    this.element.append(
      html('p', { class: 'ag-verdict' }, ...spelled(sweeps.says)),
      this.costs(sweeps.forward, sweeps.reverse, forward, reverse),
      this.values(document, forward, reverse),
    );
    return sweptDocument(document, this.choice);
  }

  dispose(): void {
    this.bin.empty();
    this.clicks.empty();
  }

  private costs(forward: Sweep, reverse: Sweep, one: SweepRun, other: SweepRun): HTMLElement {
    const body = html('tbody');
    const row = (name: string, left: Node | string, right: Node | string): void => {
      body.append(
        html('tr', {}, html('th', { scope: 'row' }, name), html('td', {}, left), html('td', {}, right)),
      );
    };
    const numbers = (count: number): string => trans._n('%1 number', '%1 numbers', count);
    const held = (run: SweepRun, what: string): string =>
      run.cost.values === 0 ? trans.__('nothing') : `${what} (${numbers(run.cost.numbers)})`;
    row(
      trans.__('begins at'),
      this.select('forward', forward, trans.__('Where the forward sweep begins')),
      this.select('reverse', reverse, trans.__('Where the reverse sweep begins')),
    );
    row(
      trans.__('carries'),
      trans.__('a tangent →, beside the values'),
      trans.__('a gradient ∂ ←, after the values'),
    );
    row(trans.__('local derivatives applied'), `${one.cost.products}`, `${other.cost.products}`);
    row(trans.__('additions where paths meet'), `${one.cost.sums}`, `${other.cost.sums}`);
    row(
      trans.__('held beside the values'),
      held(one, trans._n('%1 tangent at a time', '%1 tangents at a time', one.cost.values)),
      held(other, trans._n('%1 saved value', '%1 saved values', other.cost.values)),
    );
    row(trans.__('sweeps for every derivative'), `${forward.needed}`, `${reverse.needed}`);
    row(trans.__('local derivatives in all'), `${forward.products}`, `${reverse.products}`);
    const head = html(
      'tr',
      {},
      html('td', {}),
      html('th', { scope: 'col', class: 'ag-cool' }, trans.__('forward mode')),
      html('th', { scope: 'col', class: 'ag-warm' }, trans.__('reverse mode')),
    );
    return html(
      'table',
      { class: 'ag-table ag-costs' },
      html('caption', {}, trans.__('One sweep of each, and all that are needed')),
      html('thead', {}, head),
      body,
    );
  }

  /** A choice of sweeps, where there are several. */
  private select(mode: keyof Choice, sweep: Sweep, name: string): Node | string {
    const run = runOf(sweep, this.choice[mode]);
    const seed = clip(line(run.seed), 30);
    const label = run.label || '?';
    if (sweep.runs.length < 2) return `${label}, ${seed}`;
    const select = html('select', { class: 'ag-select', 'aria-label': name });
    sweep.runs.forEach((each, at) => {
      select.append(html('option', { value: at, selected: each === run }, each.label || `${at}`));
    });
    this.clicks.listen(select, 'change', () => {
      this.choice = { ...this.choice, [mode]: Number(select.value) };
      this.changed();
      this.element.querySelector<HTMLElement>(`select[aria-label="${name}"]`)?.focus();
    });
    return html('span', {}, select, ` ${seed}`);
  }

  /** Every node with its three numbers. */
  private values(document: GraphDoc, forward: SweepRun, reverse: SweepRun): HTMLElement {
    const find = (steps: SweepStep[]): Map<number, SweepStep> =>
      new Map(steps.map((step) => [step.node, step]));
    const [tangents, gradients] = [find(forward.steps), find(reverse.steps)];
    const body = html('tbody');
    for (const node of document.nodes.filter((node) => node.requiresGrad).slice(0, MOST_ROWS)) {
      const all = (results: (Preview | null)[], value: Preview | null): string =>
        clip(results.length > 0 ? together(results) : line(value), 60);
      const show = (step: SweepStep | undefined): string => (step ? all(step.results, step.value) : '–');
      const values = node.results.map(({ value }) => value);
      body.append(
        html(
          'tr',
          {},
          html('th', { scope: 'row', class: 'ag-code' }, clip(labelOf(node), 40)),
          html('td', { class: 'ag-code' }, all(values, node.value)),
          html('td', { class: 'ag-code ag-cool' }, show(tangents.get(node.id))),
          html('td', { class: 'ag-code ag-warm' }, show(gradients.get(node.id))),
        ),
      );
    }
    const heads = [trans.__('tensor'), trans.__('value'), trans.__('tangent →'), trans.__('gradient ∂ ←')];
    return html(
      'details',
      { class: 'ag-every' },
      html('summary', {}, trans.__('Every value with its tangent and its gradient')),
      html(
        'div',
        {
          class: 'ag-scroll',
          tabindex: 0,
          role: 'group',
          'aria-label': trans.__('Values, tangents and gradients'),
        },
        html(
          'table',
          { class: 'ag-table' },
          html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
          body,
        ),
      ),
    );
  }
}
