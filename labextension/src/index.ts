/** What JupyterLab and Notebook load: one plugin. */
import plugin from './plugin';

export default plugin;
