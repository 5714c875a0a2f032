/** A drawing as a file of its own: SVG with every style written out, or a PNG of it. */

import { set, svg } from './dom';

/** What of a drawing's looks comes from style sheets. */
const STYLES = [
  'display',
  'dominant-baseline',
  'fill',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'opacity',
  'paint-order',
  'stroke',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-width',
  'text-anchor',
  'visibility',
] as const;

const MARGIN = 16;
/** Pixels of a PNG for one of the drawing's units; and no side longer than a browser's canvas allows. */
const SHARP = 2;
const LONGEST = 8192;

/** What a name or a line may hold and XML may not: control characters, half a character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

export interface Picture {
  svg: string;
  width: number;
  height: number;
}

/** A colour as programs know it that draw SVG but are no browsers. */
export function plainColour(value: string): string {
  const parts = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)$/.exec(value);
  if (!parts) return value;
  const [red, green, blue] = parts.slice(1, 4).map((part) => Math.round(255 * Number(part)));
  return parts[4] ? `rgba(${red}, ${green}, ${blue}, ${parts[4]})` : `rgb(${red}, ${green}, ${blue})`;
}

/** Arrowheads take the colour of their line: browsers can say so, other programs are told the edges' own. */
function headColour(drawing: Element): string {
  const edge = drawing.querySelector('.ag-edge');
  return edge ? plainColour(getComputedStyle(edge).stroke) : '#888';
}

function dress(from: Element, to: Element, parent: CSSStyleDeclaration | null, head: string): void {
  const style = getComputedStyle(from);
  const inherited = new Set(['fill', 'font-family', 'font-size', 'font-style', 'font-weight', 'text-anchor']);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (name === 'display' && value !== 'none') continue;
    if (value === '' || (parent && inherited.has(name) && parent.getPropertyValue(name) === value)) continue;
    if (parent && value === INITIAL[name]) continue;
    set(to, name, value.startsWith('context') ? head : plainColour(value));
  }
  for (const name of ['class', 'style', 'tabindex', 'role', 'aria-label', 'aria-pressed'])
    to.removeAttribute(name);
  [...from.children].forEach((child, i) => {
    const twin = to.children[i];
    if (twin) dress(child, twin, style, head);
  });
}

/** What need not be said. */
const INITIAL: Partial<Record<(typeof STYLES)[number], string>> = {
  'dominant-baseline': 'auto',
  opacity: '1',
  'paint-order': 'normal',
  stroke: 'none',
  'stroke-dasharray': 'none',
  'stroke-linejoin': 'miter',
  'stroke-width': '1px',
  visibility: 'visible',
};

/** The picture of `drawing`, whose `scene` is `width` by `height` large, as it looks at this moment. */
export function pictureOf(
  drawing: SVGSVGElement,
  scene: SVGGElement,
  width: number,
  height: number,
): Picture {
  const clone = drawing.cloneNode(true) as SVGSVGElement;
  dress(drawing, clone, null, headColour(drawing));
  const at = [...drawing.children].indexOf(scene);
  const [wide, high] = [width + 2 * MARGIN, height + 2 * MARGIN];
  clone.children[at]?.setAttribute('transform', `translate(${MARGIN} ${MARGIN})`);
  const ground = plainColour(groundOf(drawing));
  clone.prepend(svg('rect', { width: wide, height: high, fill: ground }));
  for (const [name, value] of Object.entries({ width: wide, height: high, viewBox: `0 0 ${wide} ${high}` })) {
    set(clone, name, value);
  }
  const text = new XMLSerializer().serializeToString(clone).replace(NO_XML, '\ufffd');
  return { svg: text, width: wide, height: high };
}

/** The colour behind an element. */
function groundOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour && colour !== 'transparent' && !/, 0\)$|\/ 0\)$/.test(colour)) return colour;
  }
  return '#fff';
}

/** The same as a PNG. */
export async function toPng(picture: Picture): Promise<Blob> {
  const scale = Math.min(SHARP, LONGEST / Math.max(picture.width, picture.height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(picture.width * scale);
  canvas.height = Math.ceil(picture.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}
