/** Pan and zoom of a drawing: all of it where that is readable, never beyond 1.25; moves by drag, wheel, map and keys. */

import type { Box, Direction } from './document';
import { Bin, set } from './dom';
import { firstLook } from './firstlook';
import type { Overview } from './overview';

const LARGEST = 1.25;
/** Down to this all of a drawing is shown: its words can still be read. */
const SMALLEST_WHOLE = 0.6;
/** A drawing of which only a part is in sight is to be read with ease; smaller, where else few nodes would be seen. */
const READABLE = [0.85, 0.75, 0.65];
const FEW = 6;
const RANGE: [number, number] = [0.15, 4];
const MAX_HEIGHT = 520;
const DRAG = 4;

interface Content {
  width: number;
  height: number;
  direction: Direction;
  boxes: readonly Box[];
}

interface Parts {
  frame: HTMLElement;
  drawing: SVGSVGElement;
  scene: SVGGElement;
  overview: Overview;
}

export class Camera {
  private scale = 1;
  private x = 0;
  private y = 0;
  private size = { width: 1, height: 1 };
  private seen = { width: 0, height: 0 };
  private down = false;
  private touched = false;
  private readonly bin = new Bin();
  private glide = 0;
  /** What was last brought into sight stays there when the room changes. */
  private kept: Box | null = null;
  private begin: Box | null = null;
  private boxes: readonly Box[] = [];
  /** The scale of a part, for a font of 13 pixels. It stays: to scale a drawing lays out every word of it anew. */
  private chosen: number | null = null;
  private drawn = 0;
  /** The frame's width as the page last told it: to ask for it while views are drawn lays out the page for each. */
  private inner: number | null = null;

  private readonly frame: HTMLElement;
  private readonly drawing: SVGSVGElement;
  private readonly scene: SVGGElement;
  private readonly overview: Overview;

  constructor(
    { frame, drawing, scene, overview }: Parts,
    private readonly still: () => boolean,
  ) {
    this.frame = frame;
    this.drawing = drawing;
    this.scene = scene;
    this.overview = overview;
    this.listen();
    if (typeof ResizeObserver !== 'undefined') {
      const observer = new ResizeObserver(() => {
        this.inner = frame.clientWidth;
        this.resize();
      });
      observer.observe(frame);
      this.bin.add(() => observer.disconnect());
    }
  }

  /** What is drawn: its size in its own units, and where to begin: at the tensor that is displayed. */
  content({ width, height, direction, boxes }: Content, begin: Box | null): void {
    const other = width !== this.size.width || height !== this.size.height;
    this.size = { width: Math.max(1, width), height: Math.max(1, height) };
    if (other) this.chosen = null;
    this.down = direction === 'down';
    this.begin = begin;
    this.boxes = boxes;
    this.kept = null;
    this.resize(this.inner ?? undefined);
  }

  /** Back to the first look, where text is readable; the second time in a row all of it, however small. */
  fit(): void {
    const again = !this.touched;
    this.touched = false;
    this.resize();
    if (again && this.whole < this.scale * 0.99) this.zoom(this.whole / this.scale);
  }

  /** The scale at which all of it is in sight. */
  private get whole(): number {
    return Math.min(this.seen.width / this.size.width, this.seen.height / this.size.height);
  }

  zoom(factor: number, at?: { x: number; y: number }): void {
    this.touched = true;
    const centre = at ?? { x: this.seen.width / 2, y: this.seen.height / 2 };
    const least = Math.min(RANGE[0], this.whole);
    const next = Math.min(RANGE[1], Math.max(least, this.scale * factor));
    this.x = centre.x - ((centre.x - this.x) * next) / this.scale;
    this.y = centre.y - ((centre.y - this.y) * next) / this.scale;
    this.scale = next;
    this.apply();
  }

  /** Brings a point of the drawing into the middle. */
  centre(x: number, y: number): void {
    cancelAnimationFrame(this.glide);
    this.pan(this.seen.width / 2 - x * this.scale - this.x, this.seen.height / 2 - y * this.scale - this.y);
  }

