/** The cells of one notebook, for the views that show what they made: texts, the cursor, one marked line. */
import type { CodeCell, ICodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { Source } from './document';
import { type Markable, markSource } from './editor';
import type { CellText, Cursor, Place } from './source';

/** Told where the cursor stands in an editor (null: in none), and that some cell was edited. */
export interface CellsListener {
  cursor(at: Cursor | null): void;
  edited(): void;
}

/** What may move the cursor, or take the focus from it. */
const MOVES = ['focusin', 'focusout', 'keyup', 'pointerup'] as const;
const SETTLED = 200; // milliseconds without another key stroke

const known = new WeakMap<NotebookPanel, NotebookCells>();

/** The one `NotebookCells` of a notebook. */
export function cellsOf(panel: NotebookPanel): NotebookCells {
  let cells = known.get(panel);
  if (!cells) {
    cells = new NotebookCells(panel);
    known.set(panel, cells);
  }
  return cells;
}

export class NotebookCells {
  private readonly listeners = new Set<CellsListener>();
  private marked: { owner: object; cell: string; source: Source } | null = null;
  private followed: CodeCell | null = null;
  /** Read once, until something changes: many views ask at each move of the cursor. */
  private known: readonly CellText[] | null = null;
  private at: Cursor | null = null;
  private frame = 0;
  private settling = 0;

  constructor(private readonly panel: NotebookPanel) {
    const { content } = panel;
    content.activeCellChanged.connect(this.follow, this);
    content.modelContentChanged.connect(this.changed, this);
    content.cellInViewportChanged.connect(this.remark, this);
    for (const event of MOVES) content.node.addEventListener(event, this.look);
    panel.disposed.connect(this.dispose, this);
    this.follow();
  }

  listen(listener: CellsListener): () => void {
    this.listeners.add(listener);
    listener.cursor(this.at);
    return () => this.listeners.delete(listener);
  }

  /** The code cells as they are now. */
  texts(): readonly CellText[] {
    if (this.known) return this.known;
    const result: CellText[] = [];
    for (const cell of this.panel.content.model?.cells ?? []) {
      if (cell.type !== 'code') continue;
      const { executionCount: prompt } = cell as ICodeCellModel;
      result.push({ id: cell.id, lines: cell.sharedModel.getSource().split('\n'), prompt });
    }
    this.known = result;
    return result;
  }

  /** Marks a line in a cell's editor; a notebook has one mark, the last asked for. */
  mark(owner: object, cell: string, source: Source): void {
    const now = this.marked;
    if (now && now.owner === owner && now.cell === cell && now.source === source) return;
    // An editor lays out the page for each change: where the mark stays in its cell, one is enough.
    if (now?.cell !== cell) this.unmark();
    this.marked = { owner, cell, source };
    this.remark();
  }

  /** Takes the mark away, if it is this owner's. */
  unmark(owner: object | undefined = this.marked?.owner): void {
    if (!this.marked || this.marked.owner !== owner) return;
    const editor = this.editor(this.marked.cell);
    this.marked = null;
    if (editor) markSource(editor, null);
  }

  /** Goes to a place: scrolls there and puts the cursor on it. */
  async show(cell: string, place: Place): Promise<void> {
    const { content } = this.panel;
    const index = content.widgets.findIndex((widget) => widget.model.id === cell);
    const widget = content.widgets[index];
    if (!widget) return;
    content.deselectAll();
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'smart');
    await widget.ready;
    if (this.panel.isDisposed || widget.isDisposed) return;
    widget.inputHidden = false;
    widget.editor?.setCursorPosition({ line: place.line - 1, column: place.from });
    content.mode = 'edit';
    widget.editor?.focus();
  }

  private dispose(): void {
    cancelAnimationFrame(this.frame);
    window.clearTimeout(this.settling);
    this.release();
    const { node } = this.panel.content;
    for (const event of MOVES) node.removeEventListener(event, this.look);
    this.listeners.clear();
    this.marked = null;
    this.known = null;
    known.delete(this.panel);
  }

  private editor(cell: string): Markable | null {
    const widget = this.panel.content.widgets.find((each) => each.model.id === cell);
    const editor = widget?.isDisposed ? null : widget?.editor;
    return editor && 'injectExtension' in editor ? (editor as unknown as Markable) : null;
  }

  /** A cell far away has no editor yet: it is marked when it comes into sight. */
  private remark(): void {
    const editor = this.marked && this.editor(this.marked.cell);
    if (this.marked && editor) markSource(editor, this.marked.source);
  }

  private follow(): void {
    this.release();
    const cell = this.panel.content.activeCell;
    if (cell?.model.type === 'code') {
      this.followed = cell as CodeCell;
      cell.model.selections.changed.connect(this.look);
      cell.disposed.connect(this.release, this);
    }
    this.look();
  }

  private release(): void {
    this.followed?.model?.selections?.changed.disconnect(this.look);
    this.followed?.disposed.disconnect(this.release, this);
    this.followed = null;
  }

  private changed(): void {
    this.known = null;
    if (this.listeners.size === 0) return;
    window.clearTimeout(this.settling);
    this.settling = window.setTimeout(() => {
      for (const listener of [...this.listeners]) listener.edited();
      this.look();
    }, SETTLED);
  }

  /** Tells where the cursor is, once it has come to rest for a frame. */
  private readonly look = (): void => {
    cancelAnimationFrame(this.frame);
    if (this.listeners.size === 0) return;
    this.frame = requestAnimationFrame(() => {
      const before = this.at;
      this.at = this.cursor();
      if (before === null && this.at === null) return;
      for (const listener of [...this.listeners]) listener.cursor(this.at);
    });
  };

  private cursor(): Cursor | null {
    const cell = this.followed;
    const editor = cell && !cell.isDisposed ? cell.editor : null;
    if (!cell || !editor?.hasFocus()) return null;
    const lines = editor.getSelections().flatMap(({ start, end }) => [start.line, end.line]);
    return { cell: cell.model.id, first: Math.min(...lines) + 1, last: Math.max(...lines) + 1 };
  }
}
