/**
 * Ties a view to the traits of a widget model: what the model says the view does, what is done in the view the
 * model learns. No Jupyter here: any model that can be asked, told and listened to will do.
 */
import type { View } from './view';

/** A model of ipywidgets, or of anywidget. */
export interface Shared {
  get(name: string): unknown;
  set(name: string, value: unknown): unknown;
  save_changes(): void;
  on(event: string, listener: (content?: unknown) => void): void;
  off(event: string, listener: (content?: unknown) => void): void;
  /** To the kernel, outside the traits; what it says comes as the event `msg:custom`. */
  send?(content: unknown): void;
}

type Trait = 'step' | 'playing' | 'speed' | 'selected' | 'direction';

/** Who is telling a model something: the other views of that model hear of it at once. */
let speaking: Binding | null = null;

export class Binding {
  private model: Shared | null = null;
  private stop: (() => void)[] = [];

  /** @param view asked for when it is needed: a view is made with its binding. */
  constructor(private readonly view: () => View) {}

  /** Obeys this model from now on, or none. The view already shows its document. */
  follow(model: Shared | null): void {
    if (model === this.model) return;
    this.dispose();
    if (!model) return;
    this.listen(model, 'speed', (value) => this.hurry(value));
    this.listen(model, 'direction', (value) => this.turn(value));
    this.listen(model, 'selected', (value) => this.choose(value));
    this.listen(model, 'step', (value) => this.go(value));
    this.listen(model, 'playing', (value) => this.play(value));
    // From here on the view speaks, too. First it takes over what the model already says.
    this.hurry(model.get('speed'));
    this.turn(model.get('direction'));
    const { step, total } = this.view().state;
    const wanted = model.get('step');
    const play = model.get('playing') === true;
    const selected = model.get('selected');
    this.model = model;
    if (typeof wanted === 'number') this.view().seek(wanted);
    else this.stepped(step, total);
    if (typeof selected === 'number') this.choose(selected);
    else this.chosen(this.view().state.selected);
    if (play) this.view().play();
  }

  /** The view was told otherwise: what the model says of looks holds all the same. */
  insist(): void {
    this.hurry(this.model?.get('speed'));
    this.turn(this.model?.get('direction'));
  }

  /** The view made a step. */
  stepped(step: number, steps: number): void {
    this.tell({ step, steps });
  }

  /** The view began or ceased to play. */
  played(playing: boolean): void {
    this.tell({ playing });
  }

  /** A node was chosen in the view, or none. */
  chosen(selected: number | null): void {
    this.tell({ selected });
  }

  dispose(): void {
    for (const undo of this.stop.splice(0)) undo();
    this.model = null;
  }

  private listen(model: Shared, trait: Trait, obey: (value: unknown) => void): void {
    const event = `change:${trait}`;
    const heard = (): void => {
      // Several views of one model may be playing. Each keeps its own time, then.
      if (speaking === this || (speaking && this.view().playing && trait !== 'speed')) return;
      obey(model.get(trait));
    };
    model.on(event, heard);
    this.stop.push(() => model.off(event, heard));
  }

  private tell(values: Record<string, unknown>): void {
    const { model } = this;
    if (!model) return;
    const news = Object.entries(values).filter(([name, value]) => model.get(name) !== value);
    if (news.length === 0) return;
    const before = speaking;
    speaking = this;
    try {
      for (const [name, value] of news) model.set(name, value);
      model.save_changes();
    } finally {
      speaking = before;
    }
  }

  private go(value: unknown): void {
    const view = this.view();
    const wanted = typeof value === 'number' ? value : view.state.total;
    if (wanted !== view.state.step) view.seek(wanted);
    this.stepped(view.state.step, view.state.total); // where there is no such step: the end
  }

  private choose(value: unknown): void {
    const view = this.view();
    view.select(typeof value === 'number' ? value : null);
    this.chosen(view.state.selected); // where there is no such node
  }

  private play(value: unknown): void {
    const view = this.view();
    if (value === view.playing) return;
    if (value === true) view.play();
    else view.pause();
    this.played(view.playing); // where there is nothing to play
  }

  private turn(value: unknown): void {
    if (value === 'right' || value === 'down') this.view().direction = value;
  }

  private hurry(value: unknown): void {
    if (typeof value === 'number' && value > 0) this.view().speed = value;
  }
}
