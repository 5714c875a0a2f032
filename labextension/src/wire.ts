/**
 * A document as it travels, with what follows from the rest: autograd_nb/trace/wire.py.
 *
 * What is left out because it is the usual is known to the parser, which reads what these functions give: they check
 * nothing, and a part that is not as it should be stays as it is. So do documents of older programs, which say more.
 */

import type { Fields } from './check';
import { unpacked } from './graphrows';
import { merged } from './parselayout';
import { type Scene, unrowed } from './rows';
import { type Part, swept, sweptTable } from './sweeprows';

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

export function completed(packed: Fields): Fields {
  const raw = attempt(packed, () => unpacked(packed));
  const heads = each(raw.backwards, ({ ...walk }) => ({
    at: 0,
    ...walk,
    source: isObject(walk.source) ? { line: walk.call, ...walk.source } : walk.source,
  })) as Fields[];
  const changes = each(raw.changes, ({ ...change }) => ({
    ...change,
    source: isObject(change.source)
      ? { line: change.by, ...change.source }
      : (change.source ?? (typeof change.backward === 'number' ? heads[change.backward]?.source : null)),
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
  const byId = attempt(new Map(), () => new Map((nodes as Fields[]).map((node) => [node.id, node])));
  const scene: Scene = { nodes: byId, edges };
  const layout = attempt(raw.layout, () => unrowed(raw.layout as Fields, scene));
  const inside = (value: unknown, right: unknown): unknown =>
    attempt(value, () => ({ ...(value as Fields), layout: turned((value as Fields).layout, right, scene) }));
  const unfolded = inside(raw.unfolded, null);
  const down = inside(raw.down, layout);
  const opened = isObject(down) && down.unfolded;
  const sweeps = attempt(
    raw.sweeps,
    () => raw.sweeps && swept(raw.sweeps as Fields, nodes as Fields[], walks as Fields[]),
  );
  return {
    ...raw,
    changes,
    nodes: each(nodes, (node) => tabled(node, sweeps as Fields)),
    backwards: walks,
    layout,
    unfolded,
    down: opened ? { ...down, unfolded: inside(opened, (unfolded as Fields | null)?.layout) } : down,
    sweeps,
  };
}

/** A node whose tables of derivatives are the reverse sweeps, row by row. */
function tabled(node: Fields, sweeps: Fields): Fields {
  const { jacobian } = node;
  if (!isObject(jacobian)) return node;
  const tables = each(jacobian.tables, (table) => ({ value: sweptTable(sweeps, table.node), ...table }));
  return { ...node, jacobian: { ...jacobian, tables } };
}

/** @param right of a layout from top to bottom: the one from left to right. */
function turned(layout: unknown, right: unknown, scene: Scene): unknown {
  // An older program said its direction, and else what is not as in the other.
  if (isObject(right) && (layout as Fields).direction !== undefined) return merged(layout, right);
  return unrowed(layout as Fields, scene, right as Fields | null);
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
