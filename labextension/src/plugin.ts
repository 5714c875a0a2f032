/** The JupyterLab and Notebook 7 plugin: a renderer for our MIME type, and models that keep outputs live. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { type IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';

import { MIME } from './outputs';
import { GraphRenderer } from './renderer';
import { saveChanges } from './saving';
import { PLUGIN, readSettings } from './settings';
import { DOMAIN, speak } from './translation';

const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: 'Shows the graph of an autograd_nb tensor and plays its backward walks.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [INotebookTracker, ISettingRegistry, ITranslator],
  activate: async (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    tracker: INotebookTracker | null,
    settings: ISettingRegistry | null,
    translator: ITranslator | null,
  ) => {
    speak(translator?.load(DOMAIN) ?? null);
    if (settings) void readSettings(settings);
    const factory: IRenderMime.IRendererFactory = {
      safe: true, // the view builds its page from text only: untrusted notebooks may be drawn
      mimeTypes: [MIME],
      defaultRank: -100, // lower wins: before HTML, pictures and text
      createRenderer: (options) => new GraphRenderer(options, tracker),
    };
    rendermime.addFactory(factory); // copies made for notebooks later inherit it
    tracker?.forEach((panel) => {
      panel.content.rendermime.addFactory(factory); // those made before do not
    });
    await follow(app, tracker);
  },
};

/** Take part in live updates, where JupyterLab has a widget manager. Without one every graph is still drawn. */
async function follow(app: JupyterFrontEnd, tracker: INotebookTracker | null): Promise<void> {
  // Imported only here: a static import would keep the whole plugin from loading where ipywidgets is missing.
  const base = await import('@jupyter-widgets/base').catch(() => null);
  const registry = base && (await app.resolveOptionalService(base.IJupyterWidgetRegistry));
  if (!registry) return;
  const { GraphModel } = await import('./model');
  const { ShowModel, ShowView } = await import('./widget');
  const exports = { GraphModel, ShowModel, ShowView };
  // The kernel's half asks for any version, so that it is here that versions are compared: see versions.ts.
  registry.registerWidget({ name: 'autograd-nb', version: '1.0.0', exports });
  if (tracker) saveChanges(tracker);
}

export default plugin;
