/** Documents that no kernel sends: the view says something sensible of each, and soon. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { View } from '../src/view';
import { type Raw, raw } from './golden';

let host: HTMLElement;
let view: View;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  view = new View(host);
});

afterEach(() => {
  view.dispose();
  host.remove();
});

const node = (id: number, more: Raw = {}): Raw => ({
  id,
  kind: 'op',
  name: `t${id}`,
  op: 'AddBackward0',
  symbol: '+',
  shape: [],
  value: '1.',
  ...more,
});

const box = (id: number, x: number, y: number): Raw => ({ id, x, y, width: 112, height: 84 });

/** A document with these nodes and edges, drawn in one column of boxes. */
function graph(nodes: Raw[], edges: [number, number][], more: Raw = {}): Raw {
  return {
    version: 1,
    text: 'tensor(1., grad_fn=<AddBackward0>)',
    root: nodes[nodes.length - 1].id,
    nodes,
    edges: edges.map(([from, to]) => ({ from, to })),
    changes: [],
    backwards: [],
    layout: {
      width: 400,
      height: 400,
      nodes: nodes.map((each, at) => box(each.id, (at % 100) * 130, Math.floor(at / 100) * 100)),
      edges: edges.map(([from, to], at) => ({
        edges: [at],
        from,
        to,
        path: 'M0 0 L9 9',
        back: 'M9 9 L0 0',
        label: { x: 1, y: 1 },
      })),
    },
    ...more,
  };
}

const chain = (length: number): Raw =>
  graph(
    Array.from({ length }, (_, id) => node(id)),
    Array.from({ length: length - 1 }, (_, id): [number, number] => [id, id + 1]),
  );

/** A walk back through a chain, each step sending on to the one before. */
const walked = (length: number): Raw => ({
  call: 'y.backward()',
  seed: '1.',
  root: length - 1,
  steps: Array.from({ length }, (_, at) => ({
    node: length - 1 - at,
    order: at + 1,
    upstream: '1.',
    sends: at < length - 1 ? [{ edge: length - 2 - at, value: '1.' }] : [],
  })),
});

const shown = (): string => host.textContent ?? '';
const drawn = (): number => host.querySelectorAll('[data-autograd="node"]').length;

describe('a document of an odd size', () => {
  it('of 5,000 nodes is not drawn, and says so', () => {
    view.update(chain(5000));
    expect(shown()).toContain('5000 nodes are more than the 2000');
    expect(shown()).toContain('tensor(1., grad_fn=<AddBackward0>)');
  });

  it('of a chain of 600 nodes is stepped through and inspected', () => {
    view.update({ ...chain(600), backwards: [walked(600)] });
    expect(drawn()).toBe(600);
    for (const step of [0, 1, 300, 600]) view.seek(step);
    for (const id of [0, 300, 599]) view.select(id);
    expect(host.querySelector('[data-autograd="inspector"] h4')?.textContent).toContain('t599');
  });

  it('of a node with 500 inputs is inspected', () => {
    const nodes = Array.from({ length: 501 }, (_, id) => node(id, id < 500 ? { kind: 'leaf', op: '' } : {}));
    const edges = nodes.slice(0, -1).map(({ id }): [number, number] => [id, 500]);
    const sends = edges.map((_, edge) => ({ edge, value: '1.' }));
    const step = { node: 500, order: 1, upstream: '1.', sends };
    const walk = { call: 'y.backward()', seed: '1.', root: 500, steps: [step] };
    view.update(graph(nodes, edges, { backwards: [walk] }));
    view.select(500);
    view.seek(1);
    const inspector = host.querySelector('[data-autograd="inspector"]') as HTMLElement;
    expect(inspector.textContent).toContain('t500');
    expect(inspector.querySelectorAll('*').length).toBeLessThan(10_000);
  });

  it('of two nodes between which 500 edges run is drawn', () => {
    view.update(
      graph(
        [node(0, { kind: 'leaf', op: '' }), node(1)],
        Array.from({ length: 500 }, () => [0, 1]),
      ),
    );
    view.select(1);
    expect(drawn()).toBe(2);
  });

  it('of texts of 10,000 characters keeps them short where they are labels', () => {
    const long = 'x'.repeat(10_000);
    const odd = { name: long, op: long, symbol: long, formula: long, local: [long], value: long };
    view.update(graph([node(0, { ...odd, kind: 'leaf' }), node(1, odd)], [[0, 1]], { text: long }));
    view.select(1);
    for (const each of host.querySelectorAll('svg text')) expect(each.textContent?.length).toBeLessThan(400);
    for (const each of host.querySelectorAll('[aria-label]'))
      expect(each.getAttribute('aria-label')?.length).toBeLessThan(10_100);
  });

  it('of a history of 1,000 changes and 100 walks is shown', () => {
    const changes = Array.from({ length: 1000 }, () => ({
      node: 0,
      change: 'add',
      grad: '1.',
      by: 'y.backward()',
    }));
    const backwards = Array.from({ length: 100 }, () => walked(2));
    view.update(graph([node(0, { kind: 'leaf', op: '' }), node(1)], [[0, 1]], { changes, backwards }));
    view.seek(5);
    view.select(0);
    expect(drawn()).toBe(2);
  });
});

