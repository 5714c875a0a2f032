/** The drawing: nodes, edges and `.grad` boxes where the layout puts them, and how they look at a moment. */

import { neighbourOf } from './arrows';
import { Camera } from './camera';
import { behindCuts } from './cuts';
import type { Box, GraphDoc, GraphNode, Layout } from './document';
import { AfterPaint, Bin, html, set, svg } from './dom';
import { type DrawnEdge, drawEdge, drawMarkers } from './edges';
import { icon } from './icons';
import { drawBands, drawCalls } from './layers';
import { isOpened } from './layouts';
import { drawLoops } from './loops';
import { IDLE } from './moment';
import { Motion } from './motion';
import { Overview } from './overview';
import { type Picture, pictureOf } from './picture';
import { type DrawnGrad, type DrawnNode, drawGrad, drawNode, drawTag } from './shapes';
import { derivativeOf } from './sweeps';
import type { Moment } from './timeline';
import { trans } from './translation';
import { unseenIn } from './unseen';

export interface GraphEvents {
  select(node: number): void;
  /** A folded loop is to be opened, or closed again. */
  fold(closed: boolean): void;
  /** The picture is to run the other way. */
  turn(): void;
}

let views = 0;

export class GraphView {
  readonly element: HTMLElement;
  readonly motion = new Motion();
  private readonly drawing: SVGSVGElement;
  private readonly scene = svg('g', { class: 'ag-scene' });
  private readonly tools: HTMLElement;
  private readonly foldButton: HTMLButtonElement;
  private readonly turnButton: HTMLButtonElement;
  private readonly camera: Camera;
  private readonly overview = new Overview((x, y) => this.camera.centre(x, y));
  private readonly bin = new Bin();
  private readonly name = `ag${++views}`;
  private readonly nodes = new Map<number, DrawnNode>();
  private readonly grads = new Map<number, DrawnGrad>();
  private readonly boxes = new Map<number, Box>();
  private readonly tags = new Map<number, SVGGElement[]>();
  private edges: DrawnEdge[] = [];
  /** Edges by each of their ends. */
  private readonly links = new Map<number, DrawnEdge[]>();
  private layout: Layout | null = null;
  private document: GraphDoc | null = null;
  private focused: number | null = null;
  private selected: number | null = null;
  private pointed: ReadonlySet<number> = new Set();
  private readonly marks = new AfterPaint();

  /** @param more stands before the other tools. */
  constructor(
    private readonly events: GraphEvents,
    more: HTMLElement,
  ) {
    this.drawing = svg('svg', {
      class: 'ag-drawing',
      width: '100%',
      role: 'group',
      'aria-label': trans.__('Computation graph'),
    });
    drawMarkers(this.drawing, this.name);
    this.drawing.append(this.scene);
    const tool = (name: Parameters<typeof icon>[0], label: string, act: () => void): HTMLButtonElement => {
      const button = html(
        'button',
        { type: 'button', class: 'ag-tool', 'aria-label': label, title: label },
        icon(name),
      );
      this.bin.listen(button, 'click', act);
      return button;
    };
    this.foldButton = tool('fold', trans.__('Fold loops'), () => this.events.fold(true));
    this.turnButton = tool('turn', '', () => this.events.turn());
    this.tools = html(
      'div',
      { class: 'ag-tools' },
      more,
      this.foldButton,
      this.turnButton,
      tool('minus', trans.__('Zoom out'), () => this.camera.zoom(1 / 1.3)),
      tool('fit', trans._p('zoom', 'Fit'), () => this.camera.fit()),
      tool('plus', trans.__('Zoom in'), () => this.camera.zoom(1.3)),
    );
    this.element = html(
      'div',
      { class: 'ag-graph' },
      html('div', { class: 'ag-window' }, this.drawing),
      this.overview.element,
      this.tools,
    );
    const { element, drawing, scene, overview } = this;
    this.camera = new Camera({ frame: element, drawing, scene, overview }, () => this.motion.still());
    this.bin.listen(this.scene as unknown as HTMLElement, 'click', (event) =>
      this.clicked(event.target as Element),
    );
    // Not on the drawing: Chromium takes a drawing that listens for focus into the order of the Tab key.
    this.bin.listen(this.element, 'focusin', (event) => {
      const id = this.idOf(event.target as Element);
      if (id !== null) this.focusable(id);
    });
    for (const [type, lit] of [
      ['pointerover', true],
      ['pointerout', false],
    ] as const) {
      this.bin.listen(this.scene as unknown as HTMLElement, type, (event) => {
        const of = (event.target as Element).closest?.('[data-node], [data-of]');
        const id = of && Number(of.getAttribute('data-node') ?? of.getAttribute('data-of'));
        if (id !== null && id !== undefined) this.light(id, lit);
      });
    }
  }

