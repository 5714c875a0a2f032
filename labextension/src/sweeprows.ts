/**
 * Both sweeps as they travel, made whole: autograd_nb/trace/sweeprows.py.
 *
 * Nothing is checked here: the parser reads what these functions give.
 */

import type { Fields } from './check';

export type Part = { edge: number; value: unknown };
type SweepStep = { node: number; value: unknown; parts: Part[]; results?: unknown };

const COST = ['products', 'sums', 'values', 'numbers'];
/** Before a number: a list that is zero but where its run has begun. */
const ONLY = '@';
/** Two rows of a table. */
const BETWEEN = ',\n        ';

export function swept(sweeps: Fields, nodes: Fields[], walks: Fields[]): Fields {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const mode = (value: unknown): Fields => sweep(value as Fields, byId, walks);
  return { ...sweeps, forward: mode(sweeps.forward), reverse: mode(sweeps.reverse) };
}

function sweep(value: Fields, nodes: ReadonlyMap<unknown, Fields>, walks: Fields[]): Fields {
  if (!Array.isArray(value.runs)) return value;
  const runs: Fields[] = [];
  const begun = new Map<unknown, number>();
  let rows: unknown[] = [];
  for (const entry of value.runs as (Fields | unknown[])[]) {
    const run: Fields = Array.isArray(entry) ? { steps: entry } : entry;
    const before = runs[runs.length - 1];
    const walk = run.walk === undefined ? null : (walks[run.walk as number]?.steps as Fields[]);
    rows = (run.steps as unknown[] | undefined) ?? rows;
    const like = (before?.steps ?? []) as SweepStep[];
    const start = nodes.get(walk ? walk[0]?.node : first(rows[0], like[0]));
    const element = begun.get(start?.id) ?? 0;
    begun.set(start?.id, element + 1);
    const shape = (start?.shape ?? []) as number[];
    const number = (short: unknown): unknown => only(short, shape, element);
    const steps: Fields[] = walk
      ? walk.map(({ node, upstream, sends, results }) => ({ node, value: upstream, parts: sends, results }))
      : rows.map((row, at) => sweepStep(row, like[at], number));
    const cost = run.cost ?? before?.cost;
    runs.push({
      label: start && `${start.name ?? ''}${place(element, shape)}`,
      ...run,
      steps,
      seed: run.seed ?? steps[0]?.value,
      cost: Array.isArray(cost) ? Object.fromEntries(COST.map((key, at) => [key, cost[at]])) : cost,
    });
  }
  const products = runs.reduce((sum, { cost }) => sum + Number((cost as Fields).products), 0);
  return { needed: runs.length, products, shown: 0, ...value, runs };
}

/** The derivatives with respect to a leaf, as PyTorch prints a table: what arrives there in reverse sweeps, a row each. */
export function sweptTable(sweeps: Fields | undefined, leaf: unknown): string | undefined {
  const runs = (sweeps?.reverse as Fields | undefined)?.runs;
  if (!Array.isArray(runs)) return undefined;
  const rows = runs.flatMap(({ steps }) =>
    (steps as SweepStep[]).filter(({ node }) => node === leaf).map(({ value }) => value),
  );
  return `[${rows.map((value) => (value as { text?: unknown })?.text ?? value).join(BETWEEN)}]`;
}

/** The node of a run's first row. */
function first(row: unknown, like: SweepStep | undefined): unknown {
  if (typeof row === 'object' && row !== null && 'node' in row) return row.node;
  return Array.isArray(row) && typeof row[0] === 'number' ? row[0] : like?.node;
}

/** A number as it travels: what stands behind ONLY is so long a list's one entry that is not zero. */
function only(short: unknown, shape: number[], element: number): unknown {
  const [size = 0] = shape;
  if (typeof short !== 'string' || !short.startsWith(ONLY) || shape.length !== 1 || size > 10_000)
    return short;
  const number = short.slice(ONLY.length);
  const [, decimals = ''] = number.split('.');
  const zero = `0.${'0'.repeat(decimals.length)}`.padStart(number.length);
  return `[${Array.from({ length: size }, (_, at) => (at === element ? number : zero)).join(', ')}]`;
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

/**
 * @param like the step in the same place of the run before: where the row has numbers alone, it is about the same.
 * @param number makes a number whole.
 */
function sweepStep(
  row: unknown,
  like: SweepStep | undefined,
  number: (short: unknown) => unknown,
): Fields | SweepStep {
  if (typeof row === 'object' && row !== null && 'node' in row) return row as Fields;
  const entries = Array.isArray(row) ? row : [row];
  if (typeof entries[0] !== 'number') {
    const { node, parts } = like as SweepStep;
    const values = entries.map(number);
    return {
      node,
      value: values[0],
      parts: parts.map(({ edge }, at) => ({ edge, value: values[Math.min(at + 1, values.length - 1)] })),
    };
  }
  const [node, value, ...rest] = entries;
  const parts: Part[] = [];
  let last = number(value);
  rest.forEach((entry, at) => {
    if (typeof entry !== 'number') return;
    const next = rest[at + 1];
    if (next !== undefined && typeof next !== 'number') last = number(next);
    parts.push({ edge: entry, value: last });
  });
  return { node, value: number(value), parts };
}
