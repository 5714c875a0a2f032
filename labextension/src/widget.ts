/** The browser's half of `autograd_nb.show`: a widget that is placed, linked and observed like any other. */
import { DOMWidgetModel, DOMWidgetView, type IBackboneModelOptions } from '@jupyter-widgets/base';
import type { IRenderMime } from '@jupyterlab/rendermime';
import type { Kernel } from '@jupyterlab/services';

import { Binding } from './binding';
import { filesOf } from './files';
import type { LiveModel } from './live';
import { announceWhileAlive, kernelIdOf, Newest, revisionIn } from './model';
import { followPreferences } from './preferences';
import { difference } from './versions';
import { View } from './view';

/** Follows the graph as `GraphModel` does, and carries what can be scripted. */
export class ShowModel extends DOMWidgetModel implements LiveModel {
  private newest!: Newest;

  override defaults(): Record<string, unknown> {
    return {
      ...super.defaults(),
      _model_name: 'ShowModel',
      _model_module: 'autograd-nb',
      _model_module_version: '*',
      _view_name: 'ShowView',
      _view_module: 'autograd-nb',
      _view_module_version: '*',
      protocol: null,
      version: '',
      revision: 0,
      document: null,
      html: '',
      homes: {},
      step: null,
      steps: 0,
      playing: false,
      speed: 1,
      direction: null,
      selected: null,
    };
  }

  override initialize(attributes: Record<string, unknown>, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    this.newest = new Newest(this);
    announceWhileAlive(this);
  }

  get revision(): number {
    return revisionIn(this);
  }

  ask(): void {
    this.newest.ask();
  }

  get kernelId(): string | undefined {
    return kernelIdOf(this);
  }

  get document(): unknown {
    return this.newest.document;
  }

  get note(): string {
    return difference(this.get('version'));
  }

  get html(): string {
    return String(this.get('html') ?? '');
  }

  get homes(): Record<string, unknown> {
    return this.get('homes');
  }

  get traits(): ShowModel {
    return this;
  }
}

/** One place where the widget stands, inside other widgets or in a front end that draws only widgets. */
export class ShowView extends DOMWidgetView {
  private view: View | null = null;
  private readonly binding = new Binding(() => this.shown());
  private stop: (() => void) | null = null;

  override render(): void {
    super.render();
    this.shown().update(this.model.get('document'));
    this.shown().note = difference(this.model.get('version'));
    // What the program asks for counts more than what the learner likes: it comes after it.
    this.stop = followPreferences((now) => {
      this.shown().prefer(now);
      this.binding.insist();
    });
    this.binding.follow(this.model);
    this.listenTo(this.model, 'change:document', () => this.shown().update(this.model.get('document')));
    // Shown by itself, too, the widget leaves what is new to that output.
    this.listenTo(this.model, 'change:revision', () => {
      const model = this.model as ShowModel;
      if (!model.document) model.ask();
    });
  }

  override remove(): void {
    this.stop?.();
    this.binding.dispose();
    this.view?.dispose();
    super.remove();
  }

  private shown(): View {
    if (this.view) return this.view;
    const host = globalThis.document.createElement('div');
    this.el.classList.add('jp-AutogradGraph');
    this.el.append(host);
    const manager = this.model.widget_manager as unknown as {
      rendermime?: IRenderMime.IRendererOptions;
      kernel?: Kernel.IKernelConnection | null;
    };
    const typesetter = manager.rendermime?.latexTypesetter;
    this.view = new View(host, {
      files: filesOf(() => manager.kernel),
      onStep: (step, total) => this.binding.stepped(step, total),
      onPlay: (playing) => this.binding.played(playing),
      onSelect: (node) => this.binding.chosen(node?.id ?? null),
      ...(typesetter ? { typeset: async (element: HTMLElement) => typesetter.typeset(element) } : {}),
    });
    return this.view;
  }
}
