/** What the learner prefers, for every view in the page. No Jupyter: the plugin reads the settings. */

import type { Direction } from './document';

export interface Preferences {
  /** Whether an output shows its graph at once. */
  readonly graphs: boolean;
  /** Whether cards show their values. */
  readonly values: boolean;
  /** 2 plays twice as fast. */
  readonly speed: number;
  /** Where values flow to. */
  readonly direction: Direction;
}

const DEFAULTS: Preferences = { graphs: true, values: true, speed: 1, direction: 'right' };

let current = DEFAULTS;
const listeners = new Set<(now: Preferences) => void>();

export function preferences(): Preferences {
  return current;
}

/** Takes preferences over, as far as they make sense. */
export function prefer(given: Readonly<Record<string, unknown>>): void {
  const { graphs, values, speed, direction } = given;
  current = {
    graphs: typeof graphs === 'boolean' ? graphs : DEFAULTS.graphs,
    values: typeof values === 'boolean' ? values : DEFAULTS.values,
    speed: typeof speed === 'number' && speed > 0 ? speed : DEFAULTS.speed,
    direction: direction === 'right' || direction === 'down' ? direction : DEFAULTS.direction,
  };
  for (const listener of [...listeners]) listener(current);
}

/** Calls back now and after every change; returns what ends it. */
export function followPreferences(listener: (now: Preferences) => void): () => void {
  listeners.add(listener);
  listener(current);
  return () => listeners.delete(listener);
}
