/** What stands below a drawing: the controls, and one sentence about the step that is shown. */

import { captionOf, plain, spell } from './caption';
import { type ControlEvents, Controls } from './controls';
import { html, set } from './dom';
import { sweepCaption } from './sweepcaption';
import type { Moment, Timeline } from './timeline';

export class Bar {
  readonly element: HTMLElement;
  private readonly controls: Controls;
  private readonly caption = html('p', { class: 'ag-caption', 'aria-live': 'polite' });
  private timeline: Timeline | null = null;
  private room = { width: 0, height: 0 };
  private readonly observer?: ResizeObserver;

  constructor(events: ControlEvents) {
    this.controls = new Controls(events);
    this.element = html('div', { class: 'ag-bar', hidden: true }, this.controls.element, this.caption);
    if (typeof ResizeObserver === 'undefined') return;
    this.observer = new ResizeObserver(() => this.grow());
    this.observer.observe(this.caption);
  }

  /** Keeps the room of the longest sentence so far: what stands below is not to jump at each step. */
  private grow(): void {
    const { offsetWidth: width, offsetHeight: height } = this.caption;
    if (width === this.room.width && height <= this.room.height) return;
    if (width !== this.room.width) this.caption.style.minHeight = '';
    this.room = { width, height: this.caption.offsetHeight };
    this.caption.style.minHeight = `${this.room.height}px`;
  }

  set hidden(hidden: boolean) {
    set(this.element, 'hidden', hidden);
    set(this.controls.element, 'hidden', hidden);
  }

  show(timeline: Timeline, moment: Moment, playing: boolean): void {
    if (timeline !== this.timeline) {
      this.timeline = timeline;
      this.room = { width: 0, height: 0 };
      this.caption.style.minHeight = '';
    }
    const sentence = (timeline.document.pushed ? sweepCaption : captionOf)(timeline, moment);
    this.caption.replaceChildren(...sentence.map(spell));
    // While it plays, the next sentence would cut the one before short.
    set(this.caption, 'aria-live', playing ? 'off' : 'polite');
    set(
      this.caption,
      'data-error',
      moment.happenings.some((item) => item.kind === 'error'),
    );
    this.controls.show(moment.step, moment.total, playing, plain(sentence));
  }

  dispose(): void {
    this.observer?.disconnect();
    this.controls.dispose();
  }
}
