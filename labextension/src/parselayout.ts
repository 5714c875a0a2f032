/** The part of the parser that reads where things are drawn. */

import { coordinate, type Fields, fail, fields, index, list, path, text, whole } from './check';
import type { Box, Edge, GraphNode, Layout } from './document';
import { trans } from './translation';

function box(value: Fields, where: string): Box {
  const result = {
    x: coordinate(value.x, `${where}.x`),
    y: coordinate(value.y, `${where}.y`),
    width: coordinate(value.width, `${where}.width`),
    height: coordinate(value.height, `${where}.height`),
  };
  if (result.width < 0 || result.height < 0) fail(where, trans.__('%1 has a negative size'));
  return result;
}

/** A checked layout of a document with these nodes and edges. */
export function layout(value: unknown, where: string, known: Map<number, GraphNode>, edges: Edge[]): Layout {
  const from = fields(value, where);
  const drawn = new Set<number>();
  const nodes = list(from.nodes, `${where}.nodes`).map((entry, i) => {
    const at = `${where}.nodes[${i}]`;
    const item = fields(entry, at);
    const id = whole(item.id, `${at}.id`);
    if (!known.has(id)) fail(at, trans.__('%1 draws node %2, which does not exist', '%1', id));
    if (drawn.has(id)) fail(at, trans.__('%1 draws node %2 twice', '%1', id));
    drawn.add(id);
    const grad =
      item.grad === undefined || item.grad === null ? null : box(fields(item.grad, at), `${at}.grad`);
    return { id, ...box(item, at), grad };
  });
  const need = (id: unknown, at: string): number => {
    const number = whole(id, at);
    if (!drawn.has(number)) fail(at, trans.__('%1 names node %2, which is not drawn', '%1', number));
    return number;
  };
  return {
    direction: from.direction === 'down' ? 'down' : 'right',
    width: coordinate(from.width, `${where}.width`),
    height: coordinate(from.height, `${where}.height`),
    nodes,
    bands: list(from.bands ?? [], `${where}.bands`, 16).map((entry, i) => {
      const item = fields(entry, `${where}.bands[${i}]`);
      return { walk: whole(item.walk, `${where}.bands[${i}]`), ...box(item, `${where}.bands[${i}]`) };
    }),
    refs: list(from.refs ?? [], `${where}.refs`).map((entry, i) => {
      const at = `${where}.refs[${i}]`;
      const item = fields(entry, at);
      return {
        node: need(item.node, `${at}.node`),
        edge: index(item.edge, edges.length, `${at}.edge`),
        ...box(item, at),
      };
    }),
    edges: list(from.edges, `${where}.edges`).map((entry, i) => {
      const at = `${where}.edges[${i}]`;
      const item = fields(entry, at);
      const label = fields(item.label ?? { x: 0, y: 0 }, `${at}.label`);
      const numbers = list(item.edges, `${at}.edges`).map((edge) => index(edge, edges.length, `${at}.edges`));
      const first = edges[numbers[0] ?? -1]; // whose ends, and cut, are not said twice
      const cut = item.cut === undefined ? first?.cut : item.cut;
      return {
        edges: numbers,
        from: need(item.from ?? first?.from, `${at}.from`),
        to: need(item.to ?? first?.to, `${at}.to`),
        path: path(item.path, `${at}.path`),
        back: path(item.back, `${at}.back`),
        label: {
          x: coordinate(label.x, `${at}.label.x`),
          y: coordinate(label.y, `${at}.label.y`),
          width: label.width === undefined ? 0 : coordinate(label.width, `${at}.label.width`),
        },
        cut: cut === undefined || cut === null ? null : text(cut, `${at}.cut`),
      };
    }),
  };
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What one part of a document says, and for the rest another: `_merged` of autograd_nb/trace/wire.py. */
export function merged(one: unknown, other: unknown): unknown {
  if (isObject(one) && isObject(other)) {
    const own = Object.entries(one).map(([key, value]) => [key, merged(value, other[key])]);
    return { ...other, ...Object.fromEntries(own) };
  }
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return one;
  return [...one, ...other].every(isObject) ? one.map((entry, i) => merged(entry, other[i])) : one;
}