  /** Draws a layout anew; keeps zoom, choice and focus. */
  draw(document: GraphDoc, layout: Layout): void {
    const hadFocus = this.element.contains(globalThis.document.activeElement) && this.focused !== null;
    this.motion.settle();
    this.document = document;
    this.layout = layout;
    this.nodes.clear();
    this.grads.clear();
    this.boxes.clear();
    this.tags.clear();
    this.links.clear();
    const back = svg('g', { class: 'ag-back-layer' });
    const edges = svg('g', { class: 'ag-edges' });
    const nodes = svg('g', { class: 'ag-nodes' });
    const behind = behindCuts(document);
    const unseen = unseenIn(document);
    this.edges = layout.edges.map((edge) => drawEdge(document, edge, this.name));
    for (const edge of this.edges) set(edge.element, 'data-behind', behind.has(edge.to));
    for (const edge of this.edges) {
      edges.append(edge.element);
      for (const end of new Set([edge.from, edge.to]))
        this.links.set(end, [...(this.links.get(end) ?? []), edge]);
    }
    for (const box of layout.nodes) {
      const node = document.byId.get(box.id) as GraphNode;
      const { x, y, width, height } = box;
      const place = { x, y, width, height };
      const last = node.members
        .map((id) => document.byId.get(id))
        .filter((item) => item?.kind === 'op')
        .pop();
      const value = node.value ?? last?.value ?? null;
      const drawn = drawNode(node, place, value, derivativeOf(document, node), unseen.has(node.id));
      set(drawn.element, 'data-behind', behind.has(box.id));
      this.nodes.set(box.id, drawn);
      this.boxes.set(box.id, place);
      if (box.grad && node.requiresGrad) {
        const grad = drawGrad(node, place, box.grad, derivativeOf(document, node));
        this.grads.set(box.id, grad);
        nodes.append(grad.element);
      }
      nodes.append(drawn.element);
    }
    for (const ref of layout.refs) {
      const { x, y, width, height } = ref;
      const tag = drawTag(document.byId.get(ref.node) as GraphNode, { x, y, width, height });
      this.tags.set(ref.node, [...(this.tags.get(ref.node) ?? []), tag]);
      nodes.append(tag);
    }
    for (const frame of [...drawBands(document, layout), ...drawLoops(document, layout, this.boxes)])
      back.append(frame);
    edges.append(...drawCalls(document, layout));
    set(this.foldButton, 'hidden', !isOpened(document, layout));
    set(this.turnButton, 'hidden', document.down === null);
    const turn =
      layout.direction === 'right' ? trans.__('Draw top to bottom') : trans.__('Draw left to right');
    set(this.turnButton, 'aria-label', turn);
    set(this.turnButton, 'title', turn);
    this.scene.replaceChildren(back, edges, nodes);
    const first = this.boxes.has(document.root) ? document.root : (layout.nodes[0]?.id ?? null);
    this.overview.draw(document, layout);
    const { width, height, direction, nodes: boxes } = layout;
    this.camera.content({ width, height, direction, boxes }, this.boxes.get(first ?? -1) ?? null);
    if (this.focused === null || !this.nodes.has(this.focused)) this.focused = first;
    if (this.focused !== null) this.focusable(this.focused);
    this.mark(this.selected);
    this.point([...this.pointed]);
    if (hadFocus && this.focused !== null)
      this.nodes.get(this.focused)?.element.focus({ preventScroll: true });
  }

  /** Shows a moment. With `animate` what happened in its frame is played. */
  show(moment: Moment, animate: boolean): void {
    this.motion.settle();
    const moving = animate && !this.motion.still();
    const edges: DrawnEdge[] = [];
    let freed = false;
    for (const [id, node] of this.nodes) {
      const state = moment.nodes.get(id) ?? IDLE;
      freed ||= state.state === 'freed';
      const grad = this.grads.has(id) ? moment.grads.get(id) : undefined;
      node.show(state, grad);
    }
    set(this.element, 'data-freed', freed);
    for (const edge of this.edges) {
      edge.show(moment);
      if (!moving) continue;
      if (edge.element.dataset.state === 'current' || edge.element.dataset.tangent === 'current')
        edges.push(edge);
    }
    for (const [id, grad] of this.grads) {
      const state = moment.grads.get(id);
      if (state) grad.show(state);
      const now = this.changesNow(moment, id);
      set(grad.element, 'data-now', now);
      if (moving && now && state) this.motion.buffer(grad, state);
    }
    if (moving) {
      for (const edge of edges.slice(0, 24)) {
        const way = edge.element.dataset.tangent === 'current' ? edge.forth : edge.back;
        if (way) this.motion.travel(edge.element, way, edge.label, 0);
      }
    }
    for (const [id, tags] of this.tags) {
      const state = moment.nodes.get(id)?.state ?? 'idle';
      for (const tag of tags) set(tag, 'data-state', state);
    }
    this.overview.at(this.boxes.get(this.actor(moment) ?? -1) ?? null);
  }

