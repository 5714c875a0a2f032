/** The history of every `.grad`: a real table, a row per change, a click goes there. */

import type { Change, ChangeKind, GraphNode } from './document';
import { AfterPaint, Bin, type Child, html, say, set } from './dom';
import { lineOf, type SourceHost } from './made';
import type { Traced } from './source';
import { brief, clip, gradOf } from './text';
import { type Moment, stepOfChange, type Timeline } from './timeline';
import { trans } from './translation';

const MOST = 500;
/** Characters of a gradient, and of one in a narrow table: style/panels.css gives that so much room. */
const WHOLE = 46;
const LESS = 24;

/** What a change did to a gradient. */
function wordOf(change: ChangeKind): string {
  switch (change) {
    case 'fill':
      return trans._p('gradient', 'filled');
    case 'add':
      return trans._p('gradient', 'added');
    case 'zero':
      return trans._p('gradient', 'zeroed');
    case 'none':
      return trans._p('gradient', 'set to None');
    case 'assign':
      return trans._p('gradient', 'assigned');
    default:
      return trans._p('gradient', 'changed in place');
  }
}

/** What a gradient is after a change, and the same for a table that has less room: no number is torn. */
function now(change: Change): Child[] {
  const [whole, less] = [brief(change.grad, WHOLE), brief(change.grad, LESS)];
  if (whole === less) return [whole];
  return [html('span', { class: 'ag-roomy' }, whole), html('span', { class: 'ag-scant' }, less)];
}

interface Row {
  row: HTMLTableRowElement;
  button: HTMLButtonElement;
  step: number;
  leaf: number;
  change: Change;
  /** By its number in the document. */
  traced: Traced;
  where: HTMLElement;
}

export class Ledger {
  readonly element = html('div', { class: 'ag-history', hidden: true });
  private readonly bin = new Bin();
  private readonly chosen = new AfterPaint();
  private readonly caption = html('caption');
  private rows: Row[] = [];
  private whole = '';
  private leaf: GraphNode | null = null;
  private last = -1;
  private waiting = 0;
  private readonly observer?: ResizeObserver;

  constructor(
    private readonly seek: (step: number) => void,
    private readonly host?: SourceHost,
  ) {
    if (typeof ResizeObserver === 'undefined') return;
    // A table that is not in sight yet cannot be scrolled.
    this.observer = new ResizeObserver(() => this.reveal(this.rows[this.last]?.row));
    this.observer.observe(this.element);
  }

  /** Writes the table of a document anew. */
  draw(timeline: Timeline): void {
    this.bin.empty();
    this.rows = [];
    const { document } = timeline;
    set(this.element, 'hidden', document.changes.length === 0);
    const skipped = Math.max(0, document.changes.length - MOST);
    const body = html('tbody', { role: 'rowgroup' });
    document.changes.slice(skipped).forEach((change, i) => {
      const step = stepOfChange(timeline, i + skipped);
      const button = html(
        'button',
        { type: 'button', class: 'ag-jump', title: trans.__('Go to this step') },
        String(step),
      );
      const added = timeline.happenings.find(
        (item) => item.kind === 'step' && item.step.change === i + skipped,
      );
      const sum =
        change.change === 'add' && added?.kind === 'step' ? `+ ${brief(added.step.upstream, 26)}` : '';
      const where = html('span', { class: 'ag-note', title: clip(change.source?.line ?? '', 400) });
      const by = change.by
        ? html('span', { class: 'ag-code' }, clip(change.by, 80))
        : html('span', {}, trans.__('The program'));
      const traced = { id: i + skipped, members: [], source: change.source };
      const whose = gradOf(document.byId.get(change.node));
      const row = html(
        'tr',
        { 'data-change': change.change, role: 'row' },
        html('td', { role: 'cell' }, button),
        html('td', { role: 'cell', class: 'ag-code ag-whose', title: whose }, whose),
        html(
          'td',
          { role: 'cell' },
          wordOf(change.change),
          sum ? html('span', { class: 'ag-code ag-sum' }, ` ${sum}`) : null,
        ),
        html('td', { role: 'cell', class: 'ag-code ag-warm' }, ...now(change)),
        html('td', { role: 'cell', class: 'ag-by' }, by, ' ', where),
      );
      this.bin.listen(row, 'click', () => this.seek(step));
      this.rows.push({ row, button, step, leaf: change.node, change, traced, where });
      body.append(row);
    });
    const head = [
      trans._p('column', 'step'),
      trans._p('column', 'gradient'),
      trans._p('column', 'change'),
      trans._p('column', 'now'),
      trans._p('column', 'by'),
    ].map((text) => html('th', { scope: 'col', role: 'columnheader' }, text));
    const table = html(
      'table',
      { class: 'ag-table', 'data-autograd': 'ledger', role: 'table' },
      this.caption,
      html('thead', { role: 'rowgroup' }, html('tr', { role: 'row' }, ...head)),
      body,
    );
    this.element.replaceChildren(table);
    this.whole = skipped
      ? trans.__('History of .grad, the last %1 changes', MOST)
      : trans.__('History of .grad');
    this.last = -1;
    this.locate();
    this.only(this.leaf);
  }

