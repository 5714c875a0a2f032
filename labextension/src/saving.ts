/** Keeps the notebook's own copy of a live graph up to date, so that the saved file shows what the screen shows. */
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { find, listen, newer } from './live';
import { graphsIn, MIME, modelId, ours, revisionOf } from './outputs';

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
  for (const { outputs, index, output } of graphsIn(panel.content.model)) {
    if (modelId(output.metadata) !== id) continue;
    const document = newer(live, revisionOf(output.metadata));
    if (!live || !document || JSON.stringify(output.data[MIME]) === JSON.stringify(document)) continue;
    const whole = output.toJSON();
    const data: Record<string, unknown> = {
      ...(whole.data as Record<string, unknown>),
      [MIME]: document,
      ...(live.html ? { 'text/html': live.html } : {}),
    };
    const revision = live.revision ? { revision: live.revision } : {};
    const volatile = { ...ours(output.metadata), ...live.homes, ...revision };
    const metadata = { ...output.metadata, [MIME]: volatile };
    outputs.set(index, { ...whole, data: data as typeof whole.data, metadata });
  }
}