  /** Whether the frame changes the `.grad` of this leaf. */
  private changesNow(moment: Moment, leaf: number): boolean {
    return moment.happenings.some((item) => {
      if (item.kind === 'change') return this.document?.changes[item.change]?.node === leaf;
      return item.kind === 'step' && item.step.kind === 'accumulate' && item.step.node === leaf;
    });
  }

  /** The node to which it happens. */
  private actor(moment: Moment): number | null {
    const item = moment.happenings[moment.happenings.length - 1];
    let id: number | null | undefined = moment.frame?.group;
    if (id === null || id === undefined) {
      if (item?.kind === 'step' || item?.kind === 'tangent') id = item.step.node;
      else if (item?.kind === 'change') id = this.document?.changes[item.change]?.node;
      else if (item?.kind === 'error') id = this.document?.backwards[item.walk]?.error?.node;
    }
    return id ?? null;
  }

  /** Keeps what happens in sight. */
  follow(moment: Moment): void {
    const id = this.actor(moment);
    if (id !== null) this.reveal(id);
  }

  reveal(id: number): void {
    const box = this.boxes.get(id);
    if (!box) return;
    const grad = this.grads.get(id)?.box;
    const height = grad ? grad.y + grad.height - box.y : box.height;
    this.camera.reveal({ ...box, height });
  }

  /** Marks a node and brings it into sight: that paints all of the drawing anew, what explains the node comes first. */
  select(id: number | null): void {
    this.marks.ask(() => {
      this.mark(id);
      if (id !== null) this.reveal(id);
    });
  }

  private mark(id: number | null): void {
    const before = this.selected;
    this.selected = id;
    if (before !== null && before !== id) this.choose(before, false);
    if (id !== null) this.choose(id, true);
  }

  private choose(id: number, chosen: boolean): void {
    const element = this.nodes.get(id)?.element;
    if (element) {
      set(element, 'aria-pressed', chosen ? 'true' : null);
      set(element, 'data-selected', chosen);
    }
    for (const tag of this.tags.get(id) ?? []) set(tag, 'data-selected', chosen);
    // After those of the one chosen before: an edge may lie between the two.
    for (const { element } of this.links.get(id) ?? []) set(element, 'data-near', chosen);
  }

  /** The whole drawing, wherever the camera looks. */
  picture(): Picture {
    this.motion.settle();
    const { width, height } = this.layout ?? { width: 1, height: 1 };
    return pictureOf(this.drawing, this.scene, width, height);
  }

  /** Lights up nodes, and the folded loops that hold them. */
  point(ids: readonly number[]): void {
    if (ids.length === 0 && this.pointed.size === 0) return;
    this.pointed = new Set(ids);
    for (const [id, node] of this.nodes) {
      const members = this.document?.byId.get(id)?.members ?? [];
      set(
        node.element,
        'data-made',
        [id, ...members].some((each) => this.pointed.has(each)),
      );
    }
  }

  focus(id: number): void {
    const node = this.nodes.get(id);
    if (!node) return;
    this.focusable(id);
    node.element.focus({ preventScroll: true });
    this.reveal(id);
  }

  /** The node that the keyboard stands on. */
  get current(): number | null {
    return this.focused;
  }

  has(id: number): boolean {
    return this.nodes.has(id);
  }

  /** Goes where an arrow key leads, or into the drawing; returns the node that was reached from another. */
  walk(arrow: string): number | null {
    const at = this.focused;
    if (at === null) return null;
    if (!this.element.contains(globalThis.document.activeElement)) {
      this.focus(at);
      return null;
    }
    const way = this.layout?.direction ?? 'right';
    const next = neighbourOf(at, arrow, this.boxes, this.edges, way);
    if (next !== null) this.focus(next);
    return next;
  }

  dispose(): void {
    this.motion.settle();
    this.marks.drop();
    this.camera.dispose();
    this.bin.empty();
    this.scene.replaceChildren();
    this.element.remove();
  }

  private focusable(id: number): void {
    const before = this.focused === null ? undefined : this.nodes.get(this.focused);
    if (before) set(before.element, 'tabindex', -1);
    const node = this.nodes.get(id);
    if (node) set(node.element, 'tabindex', 0);
    this.focused = id;
  }

  private light(id: number, lit: boolean): void {
    const elements = [this.nodes.get(id)?.element, this.grads.get(id)?.element, ...(this.tags.get(id) ?? [])];
    for (const element of elements) if (element) set(element, 'data-lit', lit);
    for (const edge of this.links.get(id) ?? []) set(edge.element, 'data-lit', lit);
  }

  private idOf(target: Element): number | null {
    const found = target.closest?.('[data-node]');
    return found ? Number(found.getAttribute('data-node')) : null;
  }

  private clicked(target: Element): void {
    const of = target.closest?.('[data-of]');
    const id = of ? Number(of.getAttribute('data-of')) : this.idOf(target);
    if (id === null) return;
    this.focusable(id);
    this.nodes.get(id)?.element.focus({ preventScroll: true });
    this.events.select(id);
  }
}