  /** Writes anew where the lines are: the host may know of them, and knows where they were edited. */
  locate(): void {
    for (const { change, traced, where } of this.rows) {
      const line = lineOf(change);
      const found = line ? this.host?.find(traced, 'change') : undefined;
      if (found?.state !== 'found') {
        where.replaceChildren(found?.state === 'edited' ? trans.__('%1, edited since', line) : line);
        continue;
      }
      const text = found.prompt ? trans.__('cell [%1], %2', found.prompt, line) : line;
      if (where.firstElementChild?.textContent === text) continue;
      const go = html(
        'button',
        { type: 'button', class: 'ag-go', title: trans.__('Show this line in its cell') },
        text,
      );
      go.addEventListener('click', () => this.host?.show(traced, 'change'));
      where.replaceChildren(go);
    }
  }

  /** A node was chosen. Its inspector comes first: to show rows again takes the page longer than all of that. */
  choose(node: GraphNode | null): void {
    this.chosen.ask(() => this.only(node));
  }

  /** Shows the history of one leaf, where that is chosen among several; else of all. */
  private only(chosen: GraphNode | null): void {
    const mine = this.rows.filter((item) => item.leaf === chosen?.id).length;
    this.leaf = mine > 0 && mine < this.rows.length ? chosen : null;
    for (const { row, leaf } of this.rows) set(row, 'hidden', this.leaf !== null && leaf !== this.leaf.id);
    say(this.caption, this.leaf ? trans.__('History of %1', gradOf(this.leaf)) : this.whole);
  }

  show(moment: Moment): void {
    let last = -1;
    this.rows.forEach((item, i) => {
      if (item.step <= moment.step) last = i;
    });
    this.rows.forEach((item, i) => {
      set(item.row, 'data-when', item.step > moment.step ? 'later' : i === last ? 'now' : 'past');
      set(item.button, 'aria-current', item.step === moment.step ? 'step' : null);
    });
    if (last === this.last) return;
    this.last = last;
    // Not at once: after a cell all views of a notebook are drawn anew, and the page is laid out once for them.
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.reveal(this.rows[last]?.row ?? this.rows[0]?.row));
  }

  /** Scrolls the table, and nothing around it. */
  private reveal(row: HTMLElement | undefined): void {
    const { element } = this;
    if (!row || element.scrollHeight <= element.clientHeight) return;
    const head = row.closest('table')?.tHead?.offsetHeight ?? 0;
    // Not offsetTop, which counts from the table.
    const top = row.getBoundingClientRect().top - element.getBoundingClientRect().top + element.scrollTop;
    const low = top - head - row.offsetHeight;
    const high = top + 2 * row.offsetHeight - element.clientHeight;
    element.scrollTop = Math.max(Math.min(element.scrollTop, low), high);
  }

  dispose(): void {
    cancelAnimationFrame(this.waiting);
    this.chosen.drop();
    this.observer?.disconnect();
    this.bin.empty();
    say(this.element, '');
    this.element.remove();
  }
}
