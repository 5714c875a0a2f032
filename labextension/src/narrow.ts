/** Tells a view that it is narrow, and that nothing has room beside its graph. */

import { set } from './dom';

const NARROW = 640;
/** From here on the inspector stands beside the graph: what is left still holds a graph, controls and a history. */
const BESIDE = 780;

/**
 * Keeps `data-narrow` and `data-stacked` of an element true to its width. Returns how to stop.
 *
 * @param changed is told the width of a narrow element, in pixels of a page whose font has 13; else infinity.
 */
export function watchWidth(root: HTMLElement, changed: (room: number) => void): () => void {
  if (typeof ResizeObserver === 'undefined') return () => undefined;
  const observer = new ResizeObserver((entries) => {
    const width = entries[0]?.contentRect.width ?? 0;
    if (width === 0) return;
    const size = Number.parseFloat(getComputedStyle(root).fontSize);
    const room = width / (size > 0 ? size / 13 : 1);
    set(root, 'data-narrow', room < NARROW);
    set(root, 'data-stacked', room < BESIDE);
    changed(room < NARROW ? room : Number.POSITIVE_INFINITY);
  });
  observer.observe(root);
  return () => observer.disconnect();
}
