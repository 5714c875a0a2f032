/** Draws our MIME type in an output: from the notebook alone, and live while its kernel has more to tell. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

import { Binding } from './binding';
import { html, set } from './dom';
import { filesOf } from './files';
import { closeIfGone } from './gone';
import { setLatest } from './latest';
import { SourceLink } from './link';
import { find, listen, newer } from './live';
import { MIME, modelId, ours, revisionOf, withText } from './outputs';
import { followPreferences, preferences } from './preferences';
import { trans } from './translation';
import { introduced } from './versions';
import { View } from './view';

export class GraphRenderer extends Widget implements IRenderMime.IRenderer {
  private view: View;
  private readonly link = new SourceLink(() => this.view);
  private readonly binding = new Binding(() => this.view);
  private readonly host = html('div');
  /** Stands in for the view where graphs are not to be drawn at once. */
  private readonly closed: HTMLElement;
  private readonly line = html('pre');
  private readonly stop: (() => void)[];
  private saved: unknown;
  private revision = 0;
  private metadata: Record<string, unknown> = {};
  private plain = '';
  private model: string | null = null;
  private panel: NotebookPanel | null = null;
  /** The kernel that was asked who it is, and what is to be said of its answer: a model may never come. */
  private asked: unknown = null;
  private answer = '';
  private drawn: string | null = null;
  private told: string | null = null;
  private open = preferences().graphs;

  constructor(
    options: IRenderMime.IRendererOptions,
    private readonly tracker: INotebookTracker | null,
  ) {
    super();
    this.addClass('jp-AutogradGraph');
    const typesetter = options.latexTypesetter;
    const button = html('button', { type: 'button', class: 'ag-open' }, trans.__('Show graph'));
    button.addEventListener('click', () => {
      this.open = true;
      this.refresh();
      this.view.root.focus();
    });
    this.closed = html('div', { class: 'ag-closed', hidden: true }, this.line, button);
    this.node.append(this.closed, this.host);
    this.view = new View(this.host, {
      source: this.link,
      files: filesOf(() => this.panel?.sessionContext.session?.kernel),
      onStep: (step, total) => this.binding.stepped(step, total),
      onPlay: (playing) => this.binding.played(playing),
      onSelect: (node) => {
        this.link.choose(node);
        this.binding.chosen(node?.id ?? null);
      },
      ...(typesetter ? { typeset: async (element: HTMLElement) => typesetter.typeset(element) } : {}),
    });
    this.stop = [
      listen((id) => {
        if (id === this.model) this.refresh();
      }),
      followPreferences((now) => {
        this.view.prefer(now);
        this.binding.insist();
        const { graphs } = now;
        if (graphs === this.open || this.drawn !== null) return; // what is drawn stays
        this.open = graphs;
        this.refresh();
      }),
    ];
  }

  /** Called for the first document and again for every later one of the same output. */
  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const { data, metadata } = model; // JupyterLab makes a copy of all of it for each look
    this.saved = data[MIME];
    this.plain = String(data['text/plain'] ?? '');
    this.metadata = ours(metadata);
    this.revision = revisionOf(metadata);
    this.model = modelId(metadata);
    this.refresh();
    return Promise.resolve();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    for (const stop of this.stop) stop();
    this.link.dispose();
    this.binding.dispose();
    this.view.dispose();
    if (this.panel && this.model !== null) closeIfGone(this.panel, this.model);
    super.dispose();
    // JupyterLab may hold on to a deleted cell and all its widgets, but then not to what this one drew and knew.
    this.panel = null;
    this.asked = null;
    this.view = null as unknown as View;
    this.saved = undefined;
    this.metadata = {};
    this.drawn = this.told = null;
    this.host.remove();
  }

  /** Only in the page can it be known which notebook, and so which kernel, this output belongs to. */
  protected override onAfterAttach(): void {
    this.refresh();
  }

  private refresh(): void {
    if (this.isDisposed || this.saved === undefined) return;
    const panel = this.notebook();
    const live = this.model === null ? null : find(this.model, this.kernelId(panel));
    this.node.dataset.live = String(Boolean(live?.revision || live?.document));
    this.ask(panel);
    this.view.note = live?.note ?? this.answer;
    const document = newer(live, this.revision);
    if (document) {
      this.saved = document; // where the model goes away, its last word stays
      this.revision = live?.revision ?? 0;
      this.metadata = { ...this.metadata, ...live?.homes };
    }
    const graph = withText(this.saved, this.plain);
    const text = JSON.stringify(graph);
    this.draw(graph, text);
    this.binding.follow(live?.traits ?? null); // after drawing: it steps and chooses in what is drawn
    // Scrolled far away an output is no longer in the page. Its notebook is the same.
    if (!panel) return;
    this.panel = panel;
    this.link.attach(panel, this.metadata);
    if (text === this.told) return;
    this.told = text;
    const cell = panel.content.widgets.findIndex(({ node }) => node.contains(this.node));
    setLatest(panel, { document: graph, metadata: this.metadata, cell });
  }

  private ask(panel: NotebookPanel | undefined): void {
    const kernel = panel?.sessionContext.session?.kernel;
    if (!kernel || kernel === this.asked) return;
    this.asked = kernel;
    this.answer = '';
    const heard = (info: Parameters<typeof introduced>[0]) => {
      if (this.asked !== kernel) return;
      this.answer = introduced(info);
      if (this.answer) this.refresh();
    };
    kernel.info.then(heard, () => undefined);
  }

  private notebook(): NotebookPanel | undefined {
    return this.tracker?.find((each: NotebookPanel) => each.node.contains(this.node));
  }

  /** Kernel of the notebook that this output stands in; '' when it has none, null outside notebooks. */
  private kernelId(panel: NotebookPanel | undefined): string | null {
    if (!panel) return this.isAttached ? null : '';
    return panel.sessionContext.session?.kernel?.id ?? '';
  }

  private draw(graph: unknown, text: string): void {
    set(this.closed, 'hidden', this.open);
    set(this.host, 'hidden', !this.open);
    this.line.textContent = this.plain;
    // The same document comes by two ways (the model and the notebook's output): it is drawn once.
    if (!this.open || text === this.drawn) return;
    this.drawn = text;
    try {
      this.view.update(graph);
    } catch {
      const line = html(
        'pre',
        {},
        `${this.plain}\n${trans.__('(the graph of this output could not be drawn)')}`,
      );
      this.node.replaceChildren(line);
    }
  }
}
