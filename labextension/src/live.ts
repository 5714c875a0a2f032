/**
 * The models that kernels keep alive, by id. No Jupyter here: `model.ts` announces, renderers listen.
 *
 * A renderer never asks a widget manager for a model (that is what ends in "model not found"). It draws the
 * document it was given and goes live if, and as soon as, a model with its id is announced by its own kernel.
 */

import type { Shared } from './binding';

/** The newest state of one displayed graph, as the kernel sends it. */
export interface LiveModel {
  readonly model_id: string; // the widget manager's name for it
  /** Kernel this model lives in; undefined while the connection is gone. */
  readonly kernelId: string | undefined;
  /** Null where the page has not got it, or the kernel's version says it in a way that this page does not know. */
  readonly document: unknown;
  /** Where outputs are updated beside the model: the number of the newest state, higher than those before. */
  readonly revision?: number;
  /** Asks the kernel for the newest state. */
  ask?(): void;
  /** What is to be said of that version, if anything. */
  readonly note: string;
  /** The newest `text/html` fallback, for the saved notebook. */
  readonly html: string;
  /** Which cell made what in the document, as an output's metadata say it. */
  readonly homes?: Record<string, unknown>;
  /** What can be scripted, where `autograd_nb.show` made the model. */
  readonly traits?: Shared;
  /** Tells the kernel that nobody follows it any more; not there where the learner's code holds the model. */
  end?(): void;
}

type Listener = (id: string) => void;

// One id may stand for several models: two notebooks attached to one kernel each get their own.
const models = new Map<string, Set<LiveModel>>();
const listeners = new Set<Listener>();

function tell(id: string): void {
  for (const listener of [...listeners]) listener(id);
}

/** A model exists, or an existing one changed. */
export function announce(model: LiveModel): void {
  const known = models.get(model.model_id) ?? new Set<LiveModel>();
  models.set(model.model_id, known.add(model));
  tell(model.model_id);
}

/** A model's kernel is gone, restarted, or has closed it. */
export function withdraw(model: LiveModel): void {
  const known = models.get(model.model_id);
  if (!known?.delete(model)) return;
  if (known.size === 0) models.delete(model.model_id);
  tell(model.model_id);
}

/**
 * The live model with this id, or null.
 *
 * @param kernelId the kernel it has to live in: the copy of a notebook, opened beside it with a kernel of its
 *   own, carries the same ids and must stay as it was saved. Null where the place has no kernel of its own
 *   (an output shown in a tab by itself).
 */
export function find(id: string, kernelId: string | null): LiveModel | null {
  for (const model of models.get(id) ?? []) {
    if (kernelId === null || model.kernelId === kernelId) return model;
  }
  return null;
}

/** Be told the id of every model that comes, changes or goes; returns what ends it. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The document of a model where that is newer than what an output shows, or null. What the page ought to have and has
 * not is asked for: it will be announced.
 *
 * @param revision of what the output shows.
 */
export function newer(live: LiveModel | null, revision: number): unknown {
  if (!live || (live.revision !== undefined && live.revision <= revision)) return null;
  if (!live.document) live.ask?.();
  return live.document;
}
