/** The part of the inspector that writes a vector-Jacobian product out: what backward(gradient=v) makes of v. */

import type { GraphDoc, GraphNode, Preview } from './document';
import { hold, html } from './dom';
import { labelOf, line } from './text';
import type { Moment } from './timeline';
import { trans } from './translation';

/** The rows of a printed table of numbers. */
export function rowsOf(table: Preview): string[][] {
  return table.text
    .split(/\]\s*,?\s*\[/)
    .map(numbersOf)
    .filter((row) => row.length > 0);
}

function numbersOf(text: string): string[] {
  return text.split(/[\s,[\]]+/).filter((word) => word !== '');
}

export class JacobianPart {
  private readonly open = new Set<number>();

  /** What the root of a graph shows; null for other nodes. */
  element(document: GraphDoc, node: GraphNode, moment: Moment): HTMLElement | null {
    const { jacobian } = node;
    if (!jacobian) return null;
    const name = labelOf(node) || 'y';
    const walk = moment.walk === null ? undefined : document.backwards[moment.walk];
    const seed = walk?.root === node.id && !walk.error ? walk.seed : null;
    const weights = seed ? numbersOf(seed.text) : null;
    const box = html('div', { class: 'ag-rule', 'data-autograd': 'jacobian' });
    box.append(
      html(
        'div',
        { class: 'ag-rule-title' },
        seed ? trans.__('Vector-Jacobian product: v · J') : trans.__('Jacobian'),
      ),
    );
    if (seed) {
      box.append(
        html(
          'div',
          { class: 'ag-note' },
          trans.__('%1 is not a single number. gradient= says how much each of its numbers counts:', name),
        ),
        html('div', {}, code(`v = ${line(seed)}`)),
      );
    }
    for (const table of jacobian.tables) {
      const leaf = document.byId.get(table.node);
      const by = labelOf(leaf) || 'x';
      const arrived = seed ? (moment.nodes.get(table.node)?.upstream ?? null) : null;
      if (arrived)
        box.append(html('div', {}, code(`v · ∂${name}/∂${by} = `), code(line(arrived), 'ag-warm')));
      box.append(this.table(table, `∂${name}/∂${by}`, node, weights));
    }
    if (jacobian.missing) {
      const why = `${jacobian.missing[0]?.toUpperCase()}${jacobian.missing.slice(1)}.`;
      box.append(
        html(
          'div',
          { class: 'ag-note' },
          jacobian.tables.length > 0 ? why : trans.__('The Jacobian is not written out. %1', why),
        ),
      );
    }
    return box;
  }

  private table(
    { node: leaf, value }: { node: number; value: Preview },
    title: string,
    root: GraphNode,
    weights: string[] | null,
  ): HTMLElement {
    const rows = rowsOf(value);
    const size = `${rows.length} × ${rows[0]?.length ?? 0}`;
    const summary = html('summary', {}, trans.__('Full Jacobian %1, %2', title, size));
    const details = hold(html('details', { open: this.open.has(leaf) }, summary));
    // Not `toggle`: it comes late, when a next step may have drawn all of this anew.
    summary.addEventListener('click', () => {
      if (details.open) this.open.delete(leaf);
      else this.open.add(leaf);
    });
    const usable = weights?.length === rows.length ? weights : null;
    const flat = root.shape.length === 1;
    const name = root.name || 'y';
    const body = rows.map((row, i) =>
      html(
        'tr',
        {},
        usable ? html('td', { class: 'ag-weight' }, `${usable[i]} ×`) : null,
        html('th', { scope: 'row' }, flat ? `∂${name}[${i}]` : trans.__('row %1', i)),
        ...row.map((number) => html('td', {}, number)),
      ),
    );
    const caption = usable
      ? trans.__('Each row, times its number in v; the sum of the rows is v · J.')
      : trans.__('A row for each number of the result, a column for each of the leaf.');
    details.append(
      html(
        'div',
        { class: 'ag-matrix', tabindex: 0, role: 'group', 'aria-label': title },
        html('table', {}, html('caption', {}, caption), html('tbody', {}, ...body)),
      ),
    );
    return details;
  }
}

function code(text: string, className = ''): HTMLElement {
  return html('code', { class: `ag-code ${className}`.trim() }, text);
}
