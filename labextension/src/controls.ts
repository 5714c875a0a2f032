/** Restart, step, play, and where in the history the view stands. */

import { Bin, html, say, set } from './dom';
import { type Icon, icon } from './icons';
import { trans } from './translation';

export interface ControlEvents {
  seek(step: number): void;
  play(): void;
  pause(): void;
}

export class Controls {
  readonly element: HTMLElement;
  private readonly bin = new Bin();
  private readonly slider: HTMLInputElement;
  private readonly count = html('span', { class: 'ag-count ag-code', 'data-autograd': 'step' });
  private readonly main: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;
  private readonly restart: HTMLButtonElement;
  private step = 0;
  private playing: boolean | null = null;

  constructor(events: ControlEvents) {
    const button = (name: Icon, label: string, keys: string, act: () => void): HTMLButtonElement => {
      const element = html(
        'button',
        { type: 'button', class: 'ag-step', 'aria-label': label, title: label + keys },
        icon(name),
      );
      this.bin.listen(element, 'click', act);
      return element;
    };
    this.restart = button('restart', trans.__('Restart'), '', () => events.seek(0));
    this.back = button('back', trans.__('Step back'), ' ( [ )', () => events.seek(this.step - 1));
    this.main = button('play', trans.__('Play'), ' ( p )', () =>
      this.playing ? events.pause() : events.play(),
    );
    this.main.classList.add('ag-main');
    this.forward = button('forward', trans.__('Step forward'), ' ( ] )', () => events.seek(this.step + 1));
    this.slider = html('input', {
      type: 'range',
      class: 'ag-slider',
      'aria-label': trans.__('Backward step'),
      min: 0,
      step: 1,
    });
    this.bin.listen(this.slider, 'input', () => events.seek(Number(this.slider.value)));
    this.element = html(
      'div',
      { class: 'ag-controls', hidden: true },
      html('div', { class: 'ag-buttons' }, this.restart, this.back, this.main, this.forward),
      this.slider,
      this.count,
    );
  }

  show(step: number, total: number, playing: boolean, spoken: string): void {
    this.step = step;
    set(this.slider, 'max', total);
    this.slider.value = String(step);
    set(this.slider, 'aria-valuetext', trans.__('%1 of %2: %3', step, total, spoken));
    this.slider.style.setProperty('--ag-done', `${total ? (100 * step) / total : 0}%`);
    say(this.count, `${step} / ${total}`);
    // Not `disabled`: a button that loses the focus while one steps would strand the keyboard.
    set(this.restart, 'aria-disabled', step === 0 ? 'true' : null);
    set(this.back, 'aria-disabled', step === 0 ? 'true' : null);
    set(this.forward, 'aria-disabled', step === total ? 'true' : null);
    if (this.playing !== playing) {
      this.playing = playing;
      this.main.replaceChildren(icon(playing ? 'pause' : 'play'));
      const label = playing ? trans.__('Pause') : trans.__('Play');
      set(this.main, 'aria-label', label);
      set(this.main, 'title', `${label} ( p )`);
    }
  }

  dispose(): void {
    this.bin.empty();
    this.element.remove();
  }
}
