/** A small map of a drawing that is larger than its frame: where its nodes are, what is seen of them, where it goes on. */

import type { Box, GraphDoc, Layout } from './document';
import { set, svg } from './dom';

export class Overview {
  /** Only for the pointer: with the keyboard one goes from node to node. */
  readonly element: SVGSVGElement;
  private readonly nodes = svg('g');
  private readonly here = svg('rect', { class: 'ag-here', rx: 12 });
  private readonly seen = svg('rect', { class: 'ag-seen' });
  private size = { width: 1, height: 1 };

  /** @param go is told which point of the drawing is to be in the middle. */
  constructor(go: (x: number, y: number) => void) {
    this.element = svg(
      'svg',
      { class: 'ag-overview', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      this.nodes,
      this.here,
      this.seen,
    );
    let held: number | null = null;
    const move = (event: PointerEvent): void => {
      const at = this.element.getBoundingClientRect();
      if (event.pointerId !== held || at.width === 0 || at.height === 0) return;
      go(
        ((event.clientX - at.left) / at.width) * this.size.width,
        ((event.clientY - at.top) / at.height) * this.size.height,
      );
    };
    this.element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      held = event.pointerId;
      this.element.setPointerCapture?.(held);
      move(event);
      event.preventDefault();
    });
    this.element.addEventListener('pointermove', move);
    for (const end of ['pointerup', 'pointercancel'] as const)
      this.element.addEventListener(end, () => {
        held = null;
      });
  }

  draw(document: GraphDoc, { nodes, width, height }: Layout): void {
    this.size = { width, height };
    set(this.element, 'viewBox', `0 0 ${width} ${height}`);
    this.element.style.setProperty('--ag-aspect', `${width / height}`);
    this.at(null);
    this.nodes.replaceChildren(
      ...nodes.map(({ id, x, y, width, height }) =>
        svg('rect', { x, y, width, height, rx: 8, class: `ag-spot ag-${document.byId.get(id)?.kind}` }),
      ),
    );
  }

  /** What is in sight, in the drawing's own units. */
  look({ x, y, width, height }: Box): void {
    place(this.seen, {
      x: Math.max(0, x),
      y: Math.max(0, y),
      width: Math.min(width, this.size.width),
      height: Math.min(height, this.size.height),
    });
  }

  /** Where the walk is. */
  at(box: Box | null): void {
    set(this.here, 'display', box ? null : 'none');
    if (box) place(this.here, box);
  }
}

function place(rect: SVGRectElement, { x, y, width, height }: Box): void {
  for (const [name, value] of Object.entries({ x, y, width, height })) set(rect, name, Math.round(value));
}
