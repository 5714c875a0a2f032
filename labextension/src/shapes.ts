/**
 * The drawn forms of nodes, reference tags and `.grad` boxes, inside the boxes that the layout gives.
 *
 * Kinds differ by shape as well as colour: a leaf is round on its left, a constant is a pill, an operation a card, a
 * folded loop a stack of cards. Baselines are those of the static picture (autograd_nb/trace/cards.py).
 */

import type { Box, GraphNode, Preview } from './document';
import { type Attributes, say, set, svg } from './dom';
import { glyph } from './icons';
import { alike, type GradMoment, type NodeMoment } from './moment';
import { entries } from './shortened';
import { gradText, marked, orderText, shownValue, spoken, tangentText, upstreamText } from './spoken';
import { clip, cut, type Font, fitting, gradOf, line, nameOf, numbers, shapeText, width } from './text';
import { trans } from './translation';
import { unseenMark } from './unseen';

const PAD = 12;
const LEAF_LEFT = 24;
const OP_LINES = [23, 39, 56, 73] as const;
const LEAF_LINES = [25, 45] as const;
/** Where the sweeps are shown: title, value and tangent of a leaf. An operation's take the lines after its title. */
const SWEPT_LINES = [19, 34, 50] as const;
const TITLE: Font = { size: 14, bold: true };
const LIGHT: Font = { size: 14 };
const SMALL: Font = { size: 11 };
const MONO: Font = { size: 12, mono: true };

function words(
  x: number,
  y: number,
  className: string,
  text: string,
  extra: Attributes = {},
): SVGTextElement {
  return svg('text', { x, y, class: className, ...extra }, text);
}

/** A card with a round left end of radius `left` and corners of radius `right`. */
function rounded(box: Box, left: number, right: number): string {
  const { x, y, width: wide, height } = box;
  const l = Math.min(left, height / 2);
  return `M${x + l} ${y}H${x + wide - right}a${right} ${right} 0 0 1 ${right} ${right}V${y + height - right}a${right} ${right} 0 0 1 ${-right} ${right}H${x + l}a${l} ${l} 0 0 1 ${-l} ${-l}V${y + l}a${l} ${l} 0 0 1 ${l} ${-l}Z`;
}

/** A node on screen: its element and how it shows a moment. */
export interface DrawnNode {
  element: SVGGElement;
  show(moment: NodeMoment, grad: GradMoment | undefined): void;
}

function outline(node: GraphNode, box: Box): SVGElement[] {
  if (node.kind === 'constant') {
    return [svg('rect', { ...box, rx: box.height / 2, class: 'ag-shape' })];
  }
  if (node.kind === 'leaf') return [svg('path', { d: rounded(box, box.height / 2, 9), class: 'ag-shape' })];
  const card = svg('rect', { ...box, rx: 9, class: 'ag-shape' });
  if (node.kind === 'op') return [card];
  const shadow = (by: number): SVGElement =>
    svg('rect', { ...box, x: box.x + by, y: box.y + by, rx: 9, class: 'ag-shape ag-stack' });
  return [shadow(8), shadow(4), card];
}

function titleOf(node: GraphNode): [string, string] {
  if (node.kind === 'group') return [node.name || node.symbol || trans.__('loop'), ` = ${trans.__('loop')}`];
  // A leaf without a name has none here: its value stands below.
  if (node.kind === 'leaf') return [node.name, ''];
  if (node.kind !== 'op') return [node.name || (node.value ? line(node.value) : '?'), ''];
  const symbol = node.symbol || node.op;
  return node.name ? [node.name, ` = ${symbol}`] : [symbol, ''];
}

function smallOf(node: GraphNode): string {
  if (node.kind === 'group')
    return trans._n('%2 turns of %1 operation', '%2 turns of %1 operations', node.per, node.count);
  if (node.kind === 'leaf' && node.later) return trans.__('leaf, now %1', line(node.later.value));
  if (node.kind === 'leaf')
    return node.shape.length ? trans.__('leaf, shape %1', shapeText(node.shape)) : trans.__('leaf, scalar');
  return node.madeBy?.label ? trans.__('%1, for %2', node.op, node.madeBy.label) : node.op;
}

