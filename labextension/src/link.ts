/** Ties one view to the cells of its notebook: a chosen node marks its line, a line lights up its nodes. */
import type { NotebookPanel } from '@jupyterlab/notebook';

import { cellsOf } from './cells';
import type { GraphNode } from './document';
import { AfterPaint } from './dom';
import type { Kind, SourceHost } from './made';
import { type Cursor, type Found, find, type Homes, homesOf, madeBy, type Traced } from './source';
import type { View } from './view';

export class SourceLink implements SourceHost {
  private panel: NotebookPanel | null = null;
  private homes: Record<Kind, Homes> = { node: null, change: null, unseen: null };
  private own: string | null = null;
  private chosen: { of: Traced; what: Kind } | null = null;
  private at: Cursor | null = null;
  private stop: (() => void) | null = null;
  private readonly follow = new AfterPaint();

  /** @param view asked for when it is needed: a view is made with its link. */
  constructor(private readonly view: () => View | null) {}

  /** The notebook, or none, and what the output's metadata say of cells. */
  attach(panel: NotebookPanel | null, metadata: Record<string, unknown>): void {
    const { cells, changes, unseen } = metadata;
    this.homes = { node: homesOf(cells), change: homesOf(changes), unseen: homesOf(unseen) };
    this.own = typeof metadata.cell_id === 'string' ? metadata.cell_id : null;
    if (panel !== this.panel) {
      this.detach();
      this.panel = panel;
      if (panel)
        this.stop = cellsOf(panel).listen({ cursor: (at) => this.cursor(at), edited: () => this.edited() });
    }
    this.refresh();
  }

  /** The view shows another document. */
  refresh(): void {
    this.view()?.refresh();
    this.point();
    this.mark();
  }

  /** A node was chosen in the view, or none. */
  choose(node: GraphNode | null): void {
    this.chosen = node && { of: node, what: 'node' };
    // The inspector comes first: an editor lays out the page to mark a line.
    this.follow.ask(() => this.mark());
  }

  find(of: Traced, what: Kind): Found {
    if (!this.panel || this.panel.isDisposed) return { state: 'unknown' };
    const cells = cellsOf(this.panel).texts();
    // What is changed is mostly changed in another cell than that of the output.
    return find(of, this.homes[what], cells, what === 'node' ? this.own : null);
  }

  show(of: Traced, what: Kind): void {
    const found = this.find(of, what);
    if (!this.panel || found.state !== 'found') return;
    this.chosen = { of, what };
    this.mark();
    void cellsOf(this.panel).show(found.cell, found.place);
  }

  dispose(): void {
    this.follow.drop();
    this.detach();
    this.chosen = null;
  }

  private detach(): void {
    this.stop?.();
    this.stop = null;
    this.at = null;
    if (this.panel && !this.panel.isDisposed) cellsOf(this.panel).unmark(this);
    this.panel = null;
  }

  private mark(): void {
    if (!this.panel || this.panel.isDisposed) return;
    const cells = cellsOf(this.panel);
    const { of, what } = this.chosen ?? {};
    const found = of && what && this.find(of, what);
    // An edited cell keeps the mark in waiting: an undo brings the line back.
    if (of?.source && found && found.state !== 'unknown') cells.mark(this, found.cell, of.source);
    else cells.unmark(this);
  }

  private cursor(at: Cursor | null): void {
    this.at = at;
    this.point();
  }

  private edited(): void {
    this.view()?.refresh();
  }

  private point(): void {
    const view = this.view();
    if (!view) return;
    const { at, panel } = this;
    const cells = at && panel && !panel.isDisposed ? cellsOf(panel).texts() : [];
    view.point(at ? madeBy(at, view.nodes, this.homes.node, cells, this.own) : []);
  }
}
