/**
 * Layouts as they travel: rows of numbers.
 *
 * `layout_of_rows` of autograd_nb/trace/rows.py, where the rows are written, and `Path` of autograd_nb/trace/routes.py.
 * Nothing is checked here: what these functions give is read by the parser like what was never in rows.
 */

import type { Fields } from './check';

type Row = number[];
type Point = [along: number, across: number];

/** Distance of the gradient's way from the value's; so far before the card an arrow ends. */
const BESIDE = 10;
const TIP = 2;
const BOX = ['x', 'y', 'width', 'height'];

/** @param right of a layout from top to bottom: the complete one from left to right. */
export function unrowed(short: Fields, edges: Fields[], right: Fields | null = null): Fields {
  const direction = short.direction ?? (right ? 'down' : 'right');
  const nodes = boxes(short.nodes, ['id'], right?.nodes);
  const refs = boxes(short.refs ?? [], ['node', 'edge'], right?.refs);
  const lines = each(short.edges, (row) => line(row as unknown as LineRow, edges, direction === 'down'));
  return { ...short, direction, nodes, refs, edges: lines };
}

/** A list with its rows read; what is no row stays as it is. */
function each(list: unknown, read: (row: Row, at: number) => Fields): unknown {
  return Array.isArray(list) ? list.map((row, at) => (Array.isArray(row) ? read(row, at) : row)) : list;
}

const named = (keys: string[], row: Row): Fields => Object.fromEntries(keys.map((key, at) => [key, row[at]]));

function boxes(rows: unknown, keys: string[], right: unknown): unknown {
  return each(rows, (row, at) => {
    if (row.length <= BOX.length) {
      // Only where it is: all else is as in the other direction.
      const like = (right as Fields[])[at] as Fields;
      const moved = { ...like, ...named(['x', 'y'], row) };
      return like.grad ? { ...moved, grad: { ...like.grad, ...named(['x', 'y'], row.slice(2)) } } : moved;
    }
    const inner = row.slice(keys.length + BOX.length);
    const box = named([...keys, ...BOX], row);
    return inner.length > 0 ? { ...box, grad: named(BOX, inner) } : box;
  });
}

type LineRow = [which: number | number[], x: number, y: number, width: number, side: number, ...points: Row];

function line(row: LineRow, edges: Fields[], down: boolean): Fields {
  const [which, x, y, width, side, ...numbers] = row;
  const points: Point[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    const [a, b] = [numbers[at] as number, numbers[at + 1] as number];
    points.push(down ? [b, a] : [a, b]);
  }
  const all = typeof which === 'number' ? [which] : which;
  const { from, to, cut } = edges[all[0] as number] as Fields;
  const back = side === 0 ? '' : beside(points, side * BESIDE, down);
  return { edges: all, from, to, cut, label: { x, y, width }, path: way(points, [], down), back };
}

/** SVG path data; `bends` move the middle of each curve. */
function way(points: Point[], bends: number[], down: boolean): string {
  const at = (along: number, across: number): string => (down ? `${across} ${along}` : `${along} ${across}`);
  return points
    .map(([a, b], i) => {
      const before = points[i - 1];
      if (!before) return `M${at(a, b)}`;
      const [x, y] = before;
      if (b === y) return `L${at(a, b)}`;
      const middle = Math.floor((x + a) / 2) + (bends[i - 1] ?? 0);
      return `C${at(middle, y)} ${at(middle, b)} ${at(a, b)}`;
    })
    .join(' ');
}

/** The same way from its other end, `shift` pixels to the side. */
function beside(points: Point[], shift: number, down: boolean): string {
  const back = points.map(([x, y]): Point => [x, y + shift]).reverse();
  const [first, last] = [back[0] as Point, back[back.length - 1] as Point];
  first[0] += TIP;
  last[0] += TIP;
  const bends = back.slice(1).map(([x, y], i) => {
    const [a, b] = back[i] as Point;
    const slope = x === a ? 0 : (y - b) / (x - a);
    return -even(Math.max(-1, Math.min(1, slope)) * shift);
  });
  return way(back, bends, down);
}

/** Rounded as Python does it: halves to the even number. */
function even(value: number): number {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}