/** Nothing where a constant's value stood means that nobody recorded it, not Python's None. */
function pillText(node: GraphNode): string {
  const value = node.value ? line(node.value) : '?';
  return node.name && node.value ? `${node.name} = ${value}` : node.name || value;
}

/** The lines of a card. Cut to the box; the whole is in the node's <title>. */
function face(node: GraphNode, box: Box, preview: Preview | null, swept: boolean): SVGElement[] {
  const { x, y } = box;
  if (node.kind === 'constant') {
    const text = numbers(pillText(node), box.width - 12, MONO);
    return [words(x + box.width / 2, y + box.height / 2 + 4, 'ag-mono', text, { 'text-anchor': 'middle' })];
  }
  const leaf = node.kind === 'leaf';
  const left = x + (leaf ? LEAF_LEFT : PAD);
  const room = x + box.width - PAD - left;
  const [bold, light] = titleOf(node);
  // A long name leaves room for what made it, as long as that is short.
  const rest = width(light, LIGHT);
  const first = cut(bold, rest <= room / 2 ? room - rest : room, TITLE);
  const title = words(left, y + (leaf ? (swept ? SWEPT_LINES : LEAF_LINES)[0] : OP_LINES[0]), 'ag-title', '');
  title.append(svg('tspan', { class: 'ag-bold' }, first));
  const used = width(first, TITLE);
  if (light && room - used > 20) title.append(svg('tspan', {}, cut(light, room - used + 2, LIGHT)));
  const gap = first ? 8 : 0;
  if (leaf)
    title.append(svg('tspan', { class: 'ag-small', dx: gap }, cut(smallOf(node), room - used - gap, SMALL)));
  const value = words(
    left,
    y + (leaf ? (swept ? SWEPT_LINES : LEAF_LINES)[1] : OP_LINES[swept ? 1 : 2]),
    'ag-mono ag-number',
    preview ? numbers(shownValue(node, preview), room, MONO) : '',
  );
  if (leaf || swept) return [title, value];
  return [title, words(left, y + OP_LINES[1], 'ag-small', cut(smallOf(node), room, SMALL)), value];
}

/** The round badge that says when a node was visited. */
function badge(
  box: Box,
  inset: number,
): { element: SVGGElement; show(order: [number, number] | null): void } {
  // Put where it belongs, not moved there: to the browser each moved group is a layer of its own to paint.
  const [x, y] = [box.x + box.width - inset, box.y + 1];
  const text = words(x, y + 4, 'ag-order', '', { 'text-anchor': 'middle' });
  const disc = svg('rect', { y: y - 10, height: 20, rx: 10, class: 'ag-badge' });
  const element = svg('g', { class: 'ag-visit', 'aria-hidden': 'true' }, disc, text);
  return {
    element,
    show(order) {
      set(element, 'display', order ? null : 'none');
      if (!order) return;
      say(text, orderText(order));
      const wide = Math.max(20, (text.textContent?.length ?? 1) * 7 + 8);
      set(disc, 'x', x - wide / 2);
      set(disc, 'width', wide);
    },
  };
}

/**
 * Draws a node.
 *
 * @param preview the value on its card.
 * @param derivative where the sweeps are shown: what the gradient that arrives here is called.
 * @param unseen whether what it had saved was changed unseen.
 */
