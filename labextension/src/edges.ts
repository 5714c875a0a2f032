/** Edges: values run along them to the right, gradients beside them to the left. */

import { cutName, cutText } from './cuts';
import type { GraphDoc, Layout } from './document';
import { say, set, svg } from './dom';
import { glyph } from './icons';
import { alike, type EdgeMoment, type EdgeState } from './moment';
import { clip, labelOf, line, numbers } from './text';
import type { Moment } from './timeline';
import { trans } from './translation';

export interface DrawnEdge {
  element: SVGGElement;
  back: SVGPathElement | null;
  /** The way of a tangent, where the sweeps are shown. */
  forth: SVGPathElement | null;
  label: SVGTextElement | null;
  from: number;
  to: number;
  show(moment: Moment): void;
}

const LABEL_ROOM = 150;
const SMALL = { size: 11, mono: true };

export function drawMarkers(drawing: SVGSVGElement, name: string): void {
  const marker = (id: string, className: string): SVGMarkerElement =>
    svg(
      'marker',
      {
        id: `${name}-${id}`,
        viewBox: '0 0 8 8',
        refX: 6.5,
        refY: 4,
        markerWidth: 7.5,
        markerHeight: 7.5,
        markerUnits: 'userSpaceOnUse',
        orient: 'auto',
      },
      svg('path', { d: 'M0 .6 7.5 4 0 7.4z', class: className }),
    );
  const warm = marker('warm', 'ag-head-warm');
  warm.setAttribute('markerWidth', '10');
  warm.setAttribute('markerHeight', '10');
  drawing.append(svg('defs', {}, marker('ink', 'ag-head'), warm, marker('cool', 'ag-head-cool')));
}

/** Where the scissors stand: in the middle of the value's way. */
function middleOf(path: SVGPathElement, fallback: { x: number; y: number }): { x: number; y: number } {
  try {
    const at = path.getPointAtLength(path.getTotalLength() / 2);
    return { x: at.x, y: at.y };
  } catch {
    return fallback;
  }
}

export function drawEdge(document: GraphDoc, edge: Layout['edges'][number], name: string): DrawnEdge {
  const title = svg('title');
  const value = svg('path', { d: edge.path, class: 'ag-edge', 'marker-end': `url(#${name}-ink)` });
  const element = svg(
    'g',
    {
      class: 'ag-link',
      'data-autograd': 'edge',
      'data-from': edge.from,
      'data-to': edge.to,
      'data-state': 'idle',
      'data-cut': edge.cut,
    },
    title,
    value,
  );
  const from = document.byId.get(edge.from);
  const to = document.byId.get(edge.to);
  const what = `${clip(labelOf(from), 60)} → ${clip(to?.name || to?.op || to?.symbol || '', 60)}`;
  let back: SVGPathElement | null = null;
  let forth: SVGPathElement | null = null;
  let label: SVGTextElement | null = null;
  if (edge.back !== '' && edge.cut === null) {
    back = svg('path', {
      d: edge.back,
      class: 'ag-gradient',
      pathLength: 1,
      'marker-end': `url(#${name}-warm)`,
    });
    label = svg('text', { x: edge.label.x, y: edge.label.y, class: 'ag-label', 'text-anchor': 'middle' });
    if (document.pushed) {
      forth = svg('path', {
        d: edge.path,
        class: 'ag-tangent',
        pathLength: 1,
        'marker-end': `url(#${name}-cool)`,
      });
      element.append(forth);
    }
    element.append(back, label);
  }
  if (edge.cut !== null) {
    const at = middleOf(value, edge.label);
    const source = edge.edges.map((at) => document.edges[at]?.source).find((found) => found);
    const text = `${cutText(edge.cut)}${source ? `\n${clip(source.line, 200)}` : ''}`;
    element.append(
      svg(
        'g',
        { class: 'ag-cut' },
        svg('title', {}, text),
        svg('circle', { cx: at.x, cy: at.y, r: 11, class: 'ag-cut-disc' }),
        glyph('scissors', at.x, at.y, 15, 'ag-cut-icon'),
        svg(
          'text',
          { x: at.x, y: at.y + 25, class: 'ag-small ag-halo', 'text-anchor': 'middle' },
          cutName(edge.cut),
        ),
      ),
    );
  }
  const room = edge.label.width || LABEL_ROOM;
  let last: (EdgeMoment | undefined)[] | null = null;
  return {
    element,
    back,
    forth,
    label,
    from: edge.from,
    to: edge.to,
    show(moment) {
      const parts = edge.edges.map((at) => moment.edges[at]);
      const before = last;
      last = parts;
      if (before && parts.every((now, i) => alike(before[i], now))) return;
      let state: EdgeState = 'idle';
      const sent: string[] = [];
      const moved: string[] = [];
      let tangent: EdgeState = 'idle';
      for (const now of parts) {
        if (now?.tangent) {
          moved.push(line(now.tangent));
          if (now.moves || tangent === 'idle') tangent = now.moves ? 'current' : 'visited';
        }
        if (!now || now.state === 'idle') continue;
        if (now.state === 'current' || state === 'idle') state = now.state;
        sent.push(line(now.value));
      }
      set(element, 'data-state', state);
      set(element, 'data-tangent', tangent === 'idle' ? null : tangent);
      const shown = sent.length ? sent : moved;
      const text = shown.length > 1 ? trans._n('%1 part', '%1 parts', shown.length) : (shown[0] ?? '');
      const fits = numbers(text, Math.max(room, 44), SMALL);
      // A number that is cut still says something; a word does not.
      if (label) say(label, shown.length > 1 && fits !== text ? `${shown.length} ×` : fits);
      const told = [what];
      if (moved.length) told.push(trans.__('tangent %1', clip(moved.join('; '), 400)));
      if (sent.length) told.push(trans.__('gradient %1', clip(sent.join('; '), 400)));
      say(title, told.join('\n'));
    },
  };
}
