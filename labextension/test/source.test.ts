import { describe, expect, it } from 'vitest';
import type { GraphNode, Source } from '../src/document';
import { type CellText, find, homesOf, madeBy, placeIn } from '../src/source';

const source = (line: string, lineno: number | null, start = 0, end = line.length): Source => ({
  line,
  expression: line.slice(start, end),
  start,
  end,
  lineno,
  iteration: null,
});
const node = (id: number, from: Source | null, members: number[] = []): GraphNode =>
  ({ id, source: from, members, kind: 'op' }) as unknown as GraphNode;
const cell = (id: string, text: string): CellText => ({ id, lines: text.split('\n') });
const DOT = source('y = 2 * torch.dot(x, x)', 2, 8, 23);

describe('a line in a cell', () => {
  it('is found where it was, with its expression', () => {
    expect(placeIn(DOT, ['x = 1', 'y = 2 * torch.dot(x, x)'])).toEqual({ line: 2, from: 8, to: 23 });
  });

  it('counts columns from the indentation', () => {
    expect(placeIn(DOT, ['for _ in a:', '    y = 2 * torch.dot(x, x)  '])).toEqual({
      line: 2,
      from: 12,
      to: 27,
    });
  });

  it('is found where it has moved', () => {
    expect(placeIn(DOT, ['', '', 'x', 'y = 2 * torch.dot(x, x)'])?.line).toBe(4);
  });

  it('is not found once it was changed, nor where two could be meant', () => {
    expect(placeIn(DOT, ['x = 1', 'y = 3 * torch.dot(x, x)'])).toBeNull();
    expect(placeIn(DOT, [DOT.line, '', DOT.line])).toBeNull();
    expect(placeIn(DOT, [DOT.line, DOT.line])?.line).toBe(2);
    expect(placeIn(DOT, [])).toBeNull();
    expect(placeIn(source('', null), ['', ''])).toBeNull();
  });

  it('is known by its beginning where the document has cut it', () => {
    const long = `y = ${'x + '.repeat(60)}x`;
    expect(placeIn(source(`${long.slice(0, 199)}…`, 1, 4, 200), [long])).toEqual({
      line: 1,
      from: 4,
      to: 200,
    });
  });
});

describe('the cell of a node', () => {
  const cells = [cell('a', `x = 1\n${DOT.line}`), cell('b', 'z = x.sum()'), cell('c', 'z = x.sum()')];

  it('is read from the metadata, whatever they hold', () => {
    expect([...(homesOf({ a: [1, 3], b: 'x', c: [null, 4] }) ?? [])]).toEqual([
      [1, 'a'],
      [3, 'a'],
      [4, 'c'],
    ]);
    for (const none of [undefined, null, 7, 'a', []]) expect(homesOf(none)).toBeNull();
  });

  it('is the one that made it, and never another of the same text', () => {
    const sum = node(5, source('z = x.sum()', 1));
    expect(find(sum, homesOf({ c: [5] }), cells)).toMatchObject({ state: 'found', cell: 'c' });
    expect(find(sum, homesOf({ gone: [5] }), cells).state).toBe('unknown');
    expect(find(sum, homesOf({ a: [5] }), cells)).toEqual({ state: 'edited', cell: 'a' });
    expect(find(sum, homesOf({ a: [1] }), cells).state).toBe('unknown'); // made in an imported file
  });

  it('is told by the text where the metadata say nothing, unless several could be meant', () => {
    expect(find(node(1, DOT), null, cells)).toMatchObject({ state: 'found', cell: 'a' });
    const sum = node(5, source('z = x.sum()', 1));
    expect(find(sum, null, cells).state).toBe('unknown');
    expect(find(sum, null, cells, 'b')).toMatchObject({ state: 'found', cell: 'b' });
    expect(find(node(6, null), null, cells).state).toBe('unknown');
  });

  it('is a loop', () => {
    const loop = node(9, DOT, [4, 5]);
    expect(find(loop, homesOf({ a: [4, 5] }), cells)).toMatchObject({ state: 'found', cell: 'a' });
  });
});

describe('the cursor', () => {
  const cells = [cell('a', `x = 1\n${DOT.line}`), cell('b', DOT.line)];
  const nodes = [node(0, null), node(1, DOT), node(3, DOT), node(4, source(DOT.line, 1))];
  const homes = homesOf({ a: [1, 3], b: [4] });

  it('stands on a line that made nodes', () => {
    expect(madeBy({ cell: 'a', first: 2, last: 2 }, nodes, homes, cells)).toEqual([1, 3]);
    expect(madeBy({ cell: 'b', first: 1, last: 1 }, nodes, homes, cells)).toEqual([4]);
    expect(madeBy({ cell: 'a', first: 1, last: 2 }, nodes, homes, cells)).toEqual([1, 3]);
    expect(madeBy({ cell: 'a', first: 1, last: 1 }, nodes, homes, cells)).toEqual([]);
    expect(madeBy({ cell: 'gone', first: 1, last: 1 }, nodes, homes, cells)).toEqual([]);
  });
});