export function drawNode(
  node: GraphNode,
  box: Box,
  preview: Preview | null = node.value,
  derivative: string | null = null,
  unseen = false,
): DrawnNode {
  const swept = derivative !== null;
  const element = svg('g', {
    class: `ag-node ag-${node.kind}`,
    'data-autograd': 'node',
    'data-node': node.id,
    'data-kind': node.kind,
    'data-name': node.name,
    'data-op': node.kind === 'op' ? node.op : undefined,
    'data-derivative': node.madeBy?.walk,
    role: 'button',
    tabindex: -1,
    'aria-expanded': node.kind === 'group' ? 'false' : undefined,
  });
  if (node.name === '') element.setAttribute('data-name', '');
  const title = svg('title');
  const [bold, light] = titleOf(node);
  const shown = preview && (node.results.length > 0 ? shownValue(node, preview) : preview.text);
  const whole = `${bold}${light}${shown ? `\n${clip(shown, 400)}` : ''}`;
  title.textContent = whole;
  // One shape under the other: the ring shows focus and choice without moving anything.
  const around = { x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8 };
  const round = { op: 12, group: 12, constant: 99, leaf: 12 }[node.kind];
  const left = node.kind === 'leaf' || node.kind === 'constant' ? around.height / 2 : round;
  const ring = svg('path', {
    d: rounded(around, left, Math.min(round, around.height / 2)),
    class: 'ag-ring',
  });
  element.append(title, ring, ...outline(node, box), ...face(node, box, preview, swept));
  const room = box.width - 2 * PAD;
  const gradient = words(box.x + PAD, box.y + OP_LINES[3], 'ag-mono ag-warm', '');
  const card = node.kind === 'op' || node.kind === 'group';
  if (card) element.append(gradient);
  const leaf = node.kind === 'leaf';
  const from = leaf ? LEAF_LEFT : PAD;
  const low = box.y + (leaf ? SWEPT_LINES : OP_LINES)[2];
  const tangent = words(box.x + from, low, 'ag-mono ag-cool', '', { 'data-autograd': 'tangent' });
  if (swept && (card || leaf)) element.append(tangent);
  // Gradients arrive at the upper right corner of a leaf: its badge keeps clear of their arrowheads.
  const order = badge(box, node.kind === 'leaf' ? 22 : 1);
  element.append(order.element);
  if (unseen) element.append(unseenMark(box));
  let alarm: SVGGElement | null = null;
  let last: [NodeMoment, GradMoment | undefined] | null = null;
  return {
    element,
    show(moment, grad) {
      const before = last;
      last = [moment, grad];
      if (before && alike(before[0], moment) && alike(before[1], grad)) return;
      const error = moment.state === 'error';
      set(element, 'data-state', moment.state);
      set(element, 'data-order', moment.order ? moment.order[0] : null);
      set(element, 'data-freed', moment.freed ? 'true' : null);
      set(element, 'data-moves', moment.moves ? 'now' : moment.tangent ? 'moved' : null);
      set(element, 'aria-label', spoken({ ...node, value: preview }, moment, grad, derivative, unseen));
      const end = box.width - from - PAD;
      if (swept) say(tangent, moment.tangent ? numbers(`→ ${tangentText(moment)}`, end, MONO) : '');
      if (card) say(gradient, moment.upstream ? numbers(`∂ ${upstreamText(moment)}`, room, MONO) : '');
      order.show(error ? null : moment.order);
      if (error && !alarm) {
        const [x, y] = [box.x + box.width - 1, box.y + 1];
        alarm = svg(
          'g',
          { 'data-autograd': 'error', class: 'ag-alarm' },
          svg('title', {}, marked(moment)),
          svg('circle', { cx: x, cy: y, r: 12, class: 'ag-alarm-disc' }),
          glyph('warning', x, y - 1, 15, 'ag-alarm-icon'),
        );
        element.append(alarm);
      } else if (!error && alarm) {
        alarm.remove();
        alarm = null;
      }
    },
  };
}

