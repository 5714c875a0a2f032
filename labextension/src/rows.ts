/**
 * Layouts as they travel: rows of numbers.
 *
 * `layout_of_rows` of autograd_nb/trace/rows.py, where the rows are written, and `Path` of autograd_nb/trace/routes.py.
 * Nothing is checked here: what these functions give is read by the parser like what was never in rows.
 */

import type { Fields } from './check';

type Row = number[];
type Point = [along: number, across: number];
type Box = { x: number; y: number; width: number; height: number };

/** Distance of the gradient's way from the value's; so far before the card an arrow ends. */
const BESIDE = 10;
const TIP = 2;
const BOX = ['x', 'y', 'width', 'height'];
const PLACE = 2; // numbers that say where a box is, if nothing else is to be said
const WHOLE_LINE = 9; // numbers of the shortest row that says all of a drawn edge
/** The geometry of cards and of texts at edges: autograd_nb/trace/cards.py and routes.py. */
const HEIGHTS: Record<string, number> = { leaf: 58, constant: 26, op: 84, group: 84 };
const GRAD = { inset: 16, gap: 22, height: 44 };
const LABEL = { lift: 6, drop: 13, side: 6, below: 18, far: 44, cutLift: 8 };

/** What rows are about: a document without its layouts. */
export interface Scene {
  readonly nodes: ReadonlyMap<unknown, Fields>;
  readonly edges: Fields[];
}

/** @param right of a layout from top to bottom: the complete one from left to right. */
export function unrowed(short: Fields, scene: Scene, right: Fields | null = null): Fields {
  const direction = short.direction ?? (right ? 'down' : 'right');
  const down = direction === 'down';
  const nodes = each(short.nodes, (row, at) => box(row, at, scene, down, (right?.nodes as Fields[])?.[at]));
  const refs = each(short.refs ?? [], (row, at) =>
    row.length > PLACE || !right
      ? named(['node', 'edge', ...BOX], row)
      : { ...(right.refs as Fields[])[at], ...named(BOX, row) },
  );
  const drawn = new Map<unknown, Fields>();
  const tags = new Map<unknown, Fields>();
  for (const each of Array.isArray(nodes) ? nodes : []) drawn.set(each?.id, each);
  for (const each of Array.isArray(refs) ? refs : []) tags.set(each?.edge, each);
  const lines = each(short.edges, (row, at) => {
    const like = ((right?.edges as Fields[])?.[at]?.label as Fields | undefined)?.width as number;
    const whole = row.length < WHOLE_LINE ? straight(row, at, like, { ...scene, drawn, tags }, down) : row;
    return line(whole as unknown as LineRow, scene.edges, down);
  });
  return { ...short, direction, nodes, refs, edges: lines };
}

/** A list with its rows read; what is no row stays as it is. */
function each(list: unknown, read: (row: Row, at: number) => Fields): unknown {
  return Array.isArray(list) ? list.map((row, at) => (Array.isArray(row) ? read(row, at) : row)) : list;
}

const named = (keys: string[], row: Row): Fields =>
  Object.fromEntries(row.slice(0, keys.length).map((value, at) => [keys[at], value]));

/** @param like the box in this place of the layout from left to right, where this one is another. */
function box(row: Row, at: number, scene: Scene, down: boolean, like: Fields | undefined): Fields {
  if (like && row.length <= BOX.length) {
    // Only where it is: all else is as in the other direction.
    const moved = { ...like, ...named(BOX, row.slice(0, PLACE)) };
    if (!like.grad) return moved;
    const place = row.length > PLACE ? row.slice(PLACE) : gradOf(moved, down);
    return { ...moved, grad: { ...like.grad, ...named(BOX.slice(0, PLACE), place) } };
  }
  if (row.length > BOX.length) {
    const inner = row.slice(1 + BOX.length);
    const whole = named(['id', ...BOX], row);
    return inner.length > 0 ? { ...whole, grad: named(BOX, inner) } : whole;
  }
  const [id, x, y, width] = row.length < BOX.length ? [at, ...row] : row;
  const node = scene.nodes.get(id);
  const made = { id, x, y, width, height: HEIGHTS[String(node?.kind ?? 'op')] };
  const keeps = node?.kind === 'leaf' && node.requires_grad !== false;
  return keeps ? { ...made, grad: named(BOX, gradOf(made, down)) } : made;
}

/** Where `.grad` of a leaf stands, by its box. */
function gradOf(leaf: Fields, down: boolean): Row {
  const { x, y, width } = leaf as unknown as Box;
  const below = down ? -GRAD.gap - GRAD.height : (HEIGHTS.leaf as number) + GRAD.gap;
  return [x + GRAD.inset, y + below, width - GRAD.inset, GRAD.height];
}

interface Drawn extends Scene {
  readonly drawn: ReadonlyMap<unknown, Fields>;
  readonly tags: ReadonlyMap<unknown, Fields>;
}

/**
 * All of an edge that goes from one card straight to the next.
 *
 * Its own row says the ends across the way and the side of the gradient; the room of its text only where that is not
 * as from left to right, and which edge it is only where that is not the one in its place.
 */
function straight(row: Row, at: number, like: number, scene: Drawn, down: boolean): Row {
  const said = row.slice(0, -3);
  const [side, a, b] = row.slice(-3) as [number, number, number];
  const wide = said[said.length - 1] ?? like;
  const which = said.length > 1 ? (said[0] as number | number[]) : at;
  const number = typeof which === 'number' ? which : which[0];
  const { from, to, cut } = scene.edges[number as number] as Fields;
  const start = (scene.tags.get(number) ?? scene.drawn.get(from)) as unknown as Box;
  const end = scene.drawn.get(to) as unknown as Box;
  const middle = Math.floor((a + b) / 2);
  const whole = (x: number, y: number, ...way: Row): Row => [which as number, x, y, wide, side, ...way];
  if (down) {
    const [begin, stop] = [start.y + start.height, end.y - TIP];
    if (cut) return whole(middle, Math.floor((begin + stop) / 2) - LABEL.cutLift, a, begin, b, stop);
    const shift = (side || 1) * (BESIDE + LABEL.side + Math.floor(wide / 2));
    return whole(a + shift, begin + LABEL.below, a, begin, b, stop);
  }
  const [begin, stop] = [start.x + start.width, end.x - TIP];
  let y = middle;
  if (!cut && side < 0) y = Math.max(Math.min(a, b), middle - LABEL.far) - BESIDE - LABEL.lift;
  else if (!cut) y = Math.min(Math.max(a, b), middle + LABEL.far) + BESIDE + LABEL.drop;
  return whole(Math.floor((begin + end.x) / 2), y, begin, a, stop, b);
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
