/** The view for a page without Jupyter: one script that brings its style sheet. */

import controls from '../style/controls.css';
import graph from '../style/graph.css';
import inspector from '../style/inspector.css';
import panels from '../style/panels.css';
import theme from '../style/theme.css';
import { html } from './dom';
import { View, type ViewOptions } from './view';

const STYLE = 'autograd-nb-style';

function mount(element: HTMLElement, document: unknown, options: ViewOptions = {}): View {
  if (!globalThis.document.getElementById(STYLE)) {
    globalThis.document.head.append(
      html('style', { id: STYLE }, theme + graph + panels + controls + inspector),
    );
  }
  const view = new View(element, options);
  view.update(document);
  return view;
}

(globalThis as unknown as Record<string, unknown>).autogradView = { mount };