  /** Moves by so many pixels; tells whether anything moved. */
  pan(dx: number, dy: number): boolean {
    const before = [this.x, this.y];
    this.x += dx;
    this.y += dy;
    this.apply();
    return before[0] !== this.x || before[1] !== this.y;
  }

  /** Brings a box into sight, gently, if it is not. */
  reveal(box: Box, still = this.still()): void {
    this.kept = box;
    const margin = 28;
    const left = box.x * this.scale + this.x;
    const right = left + box.width * this.scale;
    const top = box.y * this.scale + this.y;
    const bottom = top + box.height * this.scale;
    const toward = (low: number, high: number, room: number): number => {
      if (high - low > room - 2 * margin || low < margin) return margin - low;
      return high > room - margin ? room - margin - high : 0;
    };
    const dx = this.size.width * this.scale <= this.seen.width ? 0 : toward(left, right, this.seen.width);
    const dy = this.size.height * this.scale <= this.seen.height ? 0 : toward(top, bottom, this.seen.height);
    if (dx === 0 && dy === 0) return;
    cancelAnimationFrame(this.glide);
    if (still) {
      this.pan(dx, dy);
      return;
    }
    const [x, y, start] = [this.x, this.y, performance.now()];
    const tick = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - start) / 280));
      const eased = 1 - (1 - t) ** 3;
      this.x = x + dx * eased;
      this.y = y + dy * eased;
      this.apply();
      if (t < 1) this.glide = requestAnimationFrame(tick);
    };
    this.glide = requestAnimationFrame(tick);
  }

  dispose(): void {
    cancelAnimationFrame(this.glide);
    this.bin.empty();
  }

  /** One for a font of 13 pixels: the drawing follows the size of the page's text. */
  private base(): number {
    const size = Number.parseFloat(getComputedStyle(this.frame).fontSize);
    return size > 0 ? size / 13 : 1;
  }

  private resize(inner = this.frame.clientWidth): void {
    const width = inner || this.size.width;
    const base = this.base();
    const most = Math.max(220, Math.min(MAX_HEIGHT * base, (globalThis.innerHeight || 800) * 0.7));
    const [across, whole] = [width / this.size.width, most / this.size.height];
    // All of it, where that can be read; else its width, and it is panned.
    const all = Math.min(across, whole, LARGEST * base);
    const fitted = all < SMALLEST_WHOLE * base ? this.part(width, most, base) : all;
    if (!this.touched) this.scale = fitted;
    const height = Math.min(most, this.size.height * fitted);
    this.seen = { width, height };
    set(this.drawing, 'height', Math.round(height));
    // It grows, and is cut off by its frame: made narrower it would be laid out anew, however little of it changes.
    if (inner > this.drawn) {
      this.drawn = inner;
      set(this.drawing, 'width', this.drawn);
    }
    if (!this.touched) {
      const { x, y } = this.look(width, height, this.scale);
      [this.x, this.y] = [-x * this.scale, -y * this.scale];
    }
    this.apply();
    if (this.kept && !this.touched) this.reveal(this.kept, true);
  }

  /** The scale at which a part of the drawing is shown. */
  private part(width: number, height: number, base: number): number {
    if (this.chosen !== null) return this.chosen * base;
    const across = width / this.size.width;
    let scale = 1;
    for (const readable of READABLE) {
      scale = Math.min(base, Math.max(readable * base, across));
      if (this.look(width, height, scale).count >= Math.min(FEW, this.boxes.length)) break;
    }
    this.chosen = scale / base;
    return scale;
  }

  private look(width: number, height: number, scale: number): { x: number; y: number; count: number } {
    const seen = { width: width / scale, height: height / scale };
    if (!this.begin) return { x: 0, y: 0, count: 0 };
    return firstLook(this.begin, this.boxes, this.size, seen);
  }

  private apply(): void {
    const clamp = (at: number, room: number, need: number, rest = 0): number => {
      if (need <= room) return this.touched ? Math.min(room - need, Math.max(0, at)) : rest;
      return Math.min(0, Math.max(room - need, at));
    };
    // A picture that runs down stands in the middle, one that runs to the right begins where text does.
    const need = this.size.width * this.scale;
    this.x = clamp(this.x, this.seen.width, need, this.down ? (this.seen.width - need) / 2 : 0);
    this.y = clamp(this.y, this.seen.height, this.size.height * this.scale);
    const round = (value: number): number => Math.round(value * 100) / 100;
    set(
      this.scene,
      'transform',
      `translate(${round(this.x)} ${round(this.y)}) scale(${Math.round(this.scale * 1e4) / 1e4})`,
    );
    const { scale, seen } = this;
    this.overview.look({
      x: -this.x / scale,
      y: -this.y / scale,
      width: seen.width / scale,
      height: seen.height / scale,
    });
    const wide = this.size.width * this.scale > this.seen.width + 1;
    const high = this.size.height * this.scale > this.seen.height + 1;
    set(this.frame, 'data-pannable', wide || high);
    set(this.frame, 'data-more-top', high && this.y < -1);
    set(
      this.frame,
      'data-more-bottom',
      high && this.y > this.seen.height - this.size.height * this.scale + 1,
    );
    set(this.frame, 'data-more-left', wide && this.x < -1);
    set(this.frame, 'data-more-right', wide && this.x > this.seen.width - this.size.width * this.scale + 1);
  }

  private listen(): void {
    const { bin, drawing } = this;
    bin.listen(
      drawing as unknown as HTMLElement,
      'wheel',
      (event) => {
        const lines = event.deltaMode === 1 ? 16 : 1;
        if (event.ctrlKey || event.metaKey) {
          const at = drawing.getBoundingClientRect();
          this.zoom(Math.exp(-event.deltaY * lines * 0.0022), {
            x: event.clientX - at.left,
            y: event.clientY - at.top,
          });
          event.preventDefault();
          return;
        }
        // A plain wheel scrolls the notebook; shift or a sideways swipe moves the drawing.
        const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
        if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
        if (this.pan(-sideways * lines, 0)) event.preventDefault();
      },
      { passive: false },
    );
    let from: { x: number; y: number; id: number; moving: boolean } | null = null;
    bin.listen(drawing as unknown as HTMLElement, 'pointerdown', (event) => {
      if (event.button === 0)
        from = { x: event.clientX, y: event.clientY, id: event.pointerId, moving: false };
    });
    bin.listen(drawing as unknown as HTMLElement, 'pointermove', (event) => {
      if (!from || event.pointerId !== from.id) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!from.moving && Math.hypot(dx, dy) < DRAG) return;
      if (!from.moving) {
        from.moving = true;
        cancelAnimationFrame(this.glide);
        drawing.setPointerCapture?.(event.pointerId);
        set(this.frame, 'data-dragging', true);
      }
      this.pan(dx, dy);
      from.x = event.clientX;
      from.y = event.clientY;
    });
    const end = (): void => {
      set(this.frame, 'data-dragging', false);
      if (from?.moving) {
        // The click that ends a drag chooses nothing.
        const swallow = (event: Event): void => event.stopPropagation();
        drawing.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => drawing.removeEventListener('click', swallow, { capture: true }), 0);
      }
      from = null;
    };
    bin.listen(drawing as unknown as HTMLElement, 'pointerup', end);
    bin.listen(drawing as unknown as HTMLElement, 'pointercancel', end);
    bin.listen(drawing as unknown as HTMLElement, 'dblclick', (event) => {
      if ((event.target as Element).closest?.('.ag-node')) return;
      if (this.touched) this.fit();
      else {
        const at = drawing.getBoundingClientRect();
        this.zoom(1.6, { x: event.clientX - at.left, y: event.clientY - at.top });
      }
    });
  }
}
