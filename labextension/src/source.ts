/**
 * Where the code stands that made a node. Pure: texts of cells in, lines and columns out.
 *
 * A document keeps the text of each source line. A cell may have been edited since it ran, so a line counts as found
 * only where that very text still stands.
 */

import type { GraphNode, Source } from './document';

/** A place in a cell: a line, from 1, and columns in it. */
export interface Place {
  line: number;
  from: number;
  to: number;
}

/** A code cell: its lasting id, its lines, and the number that stands beside it. */
export interface CellText {
  id: string;
  lines: readonly string[];
  prompt?: number | null;
}

/** What a line of code made: a node, or a change of a gradient by its number in the document. */
export type Traced = Pick<GraphNode, 'id' | 'members' | 'source'>;

export type Found =
  | { state: 'found'; cell: string; place: Place; prompt?: number | null }
  /** The cell is there, but no longer the line. */
  | { state: 'edited'; cell: string }
  /** Made outside this notebook's cells, in a cell that was deleted, or not to be told. */
  | { state: 'unknown' };

const UNKNOWN: Found = { state: 'unknown' };
const CUT = '…'; // what a long line ends with in a document

function same(text: string, source: Source): boolean {
  const trimmed = text.trim();
  if (trimmed === source.line) return true;
  return (
    source.line.length > 100 && source.line.endsWith(CUT) && trimmed.startsWith(source.line.slice(0, -1))
  );
}

/** The line of a cell that `source` tells of: where it was, or where it has moved; null once it was changed. */
export function placeIn(source: Source, lines: readonly string[]): Place | null {
  if (source.line === '') return null;
  let at = (source.lineno ?? 0) - 1;
  if (!same(lines[at] ?? '', source)) {
    at = lines.findIndex((text) => same(text, source));
    // Twice the same text, neither where it was: no telling which is meant.
    if (at < 0 || lines.slice(at + 1).some((text) => same(text, source))) return null;
  }
  const text = lines[at] ?? '';
  const indent = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const whole = source.end <= source.start;
  return {
    line: at + 1,
    from: whole ? indent : Math.min(end, indent + source.start),
    to: whole ? end : Math.min(end, indent + source.end),
  };
}

/** Which cell, by its id or the first part of it, made which node or change: `null` where an output does not say (it was made by nbconvert, say). */
export type Homes = ReadonlyMap<number, string> | null;

/** Reads the map from cells to nodes in an output's metadata; anything else there is passed over. */
export function homesOf(cells: unknown): Homes {
  if (typeof cells !== 'object' || cells === null || Array.isArray(cells)) return null;
  const homes = new Map<number, string>();
  for (const [cell, nodes] of Object.entries(cells)) {
    if (!Array.isArray(nodes)) continue;
    for (const node of nodes) if (Number.isInteger(node)) homes.set(node, cell);
  }
  return homes;
}

/** The cell and line that made a thing. `own` is the cell of the output, which is asked first where nothing is said. */
export function find(
  { id, members, source }: Traced,
  homes: Homes,
  cells: readonly CellText[],
  own: string | null = null,
): Found {
  if (!source) return UNKNOWN;
  if (homes) {
    const home = [id, ...members].map((id) => homes.get(id)).find((id) => id !== undefined);
    const cell = cells.find((each) => each.id === home || each.id.startsWith(`${home}-`));
    if (!cell) return UNKNOWN;
    const place = placeIn(source, cell.lines);
    return place
      ? { state: 'found', cell: cell.id, place, prompt: cell.prompt }
      : { state: 'edited', cell: cell.id };
  }
  const matches = cells.filter((cell) => same(cell.lines[(source.lineno ?? 0) - 1] ?? '', source));
  const cell = matches.find((each) => each.id === own) ?? (matches.length === 1 ? matches[0] : undefined);
  const place = cell && placeIn(source, cell.lines);
  return cell && place ? { state: 'found', cell: cell.id, place, prompt: cell.prompt } : UNKNOWN;
}

/** Lines of a cell, first and last, that a cursor or a selection touches. */
export interface Cursor {
  cell: string;
  first: number;
  last: number;
}

/** The nodes that the lines under the cursor made. */
export function madeBy(
  cursor: Cursor,
  nodes: readonly GraphNode[],
  homes: Homes,
  cells: readonly CellText[],
  own: string | null = null,
): number[] {
  const here = cells.find((cell) => cell.id === cursor.cell);
  const lines = new Set(here?.lines.slice(cursor.first - 1, cursor.last).map((text) => text.trim()));
  const long = [...lines].some((text) => text.length > 100);
  return nodes
    .filter((node) => node.source && (long || lines.has(node.source.line)))
    .filter((node) => {
      const found = find(node, homes, cells, own);
      return (
        found.state === 'found' &&
        found.cell === cursor.cell &&
        cursor.first <= found.place.line &&
        found.place.line <= cursor.last
      );
    })
    .map((node) => node.id);
}
