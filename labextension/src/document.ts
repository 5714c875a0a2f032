/** The document that a view draws (application/vnd.autograd-nb.graph.v1+json), as `parse.ts` has checked it. */

export type Kind = 'leaf' | 'constant' | 'op' | 'group';
export type ChangeKind = 'fill' | 'add' | 'zero' | 'none' | 'assign' | 'inplace';

export interface Preview {
  text: string;
  stats?: Record<string, string>;
}

export interface Source {
  line: string;
  expression: string;
  start: number;
  end: number;
  lineno: number | null;
  iteration: number | null;
}

export interface Saved {
  name: string;
  label: string;
  /** Null of what is freed, where nobody looked before. */
  version: number | null;
  state: 'kept' | 'freed' | 'overwritten';
  /** Of what was overwritten: its version by now, the call that did it first, and where that stands. */
  now: number;
  by: string;
  source: Source | null;
}

/** Tables of derivatives of the displayed tensor, and why some are missing. */
export interface Jacobian {
  tables: { node: number; value: Preview }[];
  missing: string;
}

export interface GraphNode {
  id: number;
  kind: Kind;
  name: string;
  op: string;
  symbol: string;
  formula: string;
  local: string[];
  shape: number[];
  dtype: string;
  /** Of a leaf, what it was when the graph was computed from it. */
  value: Preview | null;
  /** Of a leaf that was changed since: what it is by now, the call that changed it first, and where that stands. */
  later: { value: Preview; by: string; source: Source | null } | null;
  grad: Preview | null;
  requiresGrad: boolean;
  isLeaf: boolean;
  retainsGrad: boolean;
  /** Of a constant: it was told to require gradients after it had been used here. */
  late: boolean;
  version: number;
  saved: Saved[];
  jacobian: Jacobian | null;
  /** Of an operation that a walk recorded: which walk, its call, and what it was visiting. */
  madeBy: { walk: number; call: string; node: number | null; op: string; label: string } | null;
  /** Of an operation of which several results are used: each of these. */
  results: { name: string; value: Preview | null }[];
  /** An operation beyond a cut that is no more. */
  gone: boolean;
  source: Source | null;
  /** Decisions of the program that hung on this value. */
  branches: { text: string; outcome: boolean }[];
  /** The nearest condition around its code, and how that fell. */
  under: { text: string; outcome: boolean } | null;
  /** Of a group: its nodes, how often the loop turned, operations per turn. */
  members: number[];
  count: number;
  per: number;
}

export interface Edge {
  from: number;
  to: number;
  input: number;
  cut: string | null;
  /** Of a cut: the code that made it. */
  source: Source | null;
  /** Which of the `results` of `from` this is. */
  result: number;
}

export interface Change {
  node: number;
  change: ChangeKind;
  grad: Preview | null;
  by: string;
  backward: number | null;
  source: Source | null;
}

export interface Step {
  kind: 'visit' | 'accumulate' | 'capture';
  node: number;
  order: number;
  upstream: Preview | null;
  /** Where hooks made another upstream gradient of it: what arrived. */
  arrived: Preview | null;
  /** Of an operation with `results`: the gradient of each. */
  results: (Preview | null)[];
  /** `computed`: where hooks made another value of it, what the operation itself gave. */
  sends: { edge: number; value: Preview | null; computed: Preview | null }[];
  change: number | null;
}

export interface Failure {
  type: string;
  text: string;
  node: number | null;
}

/** In the output below an error: what it means, code between backticks, and the node it is about. */
export interface Problem extends Failure {
  explanation: string;
  /** Edges that it is about, too. */
  edges: number[];
}

/** One possible answer to a quiz, and what there is to say of it (code between backticks). */
export interface QuizCase {
  numbers: number[];
  right: boolean;
  says: string;
  /** Where it departs from the right one. */
  nodes: number[];
  edges: number[];
}

/** A question about the last walk of a document, which is not shown before it is answered. */
export interface Quiz {
  of: number;
  name: string;
  question: string;
  hint: string;
  size: number;
  cases: QuizCase[];
}

/** A node's part in a sweep: its tangent or gradient, and the parts of it that go along its input edges. */
export interface SweepStep {
  node: number;
  value: Preview;
  /** Of an operation with `results`: that of each. `value` is that of the first. */
  results: (Preview | null)[];
  parts: { edge: number; value: Preview }[];
}

export interface SweepRun {
  /** Where it begins: "x[1]". */
  label: string;
  seed: Preview;
  cost: { products: number; sums: number; values: number; numbers: number };
  steps: SweepStep[];
}

/** One mode: forward, or reverse. */
export interface Sweep {
  /** Sweeps that give every derivative, and the local derivatives that all of them apply. */
  needed: number;
  products: number;
  shown: number;
  runs: SweepRun[];
}

export interface Sweeps {
  open: boolean;
  says: string;
  forward: Sweep;
  reverse: Sweep;
}

export interface Backward {
  call: string;
  kind: 'backward' | 'grad';
  source: Source | null;
  at: number;
  seed: Preview | null;
  root: number | null;
  steps: Step[];
  zeroings: number[];
  error: Failure | null;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where values flow to. */
export type Direction = 'right' | 'down';

export interface Layout {
  direction: Direction;
  width: number;
  height: number;
  nodes: (Box & { id: number; grad: Box | null })[];
  bands: (Box & { walk: number })[];
  refs: (Box & { node: number; edge: number })[];
  edges: {
    edges: number[];
    from: number;
    to: number;
    path: string;
    back: string;
    /** Middle of the baseline, and the room for the text (0: not said). */
    label: { x: number; y: number; width: number };
    cut: string | null;
  }[];
}

export interface GraphDoc {
  text: string;
  root: number;
  nodes: GraphNode[];
  byId: Map<number, GraphNode>;
  edges: Edge[];
  changes: Change[];
  backwards: Backward[];
  layout: Layout;
  unfolded: Layout | null;
  /** The same from top to bottom; null in documents of an older program. */
  down: { layout: Layout; unfolded: Layout | null } | null;
  folded: number;
  omitted: number;
  problem: Problem | null;
  quiz: Quiz | null;
  /** How much walks recorded; code between backticks. */
  layers: string;
  /** Operations of which a saved tensor was changed, and no version counted it. */
  unseen: { node: number; says: string; source: Source | null }[];
  sweeps: Sweeps | null;
  /** Of a document that shows its sweeps: the forward one. The reverse one is its only walk. */
  pushed: SweepRun | null;
}
