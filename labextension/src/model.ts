/** The browser's half of `autograd_nb.display.model.GraphModel`. */
import { type IBackboneModelOptions, WidgetModel } from '@jupyter-widgets/base';

import { announce, type LiveModel, withdraw } from './live';
import { difference, PROTOCOL } from './versions';

/**
 * Made by the widget manager for every graph whose document changed after it was shown, and again for each
 * of them after a page reload. It has no view: the outputs that carry its id follow it.
 */
export class GraphModel extends WidgetModel implements LiveModel {
  private newest!: Newest;

  override defaults(): Record<string, unknown> {
    return {
      ...super.defaults(),
      _model_name: 'GraphModel',
      _model_module: 'autograd-nb',
      _model_module_version: '*',
      protocol: null,
      version: '',
      revision: 0,
      document: null,
      html: '',
      homes: {},
    };
  }

  override initialize(attributes: Record<string, unknown>, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    this.newest = new Newest(this);
    announceWhileAlive(this);
  }

  get kernelId(): string | undefined {
    return kernelIdOf(this);
  }

  get revision(): number {
    return revisionIn(this);
  }

  get document(): unknown {
    return this.newest.document;
  }

  ask(): void {
    this.newest.ask();
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

  end(): void {
    void this.close();
  }
}

/** What a model has of the newest state: all of it, or its number alone where an output has brought the rest. */
export class Newest {
  /** Revision of the document that is here. */
  private held?: number;
  private asked?: number;

  constructor(private readonly model: WidgetModel) {
    const held = (): void => {
      if (model.get('document')) this.held = model.get('revision');
    };
    held();
    model.on('change:document', held);
  }

  get document(): unknown {
    return this.held === this.model.get('revision') ? understood(this.model) : null;
  }

  /** Asks the kernel for what is missing, once. */
  ask(): void {
    const { model } = this;
    if (this.asked === model.get('revision') || !model.comm_live) return;
    this.asked = model.get('revision');
    model.comm?.send({ method: 'request_state' }, {});
  }
}

/** Lets renderers find a model from now until its kernel has closed it, or is gone. */
export function announceWhileAlive(model: WidgetModel & LiveModel): void {
  // A restarted or vanished kernel ends the comm and says no more than this.
  const follow = () => (model.comm_live ? announce(model) : withdraw(model));
  model.on('change:document change:revision comm_live_update', follow);
  model.on('comm:close destroy', () => withdraw(model));
  follow(); // a model restored from a notebook's saved widget state has no comm, and stays out
}

/** Number of a model's newest state; 0 where its kernel says things in a way that this page does not know. */
export function revisionIn(model: WidgetModel): number {
  return speaks(model) ? model.get('revision') : 0;
}

/** Whether a model's kernel says things as this page understands them. */
function speaks(model: WidgetModel): boolean {
  return model.get('protocol') === PROTOCOL;
}

/** The document that a model has, from a kernel whose language this page speaks. */
export function understood(model: WidgetModel): unknown {
  return speaks(model) ? model.get('document') : null;
}

export function kernelIdOf(model: WidgetModel): string | undefined {
  const manager = model.widget_manager as unknown as { kernel?: { id?: string } | null };
  return manager.kernel?.id;
}
