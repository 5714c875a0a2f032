/** What JupyterLab and Notebook load: the outputs' renderer, and the side panel. */
import panel from './commands';
import plugin from './plugin';

export default [plugin, panel];
