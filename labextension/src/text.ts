/** Texts as PyTorch prints them, on one line or several, and how much of them fits into a box. Pure. */

import type { Edge, GraphDoc, GraphNode, Preview } from './document';
import { shortened } from './shortened';
import { trans } from './translation';

/** A preview on one line, single-spaced: "[ 0.,  4.]" becomes "[0., 4.]", nothing becomes "None". */
export function line(preview: Preview | null): string {
  return preview === null ? 'None' : preview.text.split(/\s+/).join(' ').trim().replaceAll('[ ', '[');
}

/** `line` in at most `most` characters; no number of it is torn. */
export function brief(preview: Preview | null, most = 40): string {
  const text = line(preview);
  return text.length <= most ? text : shortened(text, most - 1, (shorter) => shorter.length <= most);
}

export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[ ,]+$/, '')}…`;
}

/**
 * Widths in thousandths of the font size: those of DejaVu, the widest font that a page may pick. The same table as in
 * autograd_nb/trace/textwidth.py, so that what fits into a card by the layout's measure fits by this one too.
 */
const MONO = 603;
const BOLD = 1.13;
const TABLE: [number, string][] = [
  [318, ' ,.:;\'|ijl!()[]{}I/\\"-·`'],
  [392, 'frt'],
  [530, 'csvxyzJkLTF_*?'],
  [590, 'aeEghuSZPKYnobdpq'],
  [640, '0123456789+=<>#$~^ABCRUVXGH'],
  [790, 'DNOQ'],
  [870, 'mM%@&w'],
  [990, 'W—…'],
];
const SANS = new Map(
  TABLE.flatMap(([units, characters]) => [...characters].map((c): [string, number] => [c, units])),
);
const WIDE = /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠]|\p{Extended_Pictographic}/u;
const NOTHING = /[\p{Mn}\p{Me}\p{Cf}]/u;

function em(character: string, mono: boolean): number {
  const ascii = character < '\u007f';
  if (!ascii && NOTHING.test(character)) return 0;
  if (!ascii && WIDE.test(character)) return 1;
  if (mono) return MONO / 1000;
  return (SANS.get(character) ?? (ascii || /\p{L}/u.test(character) ? 640 : 838)) / 1000;
}

export interface Font {
  size: number;
  mono?: boolean;
  bold?: boolean;
}

export function width(text: string, font: Font): number {
  let sum = 0;
  for (const character of text) sum += em(character, font.mono === true);
  return sum * font.size * (font.bold && !font.mono ? BOLD : 1);
}

/** What there is of each of several results, in the order of their names on the card: cards.py. */
export function together(previews: (Preview | null)[]): string {
  return previews.map((preview) => (preview ? line(preview) : '–')).join('; ');
}

/** How many characters of `text` fit into `room` beside an ellipsis; all of them where the whole fits. */
export function fitting(text: string, room: number, font: Font): number {
  let used = 0;
  let last = 0;
  let at = 0;
  const limit = room - width('…', font);
  for (const character of text) {
    used += em(character, font.mono === true) * font.size * (font.bold && !font.mono ? BOLD : 1);
    at += character.length;
    if (used <= limit) last = at;
    if (used > room) return last;
  }
  return text.length;
}

export function cut(text: string, room: number, font: Font): string {
  const count = fitting(text, room, font);
  return count >= text.length ? text : `${text.slice(0, count).replace(/[ ,]+$/, '')}…`;
}

/** Numbers, or what fits of them into `room`; none of them is torn. */
export function numbers(text: string, room: number, font: Font): string {
  return shortened(text, fitting(text, room, font), (shorter) => width(shorter, font) <= room);
}

/** Characters of a formula that stands for what it gives. */
const SHORT = 24;
const LINE_WIDTH = 80;
const INDENT = 7;

/** What `print` shows for a tensor: its numbers between "tensor(" and its suffixes, wrapped as PyTorch wraps them. */
export function tensor(preview: Preview | null, suffixes: string[] = []): string {
  if (preview === null) return 'None';
  let result = `tensor(${preview.text}`;
  let last = result.length - (result.lastIndexOf('\n') + 1) + 1;
  for (const suffix of suffixes) {
    if (last + suffix.length + 2 > LINE_WIDTH) {
      result += `,\n${' '.repeat(INDENT)}${suffix}`;
      last = INDENT + suffix.length;
    } else {
      result += `, ${suffix}`;
      last += suffix.length + 2;
    }
  }
  return `${result})`;
}

