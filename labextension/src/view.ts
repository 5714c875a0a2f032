/**
 * The view of one document: text line, drawing, inspector, controls, history and legend.
 *
 * Knows nothing of Jupyter. What is drawn is a function of document, step, selection and theme. Structure and
 * attributes of the elements are an interface: tests and style sheets rely on them.
 */

import { Bar } from './bar';
import type { Direction, GraphDoc, GraphNode } from './document';
import { Bin, html, set } from './dom';
import { Exports, type Kind, type Makers } from './exports';
import { Foot } from './foot';
import type { Typeset } from './formulas';
import { GraphView } from './graphview';
import { Head } from './head';
import { newFailure } from './hints';
import { Inspector } from './inspector';
import { handleKey, keysOf } from './keys';
import { layoutOf } from './layouts';
import type { SourceHost } from './made';
import { watchWidth } from './narrow';
import { Orientation } from './orientation';
import { LIVE, type Pace, PLAY, Player } from './player';
import type { Preferences } from './preferences';
import { Room } from './room';
import { SweepsPart } from './sweeps';
import { continues, type Moment, momentOf, stepOf, type Timeline, timelineOf } from './timeline';

export interface ViewOptions {
  /** Told which node is chosen (null: none). */
  onSelect?(node: GraphNode | null): void;
  source?: SourceHost | undefined;
  /** Told where the view stands, after every step. */
  onStep?(step: number, total: number): void;
  /** Told when playing begins and ends. */
  onPlay?(playing: boolean): void;
  /** Lets the host typeset the formulas in an element. */
  typeset?: Typeset;
  /** Files that the host can make. */
  files?: Makers;
}

export class View {
  readonly root: HTMLElement;
  private readonly sweeps = new SweepsPart(() => this.compare());
  private readonly head = new Head((document) => this.update(document), this.sweeps.toggle);
  private readonly bar: Bar;
  private readonly foot: Foot;
  private readonly body: HTMLElement;
  private readonly graph: GraphView;
  private readonly exports: Exports;
  private readonly inspector: Inspector;
  private readonly bin = new Bin();
  /** All of the document; the timeline is that of what is drawn of it. */
  private whole: GraphDoc | null = null;
  private timeline: Timeline | null = null;
  private moment: Moment | null = null;
  private step = 0;
  private selected: number | null = null;
  private open = false;
  private readonly orientation = new Orientation(() => {
    if (this.timeline) this.again(this.timeline);
  });
  private readonly player: Player;
  private readonly room: Room;

  constructor(
    element: HTMLElement,
    private readonly options: ViewOptions = {},
  ) {
    this.player = new Player((playing) => options.onPlay?.(playing));
    const fold = (closed: boolean): void => this.fold(closed);
    const turn = (): void => {
      this.direction = this.direction === 'right' ? 'down' : 'right';
    };
    this.exports = new Exports(() => {
      const picture = this.timeline && this.graph.picture();
      return picture && { document: this.head.raw, direction: this.direction, picture };
    }, options.files);
    this.graph = new GraphView({ select: (id) => this.clicked(id), fold, turn }, this.exports.element);
    this.inspector = new Inspector(
      { close: () => this.select(null), fold, typeset: options.typeset },
      options.source,
    );
    this.foot = new Foot((step) => this.seek(step), options.source);
    this.bar = new Bar({
      seek: (step) => this.seek(step),
      play: () => this.play(),
      pause: () => this.pause(),
    });
    this.body = html(
      'div',
      { class: 'ag-body' },
      this.graph.element,
      this.inspector.element,
      this.bar.element,
      this.sweeps.element,
      this.foot.element,
    );
    this.root = html(
      'div',
      {
        class: 'ag-view',
        'data-autograd': 'view',
        role: 'figure',
        tabindex: -1,
        // JupyterLab's own keys (arrows, Enter, p, ...) rest while the keyboard is in here.
        'data-lm-suppress-shortcuts': 'true',
      },
      ...this.head.parts,
      this.body,
    );
    this.room = new Room(this.root, this.inspector.element, this.bin);
    const keys = keysOf(this, this.graph, (id) => this.clicked(id));
    this.bin.listen(this.root, 'keydown', (event) => {
      if (this.timeline) handleKey(event, keys);
    });
    this.bin.add(watchWidth(this.root, (room) => this.orientation.narrow(room)));
    element.append(this.root);
  }

