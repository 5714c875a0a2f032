/** What can be told of a place whose host is not known: whether it is dark. */

/** Whether text in `element` is written light on dark. */
export function isDark(element: Element): boolean {
  return isLight(getComputedStyle(element).color);
}

/**
 * Whether JupyterLab's colours, if there are any, are for this theme. The controls of ipywidgets bring them along
 * to pages that have none, and those are light ones, whatever the page is.
 */
export function isOfTheme(element: Element, dark: boolean): boolean {
  const style = getComputedStyle(element);
  const ground = style.getPropertyValue('--jp-layout-color0').trim();
  const text = style.getPropertyValue('--jp-ui-font-color0').trim();
  return (!ground || isLight(ground) !== dark) && (!text || isLight(text) === dark);
}

function isLight(color: string): boolean {
  const [red, green, blue] = rgb(color);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}

/** Calls `then` when `element` stands in the page, as it may already; returns what ends it. */
export function whenPlaced(element: Element, then: () => void): () => void {
  if (element.isConnected) {
    then();
    return () => undefined;
  }
  const observer = new ResizeObserver(() => {
    if (!element.isConnected) return;
    observer.disconnect();
    then();
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** Calls `changed` when the page is given another theme; returns what ends it. */
export function whenThemeChanges(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true });
  }
  const system = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
  system?.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system?.removeEventListener('change', changed);
  };
}

/** A colour in any of the notations that a browser may give it. */
function rgb(color: string): [number, number, number] {
  const plain = /^rgba?\((\d+), (\d+), (\d+)/.exec(color);
  if (plain) return [Number(plain[1]), Number(plain[2]), Number(plain[3])];
  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!brush) return [0, 0, 0];
  brush.fillStyle = color;
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
