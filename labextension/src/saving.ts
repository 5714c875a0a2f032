/** Keeps the notebook's own copy of a live graph up to date, so that the saved file shows what the screen shows. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { find, listen } from './live';
import { graphsIn, MIME, modelId } from './outputs';

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
  if (panel.isDisposed) return;
  const live = find(id, panel.sessionContext.session?.kernel?.id ?? '');
  if (!live?.document) return;
  const newest = JSON.stringify(live.document);
  for (const { outputs, index, output } of graphsIn(panel.content.model)) {
    if (modelId(output.metadata) !== id || JSON.stringify(output.data[MIME]) === newest) continue;
    const whole = output.toJSON();
    const changed: Record<string, unknown> = {
      [MIME]: live.document,
      ...(live.html ? { 'text/html': live.html } : {}),
    };
    const data = { ...(whole.data as Record<string, unknown>), ...changed };
    outputs.set(index, { ...whole, data: data as typeof whole.data });
  }
}
