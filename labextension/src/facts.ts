/** The smallest parts of the inspector: a piece of code, and a remark beside it. */

import { html } from './dom';
import { clip } from './text';

export const MOST = 4000;

export function code(text: string, className = ''): HTMLElement {
  const block = text.includes('\n');
  const shown = html('code', {
    class: ['ag-code', block ? 'ag-block' : '', className].join(' ').trim(),
    tabindex: block ? 0 : null, // what is long is scrolled, without a mouse as well
  });
  const clipped = clip(text, MOST);
  shown.append(...(block ? printedRows(clipped).map(rowElement) : [clipped]));
  return shown;
}

/** The rows of a tensor, each whole: PyTorch wraps them at 80 letters, which may be too many or too few here. */
function printedRows(text: string): string[] {
  const rows: string[] = [];
  for (const printed of text.split('\n')) {
    const before = rows[rows.length - 1] ?? '';
    const indent = indentOf(before);
    const open = before.endsWith(',') && !before.endsWith('],') && before.trim() !== '...,';
    if (open && printed.startsWith(' '.repeat(indent)))
      rows[rows.length - 1] = `${before} ${printed.slice(indent)}`;
    else rows.push(printed.replace(/^ +(?=[a-z])/, '')); // dtype and grad_fn need the room
  }
  return rows;
}

/** Where the numbers of a row begin. */
function indentOf(row: string): number {
  return /^(tensor\()?[ [(]*?(?= *[^ [(]|$)/.exec(row)?.[0].length ?? 0;
}

/** A row that is wrapped where it has to be, its numbers below each other: they are padded to the same width. */
function rowElement(row: string): HTMLElement {
  const numbers = row.split(/(?<=,) /).map((number) => html('span', {}, number));
  const element = html('span', { class: 'ag-row' });
  element.style.setProperty('--ag-indent', `${indentOf(row)}ch`);
  for (const [i, number] of numbers.entries()) element.append(i > 0 ? ' ' : '', number);
  return element;
}

export function note(text: string): HTMLElement {
  return html('span', { class: 'ag-note' }, text);
}
