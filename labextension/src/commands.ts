/** The plugin of the side panel: its place, its commands, and the palette's entries for them. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, showErrorMessage } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ILatexTypesetter } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';

import type { Kind } from './exports';
import { AutogradPanel } from './panel';
import { followPreferences, type Preferences, preferences } from './preferences';
import { changeSetting } from './settings';
import { DOMAIN, speak, trans } from './translation';
import type { View } from './view';

/** Three nodes and their edges; colours by JupyterLab's classes, which follow the theme. */
const icon = new LabIcon({
  name: 'autograd-nb:graph',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 22 22"><g class="jp-icon3" fill="#616161">
<path d="M7 6.2 14.6 10.3 13.8 11.7 6.2 7.6zM7 15.8 14.6 11.7 13.8 10.3 6.2 14.4z"/>
<circle cx="5.2" cy="5.8" r="3"/><circle cx="5.2" cy="16.2" r="3"/><circle cx="16.6" cy="11" r="3.6"/></g></svg>`,
});

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'autograd-nb:panel',
  description: 'A side panel that follows the last graph and walk of the active notebook.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ICommandPalette, ILayoutRestorer, ITranslator, ISettingRegistry, ILatexTypesetter],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null,
    settings: ISettingRegistry | null,
    typesetter: ILatexTypesetter | null,
  ) => {
    speak(translator?.load(DOMAIN) ?? null);
    const panel = new AutogradPanel(
      tracker,
      typesetter ? async (element) => typesetter.typeset(element) : undefined,
    );
    panel.title.icon = icon;
    panel.title.caption = trans.__('Autograd');
    app.shell.add(panel, 'right', { rank: 850, type: 'Autograd' });
    restorer?.add(panel, panel.id);

    const ready = (): View | null => {
      app.shell.activateById(panel.id);
      return panel.current;
    };
    const add = (id: string, label: string, execute: () => unknown, always = false): void => {
      app.commands.addCommand(id, { label, execute, isEnabled: () => always || panel.hasGraph });
      palette?.addItem({ command: id, category: trans.__('Autograd') });
    };
    const toggle = (
      id: string,
      label: string,
      isToggled: () => boolean,
      turned: () => Partial<Preferences>,
    ): void => {
      const execute = () => changeSetting(settings, turned());
      app.commands.addCommand(id, { label, execute, isToggled });
      palette?.addItem({ command: id, category: trans.__('Autograd') });
    };
    add('autograd:show', trans.__('Show Autograd Panel'), () => app.shell.activateById(panel.id), true);
    add('autograd:play', trans.__('Play or Pause the Last Walk'), () => {
      const view = ready();
      if (view?.playing) view.pause();
      else view?.play();
    });
    add('autograd:step-forward', trans.__('Step Forward'), () => ready()?.move(1));
    add('autograd:step-back', trans.__('Step Back'), () => ready()?.move(-1));
    add('autograd:restart', trans.__('Restart the Walk'), () => ready()?.seek(0));
    toggle(
      'autograd:toggle-values',
      trans.__('Values on Nodes'),
      () => preferences().values,
      () => ({ values: !preferences().values }),
    );
    toggle(
      'autograd:toggle-direction',
      trans.__('Draw Graphs Top to Bottom'),
      () => preferences().direction === 'down',
      () => ({ direction: preferences().direction === 'down' ? 'right' : 'down' }),
    );
    toggle(
      'autograd:toggle-graphs',
      trans.__('Draw Graphs in Outputs'),
      () => preferences().graphs,
      () => ({ graphs: !preferences().graphs }),
    );
    const save = async (kind: Kind): Promise<void> => {
      await ready()
        ?.export(kind)
        .catch((error) => showErrorMessage(trans.__('Export'), error));
    };
    add('autograd:export-svg', trans.__('Export Graph as SVG'), () => save('svg'));
    add('autograd:export-png', trans.__('Export Graph as PNG'), () => save('png'));
    add('autograd:export-pdf', trans.__('Export Graph as PDF'), () => save('pdf'));
    add('autograd:export-dot', trans.__('Export Graph as DOT'), () => save('dot'));
    add('autograd:export-html', trans.__('Export Graph as Interactive HTML'), () => save('html'));
    panel.changed.connect(() => app.commands.notifyCommandChanged());
    followPreferences(() => app.commands.notifyCommandChanged());
  },
};

export default plugin;
