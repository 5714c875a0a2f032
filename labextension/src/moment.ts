/** What a node, an edge and a `.grad` look like at one moment of a document's history. */

import type { ChangeKind, Preview } from './document';

export type NodeState = 'idle' | 'visited' | 'current' | 'freed' | 'error';
export type EdgeState = 'idle' | 'visited' | 'current';

export interface NodeMoment {
  state: NodeState;
  /** Whether a walk ended here in an error. The state says the same of what an explanation is about. */
  failed: boolean;
  /** Number of its visit in this walk; of a closed group the first and last of its members. */
  order: [number, number] | null;
  upstream: Preview | null;
  /** What hooks made that of, if they did. */
  arrived: Preview | null;
  /** The gradient of each of its `results`. */
  results: (Preview | null)[];
  freed: boolean;
  /** In a forward sweep: how it moves, and whether that is what happens now. */
  tangent: Preview | null;
  /** The same of each of its `results`. */
  tangents: (Preview | null)[];
  moves: boolean;
}

/** Before anything has arrived. */
export const IDLE: NodeMoment = {
  state: 'idle',
  failed: false,
  order: null,
  upstream: null,
  arrived: null,
  results: [],
  freed: false,
  tangent: null,
  tangents: [],
  moves: false,
};

export interface EdgeMoment {
  state: EdgeState;
  value: Preview | null;
  /** What hooks made that of, if they did. */
  computed: Preview | null;
  /** The part of a tangent that goes forward along it. */
  tangent: Preview | null;
  moves: boolean;
}

export interface GradMoment {
  /** undefined: not known. */
  value: Preview | null | undefined;
  change: ChangeKind | null;
  /** What the last change added. */
  added: Preview | null;
  /** Contributions of the walk going on: arrived, and how many come in all. 0 of 0 outside a walk. */
  arrived: number;
  expected: number;
}

/** Whether two moments look the same: most of a graph does after one step more. */
export function alike<T extends NodeMoment | EdgeMoment | GradMoment>(
  before: T | undefined,
  now: T | undefined,
): boolean {
  if (before === now) return true;
  if (!before || !now) return false;
  return (Object.keys(now) as (keyof T)[]).every((key) => {
    const [a, b] = [before[key], now[key]];
    const same = Array.isArray(a) && Array.isArray(b) && a.length === b.length;
    return a === b || (same && a.every((each, i) => each === b[i]));
  });
}
