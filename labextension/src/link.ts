/** Ties one view to the cells of its notebook: a chosen node marks its line, a line lights up its nodes. */
import type { NotebookPanel } from '@jupyterlab/notebook';

import { cellsOf } from './cells';
import type { GraphNode } from './document';
import type { SourceHost } from './made';
import { type Cursor, type Found, find, type Homes, homesOf, madeBy } from './source';
import type { View } from './view';

export class SourceLink implements SourceHost {
  private panel: NotebookPanel | null = null;
  private homes: Homes = null;
  private own: string | null = null;
  private chosen: GraphNode | null = null;
  private at: Cursor | null = null;
  private stop: (() => void) | null = null;

  /** @param view asked for when it is needed: a view is made with its link. */
  constructor(private readonly view: () => View | null) {}

  /** The notebook, or none, and what the output's metadata say of cells. */
  attach(panel: NotebookPanel | null, metadata: Record<string, unknown>): void {
    this.homes = homesOf(metadata.cells);
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
    this.point();
    this.mark();
  }

  /** A node was chosen in the view, or none. */
  choose(node: GraphNode | null): void {
    this.chosen = node;
    this.mark();
  }

  state(node: GraphNode): Found['state'] {
    return this.find(node).state;
  }

  show(node: GraphNode): void {
    const found = this.find(node);
    if (this.panel && found.state === 'found') void cellsOf(this.panel).show(found.cell, found.place);
  }

  dispose(): void {
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

  private find(node: GraphNode): Found {
    if (!this.panel || this.panel.isDisposed) return { state: 'unknown' };
    return find(node, this.homes, cellsOf(this.panel).texts(), this.own);
  }

  private mark(): void {
    if (!this.panel || this.panel.isDisposed) return;
    const cells = cellsOf(this.panel);
    const found = this.chosen && this.find(this.chosen);
    // An edited cell keeps the mark in waiting: an undo brings the line back.
    if (this.chosen?.source && found && found.state !== 'unknown')
      cells.mark(this, found.cell, this.chosen.source);
    else cells.unmark(this);
  }

  private cursor(at: Cursor | null): void {
    this.at = at;
    this.point();
  }

  private edited(): void {
    if (this.chosen) this.view()?.refresh();
  }

  private point(): void {
    const view = this.view();
    if (!view) return;
    const { at, panel } = this;
    const cells = at && panel && !panel.isDisposed ? cellsOf(panel).texts() : [];
    view.point(at ? madeBy(at, view.nodes, this.homes, cells, this.own) : []);
  }
}
