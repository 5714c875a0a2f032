/** What moves: gradients along their edges, and what happens to a `.grad`. Nothing takes longer than 600 ms. */

import { svg } from './dom';
import type { GradMoment } from './moment';
import type { DrawnGrad } from './shapes';
import { line, numbers } from './text';

const TRAVEL = 520;
const BUFFER = 560;

export class Motion {
  private readonly running = new Set<Animation>();
  private readonly passing = new Set<Element>();
  private readonly wish = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

  /** Whether the reader asked for no motion, or the browser cannot animate. */
  still(): boolean {
    return this.wish?.matches === true || typeof Element.prototype.animate !== 'function';
  }

  /** Ends everything that moves, at once. */
  settle(): void {
    for (const animation of [...this.running]) animation.cancel();
    for (const element of this.passing) element.remove();
    this.running.clear();
    this.passing.clear();
  }

  private play(
    element: Element,
    frames: Keyframe[],
    options: KeyframeAnimationOptions,
    done?: () => void,
  ): void {
    if (typeof element.animate !== 'function') {
      done?.();
      return;
    }
    const animation = element.animate(frames, { easing: 'ease-out', fill: 'backwards', ...options });
    this.running.add(animation);
    animation.finished?.catch(() => undefined); // cancelling is no error
    const end = (): void => {
      this.running.delete(animation);
      done?.();
    };
    animation.addEventListener('finish', end);
    animation.addEventListener('cancel', end);
  }

  /** An element that lives as long as its animation. */
  private pass(
    parent: Element,
    element: SVGElement,
    frames: Keyframe[],
    options: KeyframeAnimationOptions,
  ): void {
    parent.append(element);
    this.passing.add(element);
    this.play(element, frames, { fill: 'both', ...options }, () => {
      this.passing.delete(element);
      element.remove();
    });
  }

  /** A gradient travels back along an edge: its line is drawn behind it, its number appears on the way. */
  travel(edge: SVGGElement, back: SVGPathElement, label: SVGElement | null, delay: number): void {
    const path = back.getAttribute('d') ?? '';
    edge.classList.add('ag-travelling');
    this.play(
      back,
      [
        { strokeDasharray: '1 1', strokeDashoffset: '1' },
        { strokeDasharray: '1 1', strokeDashoffset: '0' },
      ],
      { duration: TRAVEL - delay, delay, easing: 'ease-in-out' },
      () => edge.classList.remove('ag-travelling'),
    );
    const dot = svg('circle', { r: 5, class: 'ag-comet' });
    dot.style.setProperty('offset-path', `path("${path}")`);
    this.pass(edge, dot, [{ offsetDistance: '0%' }, { offsetDistance: '100%' }], {
      duration: TRAVEL - delay,
      delay,
      easing: 'ease-in-out',
    });
    if (label)
      this.play(label, [{ opacity: 0 }, { opacity: 0, offset: 0.35 }, { opacity: 1 }], { duration: TRAVEL });
  }

  /** A `.grad` is filled, added to, zeroed or emptied. */
  buffer(grad: DrawnGrad, moment: GradMoment): void {
    const { box } = grad;
    const middle = `${box.x + box.width / 2}px ${box.y + box.height}px`;
    const arrive = moment.change === 'fill' || moment.change === 'add' || moment.change === 'assign';
    if (arrive && moment.added) {
      const from = grad.below ? -52 : 52;
      const sign = moment.change === 'add' ? '+ ' : '';
      const text = svg(
        'text',
        { x: box.x + 10, y: box.y + 35, class: 'ag-mono ag-warm ag-passing', 'aria-hidden': 'true' },
        numbers(sign + line(moment.added), box.width - 20, { size: 12, mono: true }),
      );
      this.pass(
        grad.element,
        text,
        [
          { transform: `translateY(${from}px)`, opacity: 0 },
          { transform: `translateY(${from * 0.77}px)`, opacity: 1, offset: 0.2 },
          { transform: 'translateY(0)', opacity: 1, offset: 0.7 },
          { transform: 'translateY(0)', opacity: 0 },
        ],
        { duration: BUFFER },
      );
      // Two texts on each other: what the box is called makes room for what passes.
      for (const word of grad.names)
        this.play(word, [{ opacity: 0 }, { opacity: 0, offset: 0.75 }, { opacity: 1 }], { duration: BUFFER });
    }
    if (arrive) {
      this.play(grad.value, [{ opacity: 0 }, { opacity: 0, offset: 0.68 }, { opacity: 1 }], {
        duration: BUFFER,
      });
      if (moment.change === 'add') {
        this.play(grad.level, [{ opacity: 1 }, { opacity: 0.35, offset: 0.7 }, { opacity: 1 }], {
          duration: BUFFER,
        });
        return;
      }
    } else {
      this.play(
        grad.value,
        [{ opacity: 0, transform: 'translateY(-5px)' }, { opacity: 0, offset: 0.5 }, { opacity: 1 }],
        { duration: 420 },
      );
    }
    grad.level.style.transformOrigin = middle;
    const frames = arrive
      ? [{ transform: 'scaleY(0)' }, { transform: 'scaleY(0)', offset: 0.3 }, { transform: 'scaleY(1)' }]
      : [
          { transform: 'scaleY(1)', opacity: 1 },
          { transform: 'scaleY(0)', opacity: 1 },
        ];
    this.play(grad.level, frames, { duration: arrive ? BUFFER : 420 });
  }
}
