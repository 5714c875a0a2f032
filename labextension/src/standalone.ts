/**
 * The view for pages without our JupyterLab extension, as one script that brings its style sheet.
 *
 * In an exported page it draws into every place that holds a document. `autograd_nb.display.anyhost` adds a line that exports
 * `autogradView.widget`, which makes the same script a module for anywidget.
 */

import controls from '../style/controls.css';
import graph from '../style/graph.css';
import inspector from '../style/inspector.css';
import panels from '../style/panels.css';
import sweeps from '../style/sweeps.css';
import teaching from '../style/teaching.css';
import theme from '../style/theme.css';
import tools from '../style/tools.css';
import { render } from './anywidget';
import type { Direction } from './document';
import { html } from './dom';
import { View, type ViewOptions } from './view';

const SHEET = theme + graph + tools + panels + controls + inspector + teaching + sweeps;
const STYLE = 'autograd-nb-style';

interface MountOptions extends ViewOptions {
  direction?: Direction;
}

function mount(element: HTMLElement, document: unknown, options: MountOptions = {}): View {
  if (!globalThis.document.getElementById(STYLE)) {
    globalThis.document.head.append(html('style', { id: STYLE }, SHEET));
  }
  const view = new View(element, options);
  if (options.direction) view.direction = options.direction;
  view.update(document);
  return view;
}

addEventListener('DOMContentLoaded', () => {
  for (const place of document.querySelectorAll<HTMLElement>('[data-autograd-place]')) {
    const host = html('div');
    const [data, fallback] = place.children;
    try {
      place.append(host);
      mount(host, JSON.parse(data?.textContent ?? ''), { direction: place.dataset.direction as Direction });
      fallback?.remove();
    } catch {
      host.remove();
    }
  }
});

const widget = { render: render(SHEET) };

(globalThis as unknown as Record<string, unknown>).autogradView = { mount, widget };
