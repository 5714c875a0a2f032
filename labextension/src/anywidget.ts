/**
 * The widget for places that do not load our JupyterLab extension (VS Code, Colab, marimo): what anywidget calls
 * in the page, with a model that the kernel sends.
 */

import { Binding, type Shared } from './binding';
import { html, set } from './dom';
import { Kernel } from './kernel';
import { isDark, isOfTheme, whenPlaced, whenThemeChanges } from './place';
import { View } from './view';

/** What anywidget hands over: https://anywidget.dev/en/afm/ */
export interface Place {
  model: Shared;
  el: HTMLElement;
}

/** What the view takes from JupyterLab's theme, where there is one. */
const COLOURS = ['--jp-layout-color0', '--jp-ui-font-color0', '--jp-brand-color1'];

/** What draws the widget into an element, and returns what takes it away. The place may be a shadow tree: it
 * brings `sheet`, its style sheet. */
export const render =
  (sheet: string) =>
  ({ model, el }: Place): (() => void) => {
    const host = html('div');
    const binding: Binding = new Binding(() => view);
    const kernel = model.send && new Kernel(model);
    const view: View = new View(host, {
      ...(kernel && { files: kernel.files }),
      onStep: (step, total) => binding.stepped(step, total),
      onPlay: (playing) => binding.played(playing),
      onSelect: (node) => binding.chosen(node?.id ?? null),
    });
    const shade = (): void => {
      const dark = isDark(el);
      set(host, 'data-jp-theme-light', dark ? 'false' : 'true');
      const own = isOfTheme(el, dark) ? null : 'initial';
      for (const name of COLOURS) host.style.setProperty(name, own);
    };
    const draw = (): void => view.update(model.get('document'));
    el.append(html('style', {}, sheet), host);
    const waited = whenPlaced(el, shade); // what stands nowhere yet, as in VS Code, has no colours
    draw();
    binding.follow(model);
    model.on('change:document', draw);
    const stop = whenThemeChanges(shade);
    return () => {
      waited();
      stop();
      kernel?.dispose();
      model.off('change:document', draw);
      binding.dispose();
      view.dispose();
      el.replaceChildren();
    };
  };
