/**
 * The history of a document as frames, and what every node, edge and `.grad` looks like at each. Pure.
 *
 * Frame 0 stands before everything. Each visit, accumulation, capture, failure and change of a `.grad` from outside
 * is one frame more; visits inside a group that is drawn closed are one frame together.
 */

import type { Change, GraphDoc, Layout, Preview, Step, SweepStep } from './document';
import { type EdgeMoment, type GradMoment, IDLE, type NodeMoment } from './moment';

/** One thing that happened. */
export type Happening =
  | { kind: 'step'; walk: number; step: Step }
  | { kind: 'tangent'; step: SweepStep }
  | { kind: 'error'; walk: number }
  | { kind: 'change'; change: number };

/** What one step forward shows: happenings `first` up to, not including, `end`. */
export interface Frame {
  first: number;
  end: number;
  /** The closed group whose members are visited together, if so. */
  group: number | null;
}

export interface Timeline {
  document: GraphDoc;
  happenings: Happening[];
  frames: Frame[];
  /** Node -> the closed group it is drawn in. */
  owner: Map<number, number>;
  /** Node -> the last happening that visits it. */
  lastVisit: Map<number, number>;
  /** `.grad` of each leaf before the first change; undefined: not known. */
  initial: Map<number, Preview | null | undefined>;
}

export interface Moment {
  step: number;
  total: number;
  frame: Frame | null;
  happenings: Happening[];
  walk: number | null;
  nodes: Map<number, NodeMoment>;
  edges: EdgeMoment[];
  grads: Map<number, GradMoment>;
}

function happeningsOf(document: GraphDoc): Happening[] {
  const result: Happening[] = (document.pushed?.steps ?? []).map((step) => ({ kind: 'tangent', step }));
  const told = new Set<number>();
  const inWalk = new Set<number>();
  for (const walk of document.backwards) {
    for (const step of walk.steps) if (step.change !== null) inWalk.add(step.change);
  }
  const outside = (end: number): void => {
    for (let i = 0; i < end; i++) {
      if (told.has(i) || inWalk.has(i)) continue;
      told.add(i);
      result.push({ kind: 'change', change: i });
    }
  };
  document.backwards.forEach((walk, w) => {
    outside(walk.at);
    for (const step of walk.steps) result.push({ kind: 'step', walk: w, step });
    if (walk.error) result.push({ kind: 'error', walk: w });
  });
  outside(document.changes.length);
  return result;
}

function framesOf(happenings: Happening[], owner: Map<number, number>): Frame[] {
  const frames: Frame[] = [];
  let open: Frame | null = null;
  let walk = -1;
  happenings.forEach((happening, i) => {
    const visits = happening.kind === 'step' && happening.step.kind === 'visit';
    const visited = visits || happening.kind === 'tangent' ? happening.step.node : null;
    const group = visited === null ? undefined : owner.get(visited);
    if (group !== undefined) {
      const sweep = happening.kind === 'step' ? happening.walk : -2;
      if (open !== null && open.group === group && walk === sweep) {
        open.end = i + 1;
        return;
      }
      walk = sweep;
      open = { first: i, end: i + 1, group };
      frames.push(open);
      return;
    }
    open = null;
    frames.push({ first: i, end: i + 1, group: null });
  });
  return frames;
}

/** Numbers of a printed tensor of whole or fixed-point numbers, with the text between them. */
function numbers(text: string): { gaps: string[]; values: number[]; decimals: number } | null {
  if (/[a-df-z…]|\.\.\.|e/i.test(text)) return null;
  const pattern = /-?\d+(\.\d*)?/g;
  const values: number[] = [];
  let decimals = 0;
  for (const match of text.matchAll(pattern)) {
    values.push(Number(match[0]));
    decimals = Math.max(decimals, (match[1] ?? '.').length - 1);
  }
  return { gaps: text.split(/-?\d+(?:\.\d*)?/), values, decimals };
}

/** The printed difference of two printed tensors of the same form, where it can be told. */
export function difference(sum: Preview | null, part: Preview | null): Preview | undefined {
  const a = sum && numbers(sum.text);
  const b = part && numbers(part.text);
  if (!a || !b || a.values.length !== b.values.length || !sum.text.includes('.')) return undefined;
  const decimals = Math.max(a.decimals, b.decimals);
  let text = (a.gaps[0] ?? '').trimEnd();
  a.values.forEach((value, i) => {
    const rest = Number((value - (b.values[i] ?? 0)).toFixed(decimals)) || 0;
    text += `${decimals === 0 ? `${rest}.` : rest.toFixed(decimals)}${(a.gaps[i + 1] ?? '').replace(/ +$/, ' ')}`;
  });
  return { text };
}