/** A small tag that stands for a leaf at one of its later uses. */
export function drawTag(node: GraphNode, box: Box): SVGGElement {
  return svg(
    'g',
    { class: 'ag-tag', 'data-autograd': 'ref', 'data-node': node.id, 'aria-hidden': 'true' },
    svg('title', {}, trans.__('%1, drawn once more: the same leaf', nameOf(node))),
    svg('path', { d: rounded(box, box.height / 2, 5), class: 'ag-shape' }),
    words(
      box.x + box.width / 2 + 1,
      box.y + box.height / 2 + 4,
      'ag-mono ag-bold',
      cut(node.name || line(node.value), box.width - 16, MONO),
      {
        'text-anchor': 'middle',
      },
    ),
  );
}

export interface DrawnGrad {
  element: SVGGElement;
  box: Box;
  /** Whether its leaf is above it, as where values run to the right; else it is below. */
  below: boolean;
  /** What it is called and what it waits for, which stand in the way of what arrives. */
  names: SVGTextElement[];
  /** The number's own element, for animation. */
  value: SVGTextElement;
  level: SVGRectElement;
  show(grad: GradMoment): void;
}

/** The place where a leaf keeps its gradient: empty, filled, added to, zeroed. */
export function drawGrad(node: GraphNode, leaf: Box, box: Box, derivative: string | null): DrawnGrad {
  const title = svg('title');
  const level = svg('rect', { ...box, rx: 5, class: 'ag-level' });
  const value = words(box.x + 10, box.y + 35, 'ag-mono', '', {
    'data-autograd': derivative ? 'derivative' : 'grad',
    'data-name': node.name,
  });
  value.setAttribute('data-name', node.name);
  const seen = svg('tspan');
  const rest = svg('tspan', { display: 'none' });
  value.append(seen, rest);
  const more = words(0, box.y + 35, 'ag-mono', '…', { display: 'none', 'aria-hidden': 'true' });
  const waits = words(box.x + box.width - 10, box.y + 17, 'ag-small', '', { 'text-anchor': 'end' });
  // Right below its leaf: what that is called is read there.
  const name = derivative ?? (node.name ? gradOf(node) : '.grad');
  const called = words(box.x + 10, box.y + 17, 'ag-small ag-warm', cut(name, box.width - 20, SMALL));
  const middle = box.x + box.width / 2;
  let last: GradMoment | undefined;
  const element = svg(
    'g',
    { class: 'ag-grad', 'data-of': node.id },
    title,
    svg('path', {
      d:
        box.y < leaf.y
          ? `M${middle} ${leaf.y}V${box.y + box.height}`
          : `M${middle} ${leaf.y + leaf.height}V${box.y}`,
      class: 'ag-stem',
    }),
    level,
    svg('rect', { ...box, rx: 5, class: 'ag-buffer' }),
    called,
    waits,
    value,
    more,
  );
  return {
    element,
    box,
    below: box.y > leaf.y,
    names: [called, waits],
    value,
    level,
    show(grad) {
      if (alike(last, grad)) return;
      last = grad;
      const text = gradText(grad);
      const full =
        grad.value === undefined
          ? trans.__('not known: it was set before the recording began')
          : line(grad.value);
      say(title, `${name}: ${clip(full, 400)}`);
      const count = fitting(text, box.width - 20, MONO);
      const shown = count >= text.length ? text : text.slice(0, entries(text, count) || count);
      say(seen, shown);
      say(rest, text.slice(shown.length));
      set(more, 'display', count >= text.length ? 'none' : null);
      set(more, 'x', box.x + 10 + width(shown, MONO));
      set(value, 'data-change', grad.change);
      set(element, 'data-change', grad.change);
      set(element, 'data-empty', grad.value === null ? 'true' : null);
      const left = grad.expected - grad.arrived;
      const all = grad.expected;
      const long =
        left > 0 ? trans.__('waits for %1 of %2', left, all) : trans.__('%1 of %2 arrived', all, all);
      const free = box.width - 28 - width(name, SMALL);
      const wait =
        all === 0
          ? ''
          : width(long, SMALL) <= free
            ? long
            : cut(trans.__('%1 of %2', grad.arrived, all), free, SMALL);
      say(waits, wait);
    },
  };
}
