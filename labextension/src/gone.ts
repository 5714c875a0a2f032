/** Lets the kernel go of what followed an output that the learner has cleared, or whose cell is deleted. */
import type { NotebookPanel } from '@jupyterlab/notebook';

import { find } from './live';
import { graphsIn, modelId } from './outputs';

// A cell that is moved is taken out and put in again.
const WAIT = 500; // milliseconds

/** An output is no longer drawn: close its model if it stands nowhere in its notebook, which is still open. */
export function closeIfGone(panel: NotebookPanel, id: string): void {
  window.setTimeout(() => {
    if (panel.isDisposed || !panel.content.model) return; // closed with its notebook: it may be opened again
    for (const { output } of graphsIn(panel.content.model)) if (modelId(output.metadata) === id) return;
    find(id, panel.sessionContext.session?.kernel?.id ?? '')?.end?.();
  }, WAIT);
}
