/** Keeps the notebook's own copy of a live graph up to date, so that the saved file shows what the screen shows. */
import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { find, listen } from './live';
import { MIME, modelId } from './renderer';

// The kernel also sends `update_display_data`, which does the same until the page is reloaded: JupyterLab keeps
// the places of display ids in the page only. Waiting a little leaves the work to it where it still can.
const WAIT = 400; // milliseconds

/** Write the newest document of every changed model into the outputs that carry its id. */
export function saveChanges(tracker: INotebookTracker): void {
  const waiting = new Map<string, number>();
  listen((id) => {
    window.clearTimeout(waiting.get(id));
    waiting.set(
      id,
      window.setTimeout(() => {
        waiting.delete(id);
        tracker.forEach((panel) => {
          save(panel, id);
        });
      }, WAIT),
    );
  });
}

function save(panel: NotebookPanel, id: string): void {
  const cells = panel.isDisposed ? null : panel.content.model?.cells;
  const live = find(id, panel.sessionContext.session?.kernel?.id ?? '');
  if (!cells || !live) return;
  const newest = JSON.stringify(live.document);
  for (const cell of cells) {
    if (cell.type !== 'code') continue;
    const outputs = (cell as ICodeCellModel).outputs;
    for (let i = 0; i < outputs.length; i++) {
      const output = outputs.get(i).toJSON();
      if (modelId(output.metadata) !== id) continue;
      const data = output.data as Record<string, unknown>;
      if (JSON.stringify(data[MIME]) === newest) continue;
      const changed = { ...data, [MIME]: live.document, ...(live.html ? { 'text/html': live.html } : {}) };
      outputs.set(i, { ...output, data: changed as typeof output.data });
    }
  }
}
