/** The browser's half of `autograd_nb.display.live.GraphModel`. */
import { type IBackboneModelOptions, WidgetModel } from '@jupyter-widgets/base';

import { announce, type LiveModel, withdraw } from './live';
import { difference, PROTOCOL } from './versions';

/**
 * Made by the widget manager for every graph whose document changed after it was shown, and again for each
 * of them after a page reload. It has no view: the outputs that carry its id follow it.
 */
export class GraphModel extends WidgetModel implements LiveModel {
  /** Revision of the document that is here. */
  private held?: number;
  private asked?: number;

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
    const held = () => {
      if (this.get('document')) this.held = this.get('revision');
    };
    held();
    this.on('change:document', held);
    announceWhileAlive(this);
  }

  get kernelId(): string | undefined {
    return kernelIdOf(this);
  }

  get revision(): number {
    return speaks(this) ? this.get('revision') : 0;
  }

  get document(): unknown {
    return this.held === this.revision ? understood(this) : null;
  }

  ask(): void {
    if (this.asked === this.revision || !this.comm_live) return;
    this.asked = this.revision;
    this.comm?.send({ method: 'request_state' }, {});
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

/** Lets renderers find a model from now until its kernel has closed it, or is gone. */
export function announceWhileAlive(model: WidgetModel & LiveModel): void {
  // A restarted or vanished kernel ends the comm and says no more than this.
  const follow = () => (model.comm_live ? announce(model) : withdraw(model));
  model.on('change:document change:revision comm_live_update', follow);
  model.on('comm:close destroy', () => withdraw(model));
  follow(); // a model restored from a notebook's saved widget state has no comm, and stays out
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
