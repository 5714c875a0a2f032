/** What the shapes mean: only those that this picture has. */

import { behindCuts } from './cuts';
import type { GraphDoc, Layout } from './document';
import { html, svg } from './dom';
import { glyph } from './icons';
import { trans } from './translation';

function sample(...shapes: SVGElement[]): SVGSVGElement {
  return svg('svg', { viewBox: '0 0 26 14', class: 'ag-sample', 'aria-hidden': 'true' }, ...shapes);
}

function entry(drawing: SVGSVGElement, text: string): HTMLElement {
  return html('span', { class: 'ag-entry' }, drawing, text);
}

/** The legend of a layout. */
export function legendOf(document: GraphDoc, layout: Layout): HTMLElement {
  const kinds = new Set(layout.nodes.map((node) => document.byId.get(node.id)?.kind));
  const rect = (className: string, rx: number, shift = 0): SVGElement =>
    svg(
      'g',
      { class: className },
      svg('rect', { x: 1.5 + shift, y: 1.5 + shift, width: 20, height: 10, rx, class: 'ag-shape' }),
    );
  const down = layout.direction === 'down';
  const entries: HTMLElement[] = [];
  if (kinds.has('leaf')) {
    const leaf = svg(
      'g',
      { class: 'ag-leaf' },
      svg('path', { d: 'M7 1.5h14a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H7a5.5 5.5 0 0 1 0-11z', class: 'ag-shape' }),
    );
    entries.push(entry(sample(leaf), trans.__('leaf, keeps its gradient in .grad')));
  }
  if (kinds.has('op'))
    entries.push(entry(sample(rect('ag-op', 2)), trans.__('operation, passes gradients on')));
  if (kinds.has('group'))
    entries.push(
      entry(sample(rect('ag-group', 2, 2.5), rect('ag-group', 2)), trans.__('loop, click to open')),
    );
  if (kinds.has('constant'))
    entries.push(entry(sample(rect('ag-constant', 5)), trans.__('constant, no gradient')));
  if (layout.refs.length > 0) {
    const tag = svg(
      'g',
      { class: 'ag-tag' },
      svg('path', { d: 'M7 2.5h12a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a4.5 4.5 0 0 1 0-9z', class: 'ag-shape' }),
    );
    entries.push(entry(sample(tag), trans.__('the same leaf once more')));
  }
  if (layout.edges.some((edge) => edge.cut !== null)) {
    entries.push(
      entry(sample(glyph('scissors', 13, 7, 13, 'ag-cut-icon')), trans.__('the gradient stops here')),
    );
  }
  const behind = behindCuts(document);
  if (layout.nodes.some((node) => behind.has(node.id))) {
    const card = rect('ag-op', 2);
    card.setAttribute('data-behind', '');
    entries.push(entry(sample(card), trans.__('behind a cut: value only')));
  }
  if (document.pushed) {
    const [way, tip] = down ? ['M13 0v9', 'M13 14l-3.6-7h7.2z'] : ['M1 7h20', 'M25 7l-7-3.6v7.2z'];
    const arrow = svg('path', { d: way, class: 'ag-tangent' });
    const head = svg('path', { d: tip, class: 'ag-head-cool' });
    const item = entry(
      sample(svg('g', { 'data-tangent': 'visited', class: 'ag-link' }, arrow, head)),
      down ? trans.__('→ tangent, downwards') : trans.__('→ tangent, left to right'),
    );
    item.classList.add('ag-cool');
    entries.push(item);
  }
  if (layout.edges.some((edge) => edge.back !== '')) {
    const [way, tip] = down ? ['M13 14V5', 'M13 0l3.6 7H9.4z'] : ['M25 7H4', 'M1 7l7-3.6v7.2z'];
    const arrow = svg('path', { d: way, class: 'ag-gradient' });
    const head = svg('path', { d: tip, class: 'ag-head-warm' });
    const item = entry(
      sample(svg('g', { 'data-state': 'visited', class: 'ag-link' }, arrow, head)),
      down ? trans.__('∂ gradient, upwards') : trans.__('∂ gradient, right to left'),
    );
    item.classList.add('ag-warm');
    entries.push(item);
  }
  if (document.nodes.some(({ saved }) => saved.some(({ state }) => state === 'freed'))) {
    const card = rect('ag-op', 2);
    card.setAttribute('data-state', 'freed');
    const item = entry(sample(card), trans.__('walked: what it had saved is freed'));
    // Last in its line, where it leaves no gap as long as no node looks like this.
    item.classList.add('ag-freed-entry');
    entries.push(item);
  }
  return html('div', { class: 'ag-legend', 'data-autograd': 'legend' }, ...entries);
}