  /** Draws a document, or a newer one: then it plays what is new. Anything that is not a document gives a message. */
  update(document: unknown): void {
    const parsed = this.head.read(document);
    if (!parsed.ok) {
      this.refuse(parsed.message, parsed.text);
      return;
    }
    const before = this.sweeps.shown && this.whole ? timelineOf(this.whole) : this.timeline;
    const done = before && continues(before.document, parsed.document) ? before.happenings.length : null;
    const playing = this.player.pace;
    this.player.halt();
    set(this.body, 'hidden', false);
    set(this.foot.element, 'hidden', false);
    set(this.root, 'aria-label', this.head.describe(parsed.document));
    this.open = this.open && parsed.document.unfolded !== null;
    if (this.selected !== null && !parsed.document.byId.has(this.selected)) this.drop();
    this.sweeps.follow(parsed.document, done);
    const timeline = this.redraw(parsed.document);
    const fresh = !this.sweeps.shown && done !== null && done < timeline.happenings.length;
    if (done !== null && playing) {
      // In the middle of a play: it goes on from where it is, to the new end.
      this.render(false);
      this.run(playing);
    } else if (fresh && !this.graph.motion.still()) {
      this.step = done === 0 ? 0 : stepOf(timeline, done - 1);
      this.render(false);
      this.run(LIVE);
    } else {
      this.step = timeline.frames.length;
      const moment = this.render(false);
      // A picture that is opened begins at the tensor that was asked for.
      if (moment && done !== null) this.graph.follow(moment);
    }
    if (this.moment) this.inspector.warm(timeline, this.moment);
    const failed = newFailure(before?.document ?? null, parsed.document);
    if (failed !== null && this.selected === null && this.graph.has(failed)) this.select(failed);
  }

  /** Goes to a step of the history: 0 is before everything. */
  seek(step: number): void {
    this.player.halt();
    this.go(step);
  }

  /** Steps forward, or back. */
  move(by: number): void {
    this.seek(this.step + by);
  }

  play(): void {
    if (!this.timeline || this.timeline.frames.length === 0) return;
    this.player.halt();
    if (this.step >= this.timeline.frames.length) {
      this.step = 0;
      this.render(false);
    }
    this.run(PLAY);
  }

  pause(): void {
    this.player.halt();
    this.render(false);
  }

  get playing(): boolean {
    return this.player.playing;
  }

  /** Where the view stands, and what is chosen in it. */
  get state(): { step: number; total: number; selected: number | null } {
    return { step: this.step, total: this.timeline?.frames.length ?? 0, selected: this.selected };
  }

  /** 2 plays twice as fast. */
  get speed(): number {
    return this.player.speed;
  }

  set speed(speed: number) {
    this.player.speed = speed;
  }

  /** Where values flow to; a document without such a layout is drawn to the right. */
  get direction(): Direction {
    return this.orientation.way;
  }

  set direction(way: Direction) {
    this.orientation.say(way);
  }

  /** Chooses a node for the inspector; null closes it. */
  select(id: number | null): void {
    if (id !== null && !this.timeline?.document.byId.has(id)) return;
    const before = this.selected;
    const inside = this.inspector.element.contains(globalThis.document.activeElement);
    this.selected = id;
    this.inspect();
    this.graph.select(id);
    this.foot.ledger.choose(this.node(id));
    if (id === null && inside && before !== null) this.graph.focus(before);
    if (before !== id) this.options.onSelect?.(this.node(id));
  }

  /** Shows things as the learner likes them. */
  prefer({ speed, values, direction }: Preferences): void {
    this.speed = speed;
    this.orientation.say(direction, direction === 'right');
    set(this.root, 'data-values', values ? null : 'hidden');
  }

  /** A line of the host's above the drawing; empty takes no room. */
  set note(text: string) {
    this.head.note = text;
  }

  /** Hands the reader what is shown, as a file; rejects with a sentence where it cannot be made. */
  export(kind: Kind): Promise<void> {
    return this.exports.run(kind);
  }

  /** All nodes of the document. */
  get nodes(): readonly GraphNode[] {
    return this.timeline?.document.nodes ?? [];
  }

  /** Shows which nodes a line of code made: those under the cursor of the host's editor. */
  point(nodes: readonly number[]): void {
    this.graph.point(nodes);
  }

  /** Shows anew what the host knows of and has changed. */
  refresh(): void {
    this.inspect();
    this.foot.ledger.locate();
  }

