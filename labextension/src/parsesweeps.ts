/** The part of the parser that reads both sweeps of a graph. */

import { type Fields, fail, fields, flag, index, list, preview, sentence, whole } from './check';
import type { GraphNode, Preview, Sweep, SweepRun, SweepStep, Sweeps } from './document';
import { trans } from './translation';

const MOST_RUNS = 64;
const MOST_RESULTS = 10_000;

/** The sweeps of a document with these nodes and so many edges; null where it has none. */
export function sweeps(value: unknown, nodes: Map<number, GraphNode>, edges: number): Sweeps | null {
  if (value === undefined || value === null) return null;
  const from = fields(value, 'sweeps');
  const number = (value: unknown, at: string): Preview => preview(value, at) ?? { text: '' };
  const step = (value: unknown, at: string): SweepStep => {
    const from = fields(value, at);
    const node = whole(from.node, `${at}.node`);
    if (!nodes.has(node)) fail(at, trans.__('%1 names node %2, which does not exist', '%1', node));
    const parts = list(from.parts ?? [], `${at}.parts`).map((entry) => {
      const part = fields(entry, `${at}.parts`);
      return { edge: index(part.edge, edges, `${at}.parts`), value: number(part.value, `${at}.parts`) };
    });
    const results = list(from.results ?? [], `${at}.results`, MOST_RESULTS).map((entry) =>
      preview(entry, `${at}.results`),
    );
    return { node, value: number(from.value, `${at}.value`), results, parts };
  };
  const run = (value: unknown, at: string): SweepRun => {
    const from = fields(value, at);
    const cost: Fields = fields(from.cost, `${at}.cost`);
    const count = (name: string): number => whole(cost[name], `${at}.cost.${name}`);
    return {
      label: sentence(from.label, `${at}.label`),
      seed: number(from.seed, `${at}.seed`),
      cost: {
        products: count('products'),
        sums: count('sums'),
        values: count('values'),
        numbers: count('numbers'),
      },
      steps: list(from.steps, `${at}.steps`).map((entry, i) => step(entry, `${at}.steps[${i}]`)),
    };
  };
  const mode = (value: unknown, at: string): Sweep => {
    const from = fields(value, at);
    let cost: unknown; // said where it differs from that of the run before
    const runs = list(from.runs, `${at}.runs`, MOST_RUNS).map((entry, i) => {
      const given = fields(entry, `${at}.runs[${i}]`);
      cost = given.cost ?? cost;
      return run({ ...given, cost }, `${at}.runs[${i}]`);
    });
    return {
      needed: whole(from.needed, `${at}.needed`),
      products: whole(from.products, `${at}.products`),
      shown: index(from.shown ?? 0, runs.length, `${at}.shown`),
      runs,
    };
  };
  return {
    open: flag(from.open, 'sweeps.open'),
    says: sentence(from.says, 'sweeps.says'),
    forward: mode(from.forward, 'sweeps.forward'),
    reverse: mode(from.reverse, 'sweeps.reverse'),
  };
}