describe('a document of odd contents', () => {
  it('with a cycle is drawn, stepped and inspected all the same', () => {
    const cyclic = graph(
      [node(0), node(1), node(2)],
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [1, 1],
      ],
    );
    const sends = [{ edge: 0, value: '1.' }];
    const steps = [1, 0, 2, 1].map((id, at) => ({ node: id, order: at + 1, upstream: '1.', sends }));
    view.update({ ...cyclic, backwards: [{ call: 'y.backward()', seed: '1.', root: 2, steps }] });
    for (const id of [0, 1, 2]) view.select(id);
    for (let step = 0; step < 6; step++) view.seek(step);
    expect(drawn()).toBe(3);
  });

  it('with groups that hold each other is drawn all the same', () => {
    const groups = [1, 2].map((id) =>
      node(id, { kind: 'group', members: [3 - id, id], count: 3, per: 1, symbol: 'x' }),
    );
    view.update(graph([node(0), ...groups], [[0, 1]]));
    view.select(1);
    expect(drawn()).toBe(3);
  });

  it.each([
    ['an empty tensor', { shape: [0], value: '[]' }],
    ['an empty matrix', { shape: [0, 3], value: '[]' }],
    ['many dimensions', { shape: Array(64).fill(1), value: '[...]' }],
    ['nan', { value: 'nan' }],
    ['infinities', { shape: [2], value: '[inf, -inf]' }],
    ['a huge shape', { shape: [2 ** 40, 2 ** 20], value: '[...]' }],
    ['a value that nobody recorded', { value: null }],
    ['no operation', { op: '', symbol: '' }],
    ['a version that went backwards', { version: -5 }],
  ])('with %s is inspected at every step', (_, odd) => {
    const grad = { grad: (odd as Raw).value ?? '1.' };
    const changes = [{ node: 0, change: 'fill', by: 'y.backward()', backward: 0, ...grad }];
    const document = graph([node(0, { ...odd, ...grad, kind: 'leaf', op: '' }), node(1, odd)], [[0, 1]]);
    const walk = walked(2);
    walk.steps[0].upstream = walk.steps[0].sends[0].value = grad.grad;
    walk.steps[1] = { kind: 'accumulate', node: 0, order: 2, upstream: grad.grad, sends: [], change: 0 };
    view.update({ ...document, changes, backwards: [walk] });
    expect(drawn()).toBe(2);
    for (const id of [0, 1]) {
      view.select(id);
      for (let step = 0; step < 4; step++) view.seek(step);
    }
  });
});

/** Every place of a document: the keys that lead there. */
function places(value: Raw, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [...(path.length ? [path] : []), ...keys.flatMap((key) => places(value[key], [...path, key]))];
}

describe.each(['short/sweeps_vector', 'short/cuts', 'short/loop', 'dot_backward'])(
  'a spoilt document: %s',
  (name) => {
    // One in so many places, since a spoilt document is drawn and walked through like any other.
    const all = places(raw(name));
    const every = Math.ceil(all.length / 20);
    const some = all.filter((_, at) => at % every === 0);

    it.each<[string, Raw]>([
      ['missing', undefined],
      ['null', null],
      ['a negative number', -1],
      ['a large number', 1e9],
      ['NaN', Number.NaN],
      ['a text', '<b>x</b>'],
      ['an empty list', []],
      ['a nested list', [[0, [1, 'x']]]],
      ['an empty object', {}],
      ['true', true],
    ])('where something is %s is drawn or refused, without an exception', (_, odd) => {
      for (const path of some) {
        const document = raw(name);
        const last = path[path.length - 1] as string;
        const parent = path.slice(0, -1).reduce((part, key) => part[key], document);
        if (odd !== undefined) parent[last] = odd;
        else if (Array.isArray(parent)) parent.splice(Number(last), 1);
        else delete parent[last];
        expect(() => {
          view.update(document);
          view.seek(1);
          for (const { id } of view.nodes) view.select(id);
          view.seek(99);
          view.select(null);
        }, path.join('.')).not.toThrow();
        expect(host.querySelectorAll('b')).toHaveLength(0);
        expect(shown()).not.toBe('');
      }
    });
  },
);
