/**
 * Edges, steps, saved tensors and tables as they travel, made whole: autograd_nb/trace/graphrows.py.
 *
 * Nothing is checked here: a part that is not as it should be stays as it is, and the parser says so.
 */

import type { Fields } from './check';

/** What stands between two rows of a table. */
const ROWS = '],\n        [';

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
    ...sourced(walk as Fields),
    steps: each((walk as Fields).steps, step),
  }));
  const changes = each(short.changes, (entry) => {
    const change = entry as Fields;
    const walk =
      typeof change.backward === 'number' && Array.isArray(backwards) && backwards[change.backward];
    return { change: 'fill', ...(isObject(walk) && { by: walk.call }), ...change };
  });
  return { ...short, root, nodes, edges: each(short.edges, edge), backwards, changes };
}

function node(entry: Fields | unknown[], at: number): Fields {
  const given = sourced(entry as Fields);
  const { jacobian } = given;
  return {
    id: at,
    kind: 'op',
    ...given,
    saved: each(given.saved, (row) => named(row, 'name', 'label', 'state')),
    ...(isObject(jacobian) && { jacobian: { ...jacobian, tables: each(jacobian.tables, table) } }),
  };
}

function table(row: Fields | unknown[]): Fields {
  if (!Array.isArray(row)) return row;
  const [of, text] = row;
  return { node: of, value: typeof text === 'string' ? text.replaceAll('],[', ROWS) : text };
}

function edge(row: Fields | unknown[]): Fields {
  return sourced(named(row, 'from', 'to', 'input'));
}

function sourced(part: Fields): Fields {
  const { source } = part;
  if (typeof source === 'number') return { ...part, source: { lineno: source } };
  return Array.isArray(source) ? { ...part, source: named(source, 'line', 'lineno', 'start') } : part;
}

/** A row is a node, then what it sends on, which is texts, or the number of the change that it made. */
function step(row: Fields | unknown[]): Fields {
  if (!Array.isArray(row)) return row;
  const [of, ...rest] = row;
  return typeof rest[0] === 'number' ? { node: of, change: rest[0] } : { node: of, sends: rest };
}
