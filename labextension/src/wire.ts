/**
 * A document as it travels, with what follows from the rest: autograd_nb/trace/wire.py and sweeprows.py.
 *
 * What is left out because it is the usual is known to the parser, which reads what these functions give: they check
 * nothing, and a part that is not as it should be stays as it is. So do documents of older programs, which say more.
 */

import type { Fields } from './check';
import { merged } from './parselayout';
import { unrowed } from './rows';

type Part = { edge: number; value: unknown };
type SweepStep = { node: number; value: unknown; parts: Part[] };

/** What `make` gives, or the value where that cannot be done. */
function attempt<T>(value: T, make: () => T): T {
  try {
    return make();
  } catch {
    return value;
  }
}

function each(value: unknown, make: (entry: Fields, at: number) => unknown): unknown {
  return Array.isArray(value) ? value.map((entry, at) => attempt(entry, () => make(entry, at))) : value;
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function completed(raw: Fields): Fields {
  const heads = each(raw.backwards, ({ ...walk }) => ({
    at: 0,
    ...walk,
    source: isObject(walk.source) ? { line: walk.call, ...walk.source } : walk.source,
  })) as Fields[];
  const changes = each(raw.changes, ({ ...change }) => ({
    source: typeof change.backward === 'number' ? heads[change.backward]?.source : null,
    ...change,
  })) as Fields[];
  const nodes = each(
    attempt(raw.nodes, () => lined(raw.nodes as Fields[])),
    ({ ...node }) => ({
      ...(node.kind === 'leaf' && { is_leaf: true }),
      ...(node.kind === 'constant' && { is_leaf: true, requires_grad: false }),
      ...node,
      grad: typeof node.grad === 'number' ? (changes[node.grad] as Fields).grad : node.grad,
    }),
  );
  const edges = raw.edges as Fields[];
  const going = attempt(new Map<unknown, number[]>(), () => goingOn(nodes as Fields[], edges));
  const walks = each(heads, (walk) => ({ ...walk, steps: steps(walk, edges, changes, going) }));
  const layout = attempt(raw.layout, () => unrowed(raw.layout as Fields, edges));
  const inside = (value: unknown, right: unknown): unknown =>
    attempt(value, () => ({ ...(value as Fields), layout: turned((value as Fields).layout, right, edges) }));
  const unfolded = inside(raw.unfolded, null);
  const down = inside(raw.down, layout);
  const opened = isObject(down) && down.unfolded;
  return {
    ...raw,
    changes,
    nodes,
    backwards: walks,
    layout,
    unfolded,
    down: opened ? { ...down, unfolded: inside(opened, (unfolded as Fields | null)?.layout) } : down,
    sweeps: attempt(
      raw.sweeps,
      () => raw.sweeps && swept(raw.sweeps as Fields, nodes as Fields[], walks as Fields[]),
    ),
  };
}

/** @param right of a layout from top to bottom: the one from left to right. */
function turned(layout: unknown, right: unknown, edges: Fields[]): unknown {
  // An older program said its direction, and else what is not as in the other.
  if (isObject(right) && (layout as Fields).direction !== undefined) return merged(layout, right);
  return unrowed(layout as Fields, edges, right as Fields | null);
}

/** Nodes with their lines of code: one that is left out is that of the next node that has a source. */
function lined(nodes: Fields[]): Fields[] {
  let after: Fields = {};
  return nodes
    .map((_, at) => nodes[nodes.length - 1 - at] as Fields)
    .map((node) => {
      if (!isObject(node.source)) return node;
      const source: Fields = node.source.line === undefined ? { ...after, ...node.source } : node.source;
      after = { line: source.line, ...('lineno' in source && { lineno: source.lineno }) };
      return { ...node, source };
    })
    .reverse();
}

/** Of each node the edges along which gradients go on from it. */
function goingOn(nodes: Fields[], edges: Fields[]): Map<unknown, number[]> {
  const needs = new Set(
    nodes.filter((node) => node.kind !== 'group' && node.requires_grad !== false).map((node) => node.id),
  );
  const going = new Map<unknown, number[]>();
  edges.forEach((edge, at) => {
    if (edge.cut || !needs.has(edge.from)) return;
    const known = going.get(edge.to);
    if (known) known.push(at);
    else going.set(edge.to, [at]);
  });
  return going;
}

/** What arrives at a node in one piece, or fills a leaf, is not said again; nor the edges where all of it goes on. */
function steps(walk: Fields, edges: Fields[], changes: Fields[], going: Map<unknown, number[]>): unknown {
  const arrived = new Map<unknown, unknown[]>([[walk.root, [walk.seed]]]);
  return (walk.steps as Fields[]).map((step) => {
    const change = typeof step.change === 'number' ? (changes[step.change] as Fields) : null;
    const came = arrived.get(step.node) ?? [];
    const filled = change?.change === 'fill' ? change.grad : null;
    const sends = sent(step.sends, going.get(step.node) ?? []);
    for (const { edge, value } of sends) {
      const { from } = edges[edge] as Fields;
      arrived.set(from, [...(arrived.get(from) ?? []), value]);
    }
    const kind = change ? 'accumulate' : 'visit';
    return { kind, upstream: came.length === 1 ? came[0] : filled, ...step, sends };
  });
}

function sent(sends: unknown, edges: number[]): Part[] {
  const given = (sends ?? []) as unknown[];
  if (given.length === 0 || given.some((send) => isObject(send) && 'edge' in send)) return given as Part[];
  return edges.map((edge, at) => ({ edge, value: given.length === 1 ? given[0] : given[at] }));
}

const COST = ['products', 'sums', 'values', 'numbers'];

function swept(sweeps: Fields, nodes: Fields[], walks: Fields[]): Fields {
  const mode = (value: unknown): Fields => sweep(value as Fields, nodes, walks);
  return { ...sweeps, forward: mode(sweeps.forward), reverse: mode(sweeps.reverse) };
}

function sweep(value: Fields, nodes: Fields[], walks: Fields[]): Fields {
  const runs: Fields[] = [];
  const begun = new Map<unknown, number>();
  for (const run of value.runs as Fields[]) {
    const before = runs[runs.length - 1];
    const walk = run.walk === undefined ? null : (walks[run.walk as number]?.steps as Fields[]);
    const like = (before?.steps ?? []) as SweepStep[];
    const steps: Fields[] = walk
      ? walk.map(({ node, upstream, sends }) => ({ node, value: upstream, parts: sends }))
      : (run.steps as unknown[]).map((row, at) => sweepStep(row, like[at]));
    const cost = run.cost ?? before?.cost;
    const start = nodes.find((node) => node.id === steps[0]?.node);
    const element = begun.get(start?.id) ?? 0;
    begun.set(start?.id, element + 1);
    runs.push({
      label: start && `${start.name ?? ''}${place(element, (start.shape ?? []) as number[])}`,
      ...run,
      steps,
      seed: run.seed ?? steps[0]?.value,
      cost: Array.isArray(cost) ? Object.fromEntries(COST.map((key, at) => [key, cost[at]])) : cost,
    });
  }
  return { shown: 0, ...value, runs };
}

/** Where a number stands in its tensor: "" of a scalar, "[1]", "[0, 2]". */
function place(element: number, shape: number[]): string {
  let rest = element;
  const places = [...shape].reverse().map((size) => {
    const at = rest % size;
    rest = Math.floor(rest / size);
    return at;
  });
  return places.length > 0 ? `[${places.reverse().join(', ')}]` : '';
}

/** @param like the step in the same place of the run before: where the row has numbers alone, it is about the same. */
function sweepStep(row: unknown, like: SweepStep | undefined): Fields {
  if (isObject(row) && 'node' in row) return row;
  const entries = Array.isArray(row) ? row : [row];
  if (typeof entries[0] !== 'number') {
    const { node, parts } = like as SweepStep;
    const value = entries[0];
    return {
      node,
      value,
      parts: parts.map(({ edge }, at) => ({ edge, value: entries[Math.min(at + 1, entries.length - 1)] })),
    };
  }
  const [node, value, ...rest] = entries;
  const parts: Part[] = [];
  let last = value;
  rest.forEach((entry, at) => {
    if (typeof entry !== 'number') return;
    const next = rest[at + 1];
    if (next !== undefined && typeof next !== 'number') last = next;
    parts.push({ edge: entry, value: last });
  });
  return { node, value, parts };
}
