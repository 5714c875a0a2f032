/** The graph that was last shown or walked in each notebook. No Jupyter: a notebook is any object. */

export interface Shown {
  readonly document: unknown;
  /** What stands in the output's metadata for us. */
  readonly metadata: Record<string, unknown>;
  /** Which cell it stands in. */
  readonly cell: number;
}

type Listener = (notebook: object) => void;

/** One cell may change several graphs, of which one hears one by one: of those the lowest in the notebook counts. */
const TOGETHER = 80; // milliseconds

const latest = new WeakMap<object, Shown>();
const waiting = new Map<object, Shown>();
const listeners = new Set<Listener>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** A graph was drawn in a notebook, or has more history than before. */
export function setLatest(notebook: object, shown: Shown): void {
  const other = waiting.get(notebook);
  if (!other || other.cell <= shown.cell) waiting.set(notebook, shown);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const settled = [...waiting];
    waiting.clear();
    for (const [each, its] of settled) latest.set(each, its);
    for (const [each] of settled) for (const listener of [...listeners]) listener(each);
  }, TOGETHER);
}

export function latestOf(notebook: object): Shown | null {
  return latest.get(notebook) ?? null;
}

/** Be told of every change; returns what ends it. */
export function followLatest(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
