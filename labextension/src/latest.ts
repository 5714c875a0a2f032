/** The graph that was last shown or walked in each notebook. No Jupyter: a notebook is any object. */

export interface Shown {
  readonly document: unknown;
  /** What stands in the output's metadata for us. */
  readonly metadata: Record<string, unknown>;
}

type Listener = (notebook: object) => void;

const shown = new WeakMap<object, Shown>();
const listeners = new Set<Listener>();

/** A graph was drawn in a notebook, or has more history than before. */
export function setLatest(notebook: object, latest: Shown): void {
  shown.set(notebook, latest);
  for (const listener of [...listeners]) listener(notebook);
}

export function latestOf(notebook: object): Shown | null {
  return shown.get(notebook) ?? null;
}

/** Be told of every change; returns what ends it. */
export function followLatest(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
