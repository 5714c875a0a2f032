/**
 * Edges, steps, saved tensors and tables as they travel, made whole: autograd_nb/trace/graphrows.py.
 *
 * Nothing is checked here: a part that is not as it should be stays as it is, and the parser says so.
 */

import type { Fields } from './check';

/** What stands between two rows of a table. */
const ROWS = '],\n        [';

/** What is said of tables of derivatives that can no longer be made. */
const FREED = { tables: [], missing: ['a walk has freed the graph before the table could be made'] };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each entry of a list by `make`, which is given objects and rows only. */
function each(list: unknown, make: (entry: Fields | unknown[], at: number) => unknown): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((entry, at) => (isObject(entry) || Array.isArray(entry) ? make(entry, at) : entry));
}

function named(row: Fields | unknown[], ...keys: string[]): Fields {
  if (!Array.isArray(row)) return row;
  const said = row.slice(0, keys.length);
  return Object.fromEntries(said.map((value, at) => [keys[at], value]));
}

export function unpacked(short: Fields): Fields {
  const nodes = each(short.nodes, node);
  const last = Array.isArray(nodes) ? nodes[nodes.length - 1] : null;
  const { root = isObject(last) ? last.id : undefined } = short;
  const backwards = each(short.backwards, (walk) => ({
    root,
    ...sourced(walk as Fields, (walk as Fields).call),
    steps: each((walk as Fields).steps, step),
  }));
  const changes = each(short.changes, (entry) => {
    const change = Array.isArray(entry) ? changeOf(entry) : entry;
    const walk =
      typeof change.backward === 'number' && Array.isArray(backwards) && backwards[change.backward];
    const whole: Fields = { change: 'fill', ...(isObject(walk) && { by: walk.call }), ...change };
    return sourced(whole, whole.by);
  });
  return { ...laidOut(short), root, nodes, edges: each(short.edges, edge), backwards, changes };
}

/** A row is its node, `.grad`, what did it or the number of the walk that did, what it was, and its source. */
function changeOf(row: unknown[]): Fields {
  const { by, ...change } = named(row, 'node', 'grad', 'by', 'change', 'source');
  return { ...change, ...(typeof by === 'number' ? { backward: by } : { by }) };
}

/** A document with its layouts as objects: a row is width, height, nodes and edges. */
function laidOut(doc: Fields): Fields {
  const made = { ...doc };
  if (Array.isArray(doc.layout)) made.layout = named(doc.layout, 'width', 'height', 'nodes', 'edges');
  for (const key of ['unfolded', 'down']) {
    const part = doc[key];
    if (isObject(part)) made[key] = laidOut(part);
  }
  return made;
}

function node(entry: Fields | unknown[], at: number): Fields {
  const given = sourced(entry as Fields);
  let { jacobian } = given;
  if (jacobian === 'freed') jacobian = FREED;
  else if (Array.isArray(jacobian)) jacobian = { tables: jacobian.map((leaf) => [leaf]) };
  return {
    id: at,
    kind: 'op' in given ? 'op' : 'leaf',
    ...given,
    saved: each(given.saved, (row) => named(row, 'name', 'label', 'state')),
    ...(isObject(jacobian) && { jacobian: { ...jacobian, tables: each(jacobian.tables, table) } }),
  };
}

function table(row: Fields | unknown[]): Fields {
  if (!Array.isArray(row)) return row;
  const [of, text] = row;
  return { node: of, ...(typeof text === 'string' && { value: text.replaceAll('],[', ROWS) }) };
}

function edge(row: Fields | unknown[]): Fields {
  return sourced(named(row, 'from', 'to', 'input'));
}

/** @param call what stands there, if it is known: in a row it ends where the call does. */
function sourced(part: Fields, call: unknown = ''): Fields {
  const { source } = part;
  if (typeof source === 'number') return { ...part, source: { lineno: source } };
  if (!Array.isArray(source)) return part;
  const whole = named(source, 'line', 'lineno', 'start');
  const [line, start] = [String(whole.line), Number(whole.start ?? 0)];
  const called = typeof call === 'string' && call !== '' && line.startsWith(call, start);
  return { ...part, source: { ...whole, ...(called && { end: start + call.length }) } };
}

/** A row is a node, then what it sends on, which is texts, or the number of the change that it made. */
function step(row: Fields | unknown[]): Fields {
  if (!Array.isArray(row)) return row;
  const [of, ...rest] = row;
  return typeof rest[0] === 'number' ? { node: of, change: rest[0] } : { node: of, sends: rest };
}