function initialOf(document: GraphDoc, happenings: Happening[]): Timeline['initial'] {
  const initial: Timeline['initial'] = new Map();
  for (const node of document.nodes) {
    if (node.kind === 'leaf' && node.requiresGrad) initial.set(node.id, node.grad);
  }
  const first = new Map<number, Change>();
  document.changes.forEach((change) => {
    if (!first.has(change.node)) first.set(change.node, change);
  });
  for (const [node, change] of first) {
    if (change.change === 'fill' || change.change === 'assign') {
      initial.set(node, null);
    } else if (change.change === 'add') {
      const at = document.changes.indexOf(change);
      const found = happenings.find((item) => item.kind === 'step' && item.step.change === at);
      initial.set(node, found?.kind === 'step' ? difference(change.grad, found.step.upstream) : undefined);
    } else {
      initial.set(node, undefined);
    }
  }
  return initial;
}

/** The frames of a document as drawn by `layout`. */
export function timelineOf(document: GraphDoc, layout: Layout = document.layout): Timeline {
  const happenings = happeningsOf(document);
  const owner = new Map<number, number>();
  for (const drawn of layout.nodes) {
    for (const member of document.byId.get(drawn.id)?.members ?? []) owner.set(member, drawn.id);
  }
  const lastVisit = new Map<number, number>();
  happenings.forEach((item, i) => {
    if (item.kind === 'step' && item.step.kind === 'visit') lastVisit.set(item.step.node, i);
  });
  return {
    document,
    happenings,
    frames: framesOf(happenings, owner),
    owner,
    lastVisit,
    initial: initialOf(document, happenings),
  };
}

/** The frame that shows happening `at`, as a step number (1 is the first frame). */
export function stepOf(timeline: Timeline, at: number): number {
  const found = timeline.frames.findIndex((frame) => at < frame.end);
  return found < 0 ? timeline.frames.length : found + 1;
}

/** Whether `next` is `before` with more history, rather than another graph. */
export function continues(before: GraphDoc, next: GraphDoc): boolean {
  return (
    before.text === next.text &&
    before.root === next.root &&
    before.changes.length <= next.changes.length &&
    before.backwards.length <= next.backwards.length &&
    before.backwards.every((walk, i) => walk.call === next.backwards[i]?.call) &&
    before.changes.every((change, i) => change.change === next.changes[i]?.change)
  );
}

/** The step at which a change of the ledger is seen. */
export function stepOfChange(timeline: Timeline, change: number): number {
  const at = timeline.happenings.findIndex(
    (item) =>
      (item.kind === 'change' && item.change === change) ||
      (item.kind === 'step' && item.step.change === change),
  );
  return at < 0 ? timeline.frames.length : stepOf(timeline, at);
}

/** How many contributions each leaf gets in a walk, as far as the walk came. */
function expectations(document: GraphDoc, walk: number): Map<number, number> {
  const result = new Map<number, number>();
  for (const step of document.backwards[walk]?.steps ?? []) {
    for (const send of step.sends) {
      const to = document.edges[send.edge]?.from;
      if (to !== undefined && send.value !== null) result.set(to, (result.get(to) ?? 0) + 1);
    }
  }
  return result;
}

