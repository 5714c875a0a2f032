/** The smallest parts of the inspector: a piece of code, and a remark beside it. */

import { html } from './dom';
import { clip } from './text';

export const MOST = 4000;

export function code(text: string, className = ''): HTMLElement {
  const block = text.includes('\n') ? 'ag-block' : '';
  return html('code', { class: ['ag-code', block, className].join(' ').trim() }, clip(text, MOST));
}

export function note(text: string): HTMLElement {
  return html('span', { class: 'ag-note' }, text);
}