  dispose(): void {
    this.player.halt();
    this.graph.dispose();
    this.exports.dispose();
    this.inspector.dispose();
    this.foot.ledger.dispose();
    this.bar.dispose();
    this.sweeps.dispose();
    this.head.dispose();
    this.bin.empty();
    this.root.remove();
    this.timeline = null;
    this.moment = null;
  }

  private node(id: number | null): GraphNode | null {
    return id === null ? null : (this.timeline?.document.byId.get(id) ?? null);
  }

  /** Nothing is chosen any more: what was is gone. */
  private drop(): void {
    if (this.selected === null) return;
    this.selected = null;
    this.options.onSelect?.(null);
  }

  private refuse(message: string, text: string): void {
    this.player.halt();
    this.whole = null;
    this.timeline = null;
    this.moment = null;
    this.drop();
    this.inspect();
    for (const part of [
      this.body,
      this.bar.element,
      this.sweeps.element,
      this.sweeps.toggle,
      this.foot.element,
    ])
      set(part, 'hidden', true);
    set(this.root, 'aria-label', this.head.show(text, message));
  }

  /** Draws the document's layout, closed or open, and everything that depends on it. */
  private redraw(whole: GraphDoc): Timeline {
    this.whole = whole;
    const document = this.sweeps.apply(whole);
    const layout = layoutOf(document, this.orientation.of(document), this.open);
    this.timeline = timelineOf(document, layout);
    this.graph.draw(document, layout);
    this.foot.draw(this.timeline, layout, !this.sweeps.shown);
    this.bar.hidden = document.backwards.length === 0;
    return this.timeline;
  }

  /** Draws the same document in another way, at the same point of its history. */
  private again(timeline: Timeline): void {
    const end = timeline.frames[this.step - 1]?.end ?? 0;
    this.player.halt();
    const other = this.redraw(this.whole ?? timeline.document);
    this.step = end === 0 ? 0 : stepOf(other, end - 1);
    this.render(false);
    this.select(this.selected);
  }

  private fold(closed: boolean): void {
    const timeline = this.timeline;
    if (!timeline || timeline.document.unfolded === null || this.open !== closed) return;
    const chosen = this.selected;
    const group =
      chosen === null ? undefined : timeline.document.nodes.find((node) => node.members.includes(chosen));
    this.open = !closed;
    if (closed && group) {
      this.selected = group.id;
      this.options.onSelect?.(group);
    }
    this.again(timeline);
    const last = timeline.document.nodes.find((node) => node.kind === 'group')?.members.slice(-1)[0];
    if (!closed && last !== undefined) this.graph.focus(last);
    else if (this.selected !== null) this.graph.focus(this.selected);
  }

  /** Shows the sweeps, others of them, or the history again. */
  private compare(): void {
    if (!this.whole) return;
    this.player.halt();
    this.step = this.redraw(this.whole).frames.length;
    this.render(false);
  }

  private clicked(id: number): void {
    const node = this.timeline?.document.byId.get(id);
    if (node?.kind === 'group' && this.timeline?.document.unfolded && !this.open) {
      this.select(id);
      this.fold(false);
      return;
    }
    this.select(this.selected === id ? null : id);
  }

  private go(step: number): void {
    const total = this.timeline?.frames.length ?? 0;
    const next = Math.max(0, Math.min(total, Math.trunc(step) || 0));
    const forward = next === this.step + 1;
    this.step = next;
    const moment = this.render(forward);
    if (moment) this.graph.follow(moment);
  }

  private run(pace: Pace): void {
    const total = (): number => this.timeline?.frames.length ?? 0;
    const next = (): boolean => {
      this.go(this.step + 1);
      return this.step < total();
    };
    this.player.run(pace, total() - this.step, next, () => this.render(null));
    this.render(false);
  }

  /** Shows the present step; `animate` null leaves the drawing alone. */
  private render(animate: boolean | null): Moment | null {
    const timeline = this.timeline;
    if (!timeline) return null;
    const moment = momentOf(timeline, this.step);
    this.moment = moment;
    this.step = moment.step;
    if (animate !== null) this.graph.show(moment, animate);
    this.bar.show(timeline, moment, this.playing);
    this.foot.ledger.show(moment);
    this.inspect();
    this.options.onStep?.(moment.step, moment.total);
    return moment;
  }

  private inspect(): void {
    if (this.timeline && this.moment)
      this.inspector.show(this.timeline, this.moment, this.selected, !this.open);
    this.room.show(this.selected !== null);
  }
}