/** Everything as it is after `step` frames. */
export function momentOf(timeline: Timeline, step: number): Moment {
  const { document, frames, happenings } = timeline;
  const clamped = Math.max(0, Math.min(frames.length, Math.trunc(step) || 0));
  const frame = clamped === 0 ? null : (frames[clamped - 1] ?? null);
  const end = frame?.end ?? 0;
  const nodes = new Map<number, NodeMoment>();
  const edges: EdgeMoment[] = document.edges.map(() => ({
    state: 'idle',
    value: null,
    computed: null,
    tangent: null,
    moves: false,
  }));
  const grads = new Map<number, GradMoment>();
  for (const [leaf, value] of timeline.initial) {
    grads.set(leaf, { value, change: null, added: null, arrived: 0, expected: 0 });
  }
  const gone = (id: number): boolean =>
    (timeline.lastVisit.get(id) ?? -1) < end &&
    document.byId.get(id)?.saved.some((saved) => saved.state === 'freed') === true;
  const reset = (): void => {
    for (const node of document.nodes) {
      const { tangent, tangents } = nodes.get(node.id) ?? IDLE;
      nodes.set(node.id, { ...IDLE, tangent, tangents });
    }
    for (const edge of edges) {
      edge.state = 'idle';
      edge.value = null;
      edge.computed = null;
    }
  };
  reset();
  let walk: number | null = null;
  const apply = (change: number, added: Preview | null): void => {
    const what = document.changes[change];
    const grad = what && grads.get(what.node);
    if (!what || !grad) return;
    grad.value = what.grad;
    grad.change = what.change;
    grad.added = added;
  };
  for (let i = 0; i < end; i++) {
    const item = happenings[i];
    if (item === undefined) break;
    if (item.kind === 'change') {
      apply(item.change, null);
      continue;
    }
    const now = frame !== null && i >= frame.first;
    if (item.kind === 'tangent') {
      push(item.step, now, nodes, edges);
      continue;
    }
    if (item.walk !== walk) {
      walk = item.walk;
      reset();
      const expected = expectations(document, walk);
      for (const [leaf, grad] of grads) {
        grad.arrived = 0;
        grad.expected = expected.get(leaf) ?? 0;
      }
    }
    if (item.kind === 'error') {
      const node = document.backwards[item.walk]?.error?.node ?? null;
      const moment = node === null ? undefined : nodes.get(node);
      if (moment) Object.assign(moment, { state: 'error', failed: true });
      for (const grad of grads.values()) grad.expected = 0;
      continue;
    }
    const moment = nodes.get(item.step.node);
    if (moment) {
      moment.state = now ? 'current' : 'visited';
      moment.order = [item.step.order, item.step.order];
      moment.upstream = item.step.upstream;
      moment.arrived = item.step.arrived;
      moment.results = item.step.results;
    }
    for (const send of item.step.sends) {
      const edge = edges[send.edge];
      if (!edge) continue;
      edge.state = now ? 'current' : 'visited';
      edge.value = send.value;
      edge.computed = send.computed;
      const grad = grads.get(document.edges[send.edge]?.from ?? -1);
      if (grad && send.value !== null) grad.arrived += 1;
    }
    if (item.step.kind !== 'visit') {
      const grad = grads.get(item.step.node);
      if (grad) grad.expected = 0;
      if (item.step.change !== null) apply(item.step.change, item.step.upstream);
    }
  }
  const problem = clamped === frames.length ? nodes.get(document.problem?.node ?? -1) : undefined;
  if (problem) problem.state = 'error';
  for (const at of problem ? (document.problem?.edges ?? []) : []) {
    const edge = edges[at];
    if (edge) edge.state = 'current';
  }
  finish(timeline, nodes, frame, gone, happenings[end - 1]?.kind === 'change');
  return {
    step: clamped,
    total: frames.length,
    frame,
    happenings: frame ? happenings.slice(frame.first, frame.end) : [],
    walk,
    nodes,
    edges,
    grads,
  };
}

/** A step of a forward sweep: parts arrive along the input edges, and the node moves by their sum. */
function push(step: SweepStep, now: boolean, nodes: Map<number, NodeMoment>, edges: EdgeMoment[]): void {
  const moment = nodes.get(step.node);
  if (moment) {
    moment.tangent = step.value;
    moment.tangents = step.results;
    moment.moves = now;
  }
  for (const part of step.parts) {
    const edge = edges[part.edge];
    if (!edge) continue;
    edge.tangent = part.value;
    edge.moves = now;
  }
}

/** What follows from the replay: freed nodes, and groups from their members. */
function finish(
  timeline: Timeline,
  nodes: Map<number, NodeMoment>,
  frame: Frame | null,
  gone: (id: number) => boolean,
  between: boolean,
): void {
  for (const [id, moment] of nodes) {
    moment.freed = gone(id);
    const over = moment.state === 'idle' || (between && moment.state === 'visited');
    if (moment.freed && over) moment.state = 'freed';
  }
  for (const node of timeline.document.nodes) {
    const moment = node.kind === 'group' ? nodes.get(node.id) : undefined;
    if (!moment) continue;
    const members = node.members.map((id) => nodes.get(id)).filter((item) => item !== undefined);
    const orders = members.flatMap((item) => item.order ?? []);
    if (orders.length > 0) moment.order = [Math.min(...orders), Math.max(...orders)];
    const first = members.find((item) => item.order?.[0] === moment.order?.[0] && item.order !== null);
    moment.upstream = first?.upstream ?? null;
    moment.arrived = first?.arrived ?? null;
    moment.freed = members.some((item) => item.freed);
    moment.tangent = members.filter((item) => item.tangent !== null).pop()?.tangent ?? null;
    moment.moves = members.some((item) => item.moves);
    moment.failed = members.some((item) => item.failed);
    if (members.some((item) => item.state === 'error')) moment.state = 'error';
    else if (frame?.group === node.id) moment.state = 'current';
    else if (members.some((item) => item.state === 'visited' || item.state === 'current'))
      moment.state = 'visited';
    else if (members.some((item) => item.state === 'freed')) moment.state = 'freed';
  }
}
