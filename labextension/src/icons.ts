/** Icons as paths in a 16 by 16 square, drawn in the colour of the text beside them. */

import { svg } from './dom';

const PATHS = {
  restart: 'M3 3h2v10H3zM13 3v10L6 8z',
  back: 'M11 3v10L4 8z',
  play: 'M4.5 2.5v11L13 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  forward: 'M5 3v10l7-5z',
  plus: 'M7.2 3h1.6v4.2H13v1.6H8.8V13H7.2V8.8H3V7.2h4.2z',
  minus: 'M3 7.2h10v1.6H3z',
  fit: 'M2 6V2h4v1.5H3.5V6zM10 2h4v4h-1.5V3.5H10zM2 10h1.5v2.5H6V14H2zM12.5 10H14v4h-4v-1.5h2.5z',
  turn: 'M3 2h3.5v3.5H5.6v5.2h4.1V9.6L13 12l-3.3 2.4v-2.1H4V5.5H3z',
  fold: 'M2 3.2h12v1.6H2zM5 7.2h9v1.6H5zM2 11.2h12v1.6H2z',
  close: 'M4.1 3 8 6.9 11.9 3 13 4.1 9.1 8l3.9 3.9-1.1 1.1L8 9.1 4.1 13 3 11.9 6.9 8 3 4.1z',
  copy: 'M5 2h8a1 1 0 0 1 1 1v8h-1.5V3.5H5zM2 6a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1zm1.5.5v6h6v-6z',
  download: 'M7.2 2h1.6v6.2l2.3-2.3 1.1 1.1L8 11.2 3.8 7l1.1-1.1 2.3 2.3zM2 12.5h12V14H2z',
  check: 'M6.4 12.6 2 8.2l1.2-1.2 3.2 3.2L12.8 3.8 14 5z',
  scissors:
    'M5.2 6.6 8 8.3l5.6-3.5c.6-.3.6.4.2.7L9.6 8.9l4.2 3.4c.4.3.4 1-.2.7L8 9.5l-2.8 1.7a2.3 2.3 0 1 1-.7-1.1L6.8 8.9 4.5 7.7a2.3 2.3 0 1 1 .7-1.1zM3 4.6a1 1 0 1 0 0 2 1 1 0 0 0 0-2zm0 6.6a1 1 0 1 0 0 2 1 1 0 0 0 0-2z',
  warning: 'M8 1.5 15 14H1zM7.2 6v4h1.6V6zm0 5.2v1.5h1.6v-1.5z',
} as const;

export type Icon = keyof typeof PATHS;

/** An icon to stand in a button or a line of text. */
export function icon(name: Icon): SVGSVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 16 16', class: 'ag-icon', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: PATHS[name], 'fill-rule': 'evenodd' }),
  );
}

/** An icon inside a drawing, its middle at (x, y). */
export function glyph(name: Icon, x: number, y: number, size: number, className: string): SVGPathElement {
  return svg('path', {
    d: PATHS[name],
    'fill-rule': 'evenodd',
    class: className,
    transform: `translate(${x - size / 2} ${y - size / 2}) scale(${size / 16})`,
  });
}
