/** The history of every `.grad`: a real table, a row per change, a click goes there. */

import type { ChangeKind } from './document';
import { Bin, html, say, set } from './dom';
import { brief, clip, nameOf } from './text';
import { type Moment, stepOfChange, type Timeline } from './timeline';
import { trans } from './translation';

const MOST = 500;

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

export class Ledger {
  readonly element = html('div', { class: 'ag-history', hidden: true });
  private readonly bin = new Bin();
  private rows: { row: HTMLTableRowElement; button: HTMLButtonElement; step: number }[] = [];

  constructor(private readonly seek: (step: number) => void) {}

  /** Writes the table of a document anew. */
  draw(timeline: Timeline): void {
    this.bin.empty();
    this.rows = [];
    const { document } = timeline;
    set(this.element, 'hidden', document.changes.length === 0);
    const skipped = Math.max(0, document.changes.length - MOST);
    const body = html('tbody');
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
        change.change === 'add' && added?.kind === 'step' ? `+ ${brief(added.step.upstream, 40)}` : '';
      const row = html(
        'tr',
        { 'data-change': change.change },
        html('td', {}, button),
        html('td', { class: 'ag-code' }, `${nameOf(document.byId.get(change.node))}.grad`),
        html('td', {}, wordOf(change.change), sum ? html('span', { class: 'ag-code' }, ` ${sum}`) : null),
        html('td', { class: 'ag-code ag-warm' }, brief(change.grad, 60)),
        html('td', { class: 'ag-code' }, clip(change.by, 80)),
      );
      this.bin.listen(row, 'click', () => this.seek(step));
      this.rows.push({ row, button, step });
      body.append(row);
    });
    const head = [
      trans._p('column', 'step'),
      trans._p('column', 'gradient'),
      trans._p('column', 'change'),
      trans._p('column', 'now'),
      trans._p('column', 'by'),
    ].map((text) => html('th', { scope: 'col' }, text));
    const table = html(
      'table',
      { class: 'ag-table', 'data-autograd': 'ledger' },
      html(
        'caption',
        {},
        skipped ? trans.__('History of .grad, the last %1 changes', MOST) : trans.__('History of .grad'),
      ),
      html('thead', {}, html('tr', {}, ...head)),
      body,
    );
    this.element.replaceChildren(table);
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
  }

  dispose(): void {
    this.bin.empty();
    say(this.element, '');
    this.element.remove();
  }
}
