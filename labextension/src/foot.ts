/** What stands below the controls: which way the program went, the history of `.grad`, and the legend. */

import { branchesOf } from './branches';
import type { Layout } from './document';
import { html, set } from './dom';
import { Ledger } from './ledger';
import { legendOf } from './legend';
import type { SourceHost } from './made';
import type { Timeline } from './timeline';

export class Foot {
  readonly element: HTMLElement;
  readonly ledger: Ledger;
  private branches: HTMLElement = html('div');
  private legend: HTMLElement = html('div');

  constructor(seek: (step: number) => void, source?: SourceHost) {
    this.ledger = new Ledger(seek, source);
    this.element = html('div', { class: 'ag-foot' }, this.branches, this.ledger.element, this.legend);
  }

  /** Writes all of it anew; beside the sweeps the history is not shown. */
  draw(timeline: Timeline, layout: Layout, history: boolean): void {
    this.ledger.draw(timeline);
    if (!history) set(this.ledger.element, 'hidden', true);
    const branches = branchesOf(timeline.document);
    this.branches.replaceWith(branches);
    this.branches = branches;
    const legend = legendOf(timeline.document, layout);
    this.legend.replaceWith(legend);
    this.legend = legend;
  }
}
