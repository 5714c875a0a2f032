/** The side panel: one view that follows the last graph and walk of the notebook the learner works in. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { html, set } from './dom';
import { filesOf } from './files';
import type { Typeset } from './formulas';
import { followLatest, latestOf, type Shown, setLatest } from './latest';
import { SourceLink } from './link';
import { find, listen, newer } from './live';
import { type GraphOutput, graphsIn, MIME, modelId, ours, revisionOf, withText } from './outputs';
import { followPreferences } from './preferences';
import { trans } from './translation';
import { View } from './view';

export class AutogradPanel extends Widget {
  /** Another graph, or none. */
  readonly changed = new Signal<this, void>(this);
  private readonly holder = html('div', { class: 'ag-holder' });
  private readonly empty: HTMLElement;
  private readonly link = new SourceLink(() => this.view);
  private readonly stop: (() => void)[];
  private view: View | null = null;
  private shown: Shown | null = null;
  private drawn: string | null = null;
  private model: unknown = null;

  constructor(
    private readonly tracker: INotebookTracker,
    private readonly typeset?: Typeset,
  ) {
    super();
    this.id = 'autograd-nb-panel';
    this.addClass('jp-AutogradPanel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Autograd'));
    this.empty = html(
      'p',
      { class: 'ag-none' },
      trans.__('No graph yet. Run a cell that ends with a tensor that has a grad_fn.'),
    );
    this.node.append(this.empty, this.holder);
    tracker.currentChanged.connect(this.turn, this);
    this.stop = [
      followLatest((notebook) => {
        if (notebook === this.tracker.currentWidget) this.look();
      }),
      listen((id) => this.walked(id)),
    ];
    this.turn();
  }

  /** The view, drawn; null while there is no graph. */
  get current(): View | null {
    this.draw();
    return this.view;
  }

  /** Whether there is a graph to show. */
  get hasGraph(): boolean {
    return this.shown !== null;
  }

  override dispose(): void {
    if (this.isDisposed) return;
    for (const stop of this.stop) stop();
    this.tracker.currentChanged.disconnect(this.turn, this);
    this.clear();
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterShow(_: Message): void {
    this.draw();
  }

  /** A live graph has more history, maybe one that is far out of sight: in whichever notebook it stands. */
  private walked(id: string): void {
    this.tracker.forEach((panel: NotebookPanel) => {
      const live = find(id, panel.sessionContext.session?.kernel?.id ?? '');
      if (!live) return;
      for (const each of graphsIn(panel.content.model)) {
        if (modelId(each.output.metadata) !== id) continue;
        const shown = shownBy(each);
        const document = newer(live, revisionOf(each.output.metadata));
        const metadata = { ...shown.metadata, ...live.homes };
        setLatest(panel, document ? { ...shown, document, metadata } : shown);
        return;
      }
    });
  }

  /** Another notebook is the one worked in. */
  private turn(): void {
    const panel = this.tracker.currentWidget;
    void panel?.context.ready.then(() => {
      if (panel === this.tracker.currentWidget) this.look();
    });
    if (!panel) this.look();
  }

  private look(): void {
    if (this.isDisposed) return;
    const panel = this.tracker.currentWidget;
    const before = this.hasGraph;
    this.shown = panel && !panel.isDisposed ? (latestOf(panel) ?? lastIn(panel)) : null;
    if (this.isVisible) this.draw();
    else if (!this.shown) this.clear();
    if (before !== this.hasGraph) this.changed.emit();
  }

  private draw(): void {
    const { shown } = this;
    set(this.empty, 'hidden', shown !== null);
    if (!shown) {
      this.clear();
      return;
    }
    const view = this.made();
    const text = JSON.stringify(shown.document);
    if (text !== this.drawn) {
      this.drawn = text;
      if (shown.metadata.model_id !== this.model) view.select(null); // another graph: other nodes
      this.model = shown.metadata.model_id;
      view.update(shown.document);
    }
    this.link.attach(this.tracker.currentWidget, shown.metadata);
  }

  private made(): View {
    if (!this.view) {
      const view = new View(this.holder, {
        source: this.link,
        files: filesOf(() => this.tracker.currentWidget?.sessionContext.session?.kernel),
        onSelect: (node) => this.link.choose(node),
        ...(this.typeset ? { typeset: this.typeset } : {}),
      });
      this.view = view;
      this.stop.push(followPreferences((now) => view.prefer(now)));
    }
    return this.view;
  }

  /** Lets go of view and document. */
  private clear(): void {
    if (this.view) this.stop.pop()?.();
    this.link.dispose();
    this.view?.dispose();
    this.view = null;
    this.shown = null;
    this.drawn = null;
  }
}

/** The last graph that stands in a notebook, as it was saved. */
function lastIn(panel: NotebookPanel): Shown | null {
  let last: Shown | null = null;
  for (const each of graphsIn(panel.content.model)) last = shownBy(each);
  return last;
}

function shownBy({ output, cell }: GraphOutput): Shown {
  const document = withText(output.data[MIME], String(output.data['text/plain'] ?? ''));
  return { document, metadata: ours(output.metadata), cell };
}
