import { describe, expect, it } from 'vitest';
import type { Layout } from '../src/document';
import { MAX_DRAWN, parse } from '../src/parse';
import { NAMES, type Raw, raw } from './golden';

/** The message for a document changed by `change`. */
function message(change: (document: Raw) => void): string {
  const document = raw('dot_backward');
  change(document);
  const parsed = parse(document);
  return parsed.ok ? '' : parsed.message;
}

/** A document without where its picture stands as a whole and where its edges and their texts do. */
function withoutTexts(parsed: ReturnType<typeof parse>): unknown {
  const picture = (layout: Layout | null): unknown =>
    layout && {
      direction: layout.direction,
      nodes: layout.nodes.map(({ id, x, y, width, height }) => {
        const [first] = layout.nodes;
        return [id, x - (first?.x ?? 0), y - (first?.y ?? 0), width, height];
      }),
      edges: layout.edges.map(({ edges, from, to, cut, path, back }) => [edges, from, to, cut, !path, !back]),
      refs: layout.refs.length,
    };
  if (!parsed.ok) return parsed;
  const { layout, unfolded, down, ...rest } = parsed.document;
  return [rest, ...[layout, unfolded, down?.layout ?? null, down?.unfolded ?? null].map(picture)];
}

describe('parse', () => {
  it.each(NAMES)('reads %s', (name) => {
    const parsed = parse(raw(name));
    expect(parsed).toMatchObject({ ok: true });
  });

  it.each(NAMES)('completes %s as it travels', (name) => {
    expect(parse(raw(`short/${name}`))).toEqual(parse(raw(name)));
  });

  it.each(NAMES)('completes %s as an older program has saved it', (name) => {
    // Where its texts of edges stood is its own affair.
    const whole = parse(raw(name));
    for (const folder of ['older', 'rows', 'sparse']) {
      const older = parse(raw(`${folder}/${name}`));
      expect(withoutTexts(older)).toEqual(withoutTexts(whole));
    }
  });

  it('knows the whole line where a source says no more, and nothing where it says null', () => {
    const source = (from: unknown) => {
      const document = raw('dot_backward');
      document.nodes[1].source = from;
      const parsed = parse(document);
      return parsed.ok && parsed.document.nodes[1]?.source;
    };
    const rest = { lineno: null, iteration: null };
    expect(source({ line: 'y = x' })).toEqual({
      line: 'y = x',
      expression: 'y = x',
      start: 0,
      end: 5,
      ...rest,
    });
    expect(source({ line: 'y = x', start: 4 })).toMatchObject({ expression: 'x', start: 4, end: 5 });
    expect(source({ line: 'y = x', start: 9 })).toMatchObject({ expression: '', start: 0, end: 0 });
    const unknown = { line: 'y = x', expression: null, start: null, end: null };
    expect(source(unknown)).toEqual({ ...unknown, expression: '', start: 0, end: 0, ...rest });
  });

  it.each<[unknown]>([[7], [{ nodes: [1] }], [{ nodes: [{}, {}, {}, {}], edges: {} }], [[]]])(
    'refuses the layout %j without throwing',
    (layout) => {
      expect(message((document) => (document.down = { layout }))).toContain('cannot be drawn: down');
    },
  );

  it('ignores fields that it does not know', () => {
    expect(
      message((document) => {
        document.future = { x: 1 };
        document.nodes[0].colour = 'blue';
        document.layout.nodes[0].shadow = [1];
      }),
    ).toBe('');
  });

  it.each<[unknown]>([[null], [undefined], [7], ['x'], [[]], [{}], [new Date()], [() => 1]])(
    'refuses %s without throwing',
    (thing) => {
      expect(parse(thing)).toMatchObject({ ok: false, text: '' });
    },
  );

  it('keeps the text of what it refuses', () => {
    expect(parse({ version: 2, text: 'tensor(1.)' })).toEqual({
      ok: false,
      message: 'This picture cannot be drawn: its format version is 2, this view reads version 1.',
      text: 'tensor(1.)',
    });
  });

  it.each<[string, (document: Raw) => void, string]>([
    ['no nodes', (d) => delete d.nodes, 'nodes is not a list'],
    ['a strange kind', (d) => (d.nodes[1].kind = 'alien'), 'nodes[1].kind is not one of'],
    ['an id twice', (d) => (d.nodes[1].id = 0), 'use an id twice'],
    ['a dangling edge', (d) => (d.edges[0].from = 99), 'edges[0] names node 99, which does not exist'],
    ['a dangling root', (d) => (d.root = -1), 'root names node -1'],
    ['a shape of words', (d) => (d.nodes[0].shape = ['four']), 'nodes[0].shape is not a whole number'],
    ['a value without text', (d) => (d.nodes[0].value = {}), 'nodes[0].value.text is not a text'],
    ['a step at no node', (d) => (d.backwards[0].steps[0].node = 50), 'names node 50'],
    ['a send along no edge', (d) => (d.backwards[0].steps[0].sends[0].edge = 50), 'edge is 50, of 4'],
    ['no layout', (d) => (d.layout = null), 'layout is not an object'],
    ['an infinite box', (d) => (d.layout.nodes[0].x = Number.POSITIVE_INFINITY), 'not a sensible number'],
    ['a box without end', (d) => (d.layout.nodes[0].width = 1e12), 'not a sensible number'],
    ['a negative box', (d) => (d.layout.nodes[0].width = -4), 'negative size'],
    ['a node drawn twice', (d) => d.layout.nodes.push(d.layout.nodes[0]), 'twice'],
    ['a path that is no path', (d) => (d.layout.edges[0].path = 'url(#x)'), 'is not a path'],
    ['an edge to what is not drawn', (d) => (d.layout.edges[0].to = 77), 'which is not drawn'],
    ['an endless text', (d) => (d.nodes[0].name = 'x'.repeat(2_000_000)), 'too long a text'],
    ['a change of nothing', (d) => (d.changes[0].node = 9), 'changes[0] names node 9'],
  ])('says what is wrong with %s', (_, change, expected) => {
    expect(message(change)).toContain(expected);
  });

  it('does not draw more than a page can show', () => {
    const text = message((document) => {
      for (let i = 0; i < MAX_DRAWN; i++) {
        document.nodes.push({ ...document.nodes[0], id: 100 + i });
        document.layout.nodes.push({ id: 100 + i, x: 0, y: i, width: 9, height: 9 });
      }
    });
    expect(text).toContain('are more than the 2000');
  });

  it('survives a document that throws when it is read', () => {
    const trap = new Proxy({}, { get: () => JSON.parse('{') });
    expect(parse(trap)).toMatchObject({ ok: false });
  });

  it('forgets columns that lie outside the source line', () => {
    const document = raw('dot');
    document.nodes[1].source.end = 9999;
    const parsed = parse(document);
    expect(parsed.ok && parsed.document.byId.get(1)?.source).toMatchObject({ start: 0, end: 0 });
  });
});
