/** Tells a view that it is narrow. */

import { set } from './dom';

const NARROW = 640;

/** Keeps `data-narrow` of an element true to its width. Returns how to stop. */
export function watchWidth(root: HTMLElement): () => void {
  if (typeof ResizeObserver === 'undefined') return () => undefined;
  const observer = new ResizeObserver((entries) => {
    const width = entries[0]?.contentRect.width ?? 0;
    const size = Number.parseFloat(getComputedStyle(root).fontSize);
    if (width > 0) set(root, 'data-narrow', width < NARROW * (size > 0 ? size / 13 : 1));
  });
  observer.observe(root);
  return () => observer.disconnect();
}
