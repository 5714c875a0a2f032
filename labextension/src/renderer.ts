/** Draws our MIME type in an output: from the notebook alone, and live while its kernel has more to tell. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

import { SourceLink } from './link';
import { find, listen } from './live';
import { View } from './view';

export const MIME = 'application/vnd.autograd-nb.graph.v1+json';

/** What stands in an output's metadata for us: all that is volatile, such as ids of models and cells. */
export function ours(metadata: unknown): Record<string, unknown> {
  const found = (metadata as Record<string, unknown> | null | undefined)?.[MIME];
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
}

/** The id of the model that may come to keep an output alive. */
export function modelId(metadata: unknown): string | null {
  const id = ours(metadata).model_id;
  return typeof id === 'string' ? id : null;
}

export class GraphRenderer extends Widget implements IRenderMime.IRenderer {
  private readonly view: View;
  private readonly link = new SourceLink(() => this.view);
  private readonly stopListening: () => void;
  private saved: unknown;
  private metadata: Record<string, unknown> = {};
  private plain = '';
  private model: string | null = null;
  private drawn: string | null = null;

  constructor(
    options: IRenderMime.IRendererOptions,
    private readonly tracker: INotebookTracker | null,
  ) {
    super();
    this.addClass('jp-AutogradGraph');
    const typesetter = options.latexTypesetter;
    const host = document.createElement('div');
    this.node.appendChild(host);
    this.view = new View(host, {
      source: this.link,
      onSelect: (node) => this.link.choose(node),
      ...(typesetter ? { typeset: (element: HTMLElement) => void typesetter.typeset(element) } : {}),
    });
    this.stopListening = listen((id) => {
      if (id === this.model) this.refresh();
    });
  }

  /** Called for the first document and again for every later one of the same output. */
  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.saved = model.data[MIME];
    this.plain = String(model.data['text/plain'] ?? '');
    this.metadata = ours(model.metadata);
    this.model = modelId(model.metadata);
    this.refresh();
    return Promise.resolve();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.stopListening();
    this.link.dispose();
    this.view.dispose();
    super.dispose();
  }

  /** Only in the page can it be known which notebook, and so which kernel, this output belongs to. */
  protected override onAfterAttach(): void {
    this.refresh();
  }

  private refresh(): void {
    if (this.isDisposed || this.saved === undefined) return;
    const panel = this.notebook();
    const live = this.model === null ? null : find(this.model, this.kernelId(panel));
    this.node.dataset.live = String(live !== null);
    if (live) this.saved = live.document; // where the model goes away, its last word stays
    this.draw(withText(this.saved, this.plain));
    // Scrolled far away an output is no longer in the page. Its notebook is the same.
    if (panel) this.link.attach(panel, this.metadata);
  }

  private notebook(): NotebookPanel | undefined {
    return this.tracker?.find((each: NotebookPanel) => each.node.contains(this.node));
  }

  /** Kernel of the notebook that this output stands in; '' when it has none, null outside notebooks. */
  private kernelId(panel: NotebookPanel | undefined): string | null {
    if (!panel) return this.isAttached ? null : '';
    return panel.sessionContext.session?.kernel?.id ?? '';
  }

  private draw(graph: unknown): void {
    try {
      // The same document comes by two ways (the model and the notebook's output): it is drawn once.
      const text = JSON.stringify(graph);
      if (text === this.drawn) return;
      this.drawn = text;
      this.view.update(graph);
    } catch {
      const line = document.createElement('pre');
      line.textContent = `${this.plain}\n(the graph of this output could not be drawn)`;
      this.node.replaceChildren(line);
    }
  }
}

/** Whatever the document is, PyTorch's line is there to be read. */
function withText(graph: unknown, plain: string): unknown {
  if (typeof graph !== 'object' || graph === null || Array.isArray(graph)) return { text: plain };
  return typeof (graph as { text?: unknown }).text === 'string' ? graph : { ...graph, text: plain };
}
