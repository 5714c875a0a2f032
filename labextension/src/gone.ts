/** Lets the kernel go of what followed an output that the learner has cleared, or whose cell is deleted. */
import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';

import { find } from './live';
import { graphsIn, modelId } from './outputs';

// A cell that is moved is taken out and put in again.
const WAIT = 500; // milliseconds

/** An output is no longer drawn: close its model if it stands nowhere in its notebook, which is still open. */
export function closeIfGone(panel: NotebookPanel, id: string): void {
  window.setTimeout(() => {
    if (panel.isDisposed || !panel.content.model) return; // closed with its notebook: it may be opened again
    // A cell that runs again has cleared its output; the kernel itself closes what it replaces.
    if (isRunning(panel.content.model)) return closeIfGone(panel, id);
    for (const { output } of graphsIn(panel.content.model)) if (modelId(output.metadata) === id) return;
    find(id, panel.sessionContext.session?.kernel?.id ?? '')?.end?.();
  }, WAIT);
}

function isRunning(model: INotebookModel): boolean {
  for (const cell of model.cells)
    if (cell.type === 'code' && (cell as ICodeCellModel).executionState === 'running') return true;
  return false;
}
