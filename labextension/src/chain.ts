/** The chain rule of one node with the numbers of a moment: upstream × local derivative = contribution. Pure. */

import type { GraphDoc, GraphNode, Preview } from './document';
import { inNumbers, valuesOf } from './plugged';
import { carries, inputsOf, labelAt, line, nameOf, shapeText } from './text';
import type { Moment } from './timeline';
import { trans } from './translation';

const SHORT = 24;

export interface Share {
  /** "x", or what the argument is called. */
  to: string;
  /** The same where it is short, else the symbol that stands for it in formulas; empty where that is a sign. */
  short: string;
  argument: number;
  /** The local derivative as a formula; empty where none is given. */
  local: string;
  /** "upstream × local" in symbols and, where all is known, in numbers. */
  symbols: string;
  numbers: string;
  /** The upstream gradient, as it stands in `numbers`. */
  upstream: string;
  result: Preview | null;
  /** What the operation itself gave, where hooks made `result` of it. */
  computed: Preview | null;
  note: string;
  /** Whether nan begins here. */
  nan: boolean;
}

function has(preview: Preview | null, word: string): boolean {
  return preview !== null && (preview.text.includes(word) || preview.stats?.mean === word);
}

/** What becomes of one gradient for many numbers: a sum and a mean hand it to each of them. */
function spread(node: GraphNode, input: GraphNode | undefined): string {
  if (!input || !/^(Sum|Mean)Backward/.test(node.op) || input.shape.join() === node.shape.join()) return '';
  const count = (shape: number[]): number => shape.reduce((product, size) => product * size, 1);
  const shape = shapeText(input.shape);
  if (node.op.startsWith('Sum'))
    return trans.__('for each number of shape %1: all of them were added up', shape);
  const n = count(input.shape) / Math.max(1, count(node.shape));
  return trans.__('n = %1, for each number of shape %2', n, shape);
}

export function bracketed(expression: string): string {
  if (expression.startsWith('[')) return expression;
  return /[\s+−·]/.test(expression) && !/^[\w.]* ?\([^()]*\)$/.test(expression)
    ? `(${expression})`
    : expression;
}

/** What comes from above, in a local derivative that is no factor: "∂ @ Bᵀ". "∂L" and "∂F/∂x" are something else. */
const ABOVE = /∂(?![\p{Ll}\p{Lu}\p{Lo}(])/gu;

/** Whether a local derivative says itself where the upstream gradient stands in its product. */
export function placed(local: string): boolean {
  return local.search(ABOVE) >= 0;
}

/** "upstream × local": in its place, where it has one; what only moves numbers multiplies none. */
export function multiplied(upstream: string, local: string): string {
  if (placed(local)) return local.replaceAll(ABOVE, () => upstream);
  if (local.startsWith('1, ')) return `${upstream}${local.slice(1)}`;
  return `${upstream} × ${bracketed(local)}`;
}

/** What a tangent of one argument becomes: "local × tangent"; empty where the formulas do not tell. */
export function moved(
  document: GraphDoc,
  node: GraphNode,
  edge: number,
  local: string,
  tangent: string,
): string {
  if (local === '') return '';
  if (!placed(local))
    return local.startsWith('1, ') ? `${tangent}${local.slice(1)}` : `${bracketed(local)} × ${tangent}`;
  // A matrix product moves by the same product.
  const factors = inputsOf(document, node.id);
  if (node.symbol !== '@' || factors.length !== 2) return '';
  return factors
    .map((each) => (each.at === edge ? tangent : bracketed(labelAt(document, each.edge))))
    .join(' @ ');
}

/** In documents of old, a matrix product multiplies from the side on which the other factor stood. */
function product(node: GraphNode, argument: number, upstream: string, local: string): string {
  if (placed(local)) return multiplied(upstream, local);
  if (/^(Mm|Bmm|Mv|Matmul|Addmm)/.test(node.op) && local.includes('ᵀ')) {
    return argument === 0 ? `${upstream} @ ${bracketed(local)}` : `${bracketed(local)} @ ${upstream}`;
  }
  return multiplied(upstream, local);
}

/** What an operation sends whose derivative is no formula: a learner's own function, or a place that was written over. */
function unwritten(node: GraphNode, argument: number): string {
  if (node.op === 'CopySlices')
    return argument === 0
      ? trans.__('upstream, 0 where it was written over')
      : trans.__('what of upstream stands where it was written');
  return own(node)
    ? `${node.symbol}.backward(${trans.__('upstream')})`
    : trans.__('upstream × local derivative');
}

/** Whether an operation is a function of the program's own: nothing is known of its derivative. */
export function own(node: GraphNode): boolean {
  return (
    node.formula === '' &&
    /^[\p{L}_][\p{L}\p{N}_]*Backward$/u.test(node.op) &&
    `${node.symbol}Backward` === node.op
  );
}

/** What a node sends to each of its arguments. */
export function sharesOf(document: GraphDoc, node: GraphNode, moment: Moment): Share[] {
  const inputs = inputsOf(document, node.id);
  const open = inputs.filter(({ edge }) => carries(document, edge));
  // Of several results each has a gradient of its own: no single number is multiplied.
  const upstream = (node.results.length === 0 && moment.nodes.get(node.id)?.upstream) || null;
  const values = valuesOf(document, node);
  return open.map(({ edge, at }, i) => {
    const local = node.local[node.local.length === open.length ? i : edge.input] ?? '';
    const input = document.byId.get(edge.from);
    const sent = moment.edges[at];
    const { value: result = null, computed = null } = sent && sent.state !== 'idle' ? sent : {};
    const numbers =
      upstream === null || line(upstream).length > 60
        ? ''
        : product(node, edge.input, line(upstream), inNumbers(local, values));
    const reduced =
      input !== undefined &&
      input.shape.join() !== node.shape.join() &&
      /^(Add|Sub|Mul|Div|Pow|Rsub)Backward/.test(node.op);
    const to = labelAt(document, edge) || nameOf(input);
    const symbol = input && /^\w+$/.test(input.symbol) ? input.symbol : '';
    return {
      to,
      short: to.length <= SHORT ? to : symbol,
      argument: edge.input,
      local,
      symbols: local ? product(node, edge.input, trans.__('upstream'), local) : unwritten(node, edge.input),
      numbers: local ? numbers : '',
      upstream: upstream === null ? '' : line(upstream),
      result,
      computed,
      note: reduced
        ? trans.__('then summed to shape %1, because the forward step repeated it', shapeText(input.shape))
        : spread(node, input),
      nan: upstream !== null && !has(upstream, 'nan') && has(computed ?? result, 'nan'),
    };
  });
}

/** Why a walk goes in topological order, said where it matters: at an operation whose result is used more than once. */
export function whyWait(node: GraphNode, uses: number): string {
  if (node.kind !== 'op' || uses < 2) return '';
  return trans.__(
    'It waits until all have arrived: that is the topological order. Plain recursion, which goes on with each as it comes, would visit it and all behind it %1 times.',
    uses,
  );
}