/** What PyTorch prints for the value of a node. Python numbers print as themselves. */
export function valueText(node: GraphNode): string {
  if (node.value === null) return '…';
  if (node.dtype === '') return node.value.text;
  const suffixes: string[] = [];
  if (!['torch.float32', 'torch.int64', 'torch.bool'].includes(node.dtype))
    suffixes.push(`dtype=${node.dtype}`);
  if (node.kind === 'op' && node.op) suffixes.push(`grad_fn=<${node.op}>`);
  else if (node.requiresGrad) suffixes.push('requires_grad=True');
  return tensor(node.value, suffixes);
}

/** Figures about a large tensor. */
export function inShort(stats: Record<string, string>): string {
  const words = new Map([
    ['min', trans._p('figure', 'min')],
    ['max', trans._p('figure', 'max')],
    ['mean', trans._p('figure', 'mean')],
    ['finite', trans._p('figure', 'finite')],
    ['numel', trans._p('figure', 'numel')],
  ]);
  return Object.entries(stats)
    .map(([key, value]) => `${words.get(key) ?? key} ${value}`)
    .join(', ');
}

export function shapeText(shape: number[]): string {
  return `[${shape.join(', ')}]`;
}

/** How a sentence calls a node: the learner's name, else its grad_fn, else its value. */
export function nameOf(node: GraphNode | undefined): string {
  if (node === undefined) return trans.__('a node outside this picture');
  return clip(node.name || node.op || node.symbol || line(node.value), 40);
}

/** How a sentence calls the gradient of a leaf: that of one without a name is the attribute of its value. */
export function gradOf(node: GraphNode | undefined): string {
  return node?.name ? `${clip(node.name, 40)}.grad` : `(${nameOf(node)}).grad`;
}

/** How a formula calls a node: its name, the expression that made it, or its value. */
export function labelOf(node: GraphNode | undefined): string {
  if (node === undefined) return '…';
  return (
    node.name || node.source?.expression || (node.value && node.dtype === '' ? line(node.value) : node.symbol)
  );
}

/** Whether a call of the learner's goes on after an operation: the expression is what a later one gives. */
function partway(document: GraphDoc, node: GraphNode): boolean {
  const at = node.source;
  if (node.name !== '' || at === null) return false;
  return document.edges.some(({ from, to }) => {
    const then = from === node.id ? document.byId.get(to) : undefined;
    const on = then?.kind === 'op' ? then.source : null;
    return (
      on?.lineno === at.lineno &&
      on.line === at.line &&
      on.start === at.start &&
      on.end === at.end &&
      on.iteration === at.iteration
    );
  });
}

/** `labelOf` in its graph: a step inside a call, such as the transposed weight of a layer, is not the call's result. */
export function labelIn(document: GraphDoc, node: GraphNode | undefined): string {
  if (node === undefined || !partway(document, node)) return labelOf(node);
  return node.formula !== '' && node.formula.length <= SHORT ? node.formula : node.symbol;
}

/** The same of what goes along an edge: one of several results has a name of its own. */
export function labelAt(document: GraphDoc, edge: Edge | undefined): string {
  const from = document.byId.get(edge?.from ?? -1);
  return (edge && from?.results[edge.result]?.name) || labelIn(document, from);
}

/** What formulas call a result without a name: a letter that nothing in the graph has. As in autograd_nb/trace/labels.py. */
export function unnamed(document: GraphDoc): string {
  const names = new Set(document.nodes.map((node) => node.name));
  return ['z', 'r', 's'].find((letter) => !names.has(letter)) ?? 'result';
}

/** The input edges of a node, by argument. */
export function inputsOf(document: GraphDoc, id: number): { edge: Edge; at: number }[] {
  const found: { edge: Edge; at: number }[] = [];
  document.edges.forEach((edge, at) => {
    if (edge.to === id) found.push({ edge, at });
  });
  return found.sort((a, b) => a.edge.input - b.edge.input);
}

/** Whether an upstream gradient can go back along an edge. */
export function carries(document: GraphDoc, edge: Edge): boolean {
  return edge.cut === null && document.byId.get(edge.from)?.requiresGrad === true;
}

export function ordinal(index: number): string {
  const words = [
    trans.__('first'),
    trans.__('second'),
    trans.__('third'),
    trans.__('fourth'),
    trans.__('fifth'),
  ];
  return words[index] ?? trans.__('%1th', index + 1);
}

/** "a, b and c". */
export function join(words: string[]): string {
  return words.length < 2
    ? (words[0] ?? '')
    : trans._p('list', '%1 and %2', words.slice(0, -1).join(', '), words[words.length - 1]);
}
