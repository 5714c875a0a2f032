import { describe, expect, it } from 'vitest';
import { moved, multiplied, sharesOf, whyWait } from '../src/chain';
import type { GraphDoc } from '../src/document';
import { parse } from '../src/parse';
import { labelIn, unnamed } from '../src/text';
import { View } from '../src/view';
import { golden, type Raw, raw } from './golden';

describe('a shared result', () => {
  it('says why the walk waits, and what plain recursion would count twice', () => {
    const document = golden('mlp');
    const host = globalThis.document.createElement('div');
    const view = new View(host);
    view.update(raw('mlp'));
    view.select(17); // used by two operations
    expect(host.querySelector('[data-autograd="inspector"]')?.textContent).toContain('Plain recursion');
    const op = document.nodes.find((node) => node.kind === 'op');
    const leaf = document.nodes.find((node) => node.kind === 'leaf');
    if (!op || !leaf) throw new Error('no nodes');
    expect(whyWait(op, 2)).toContain('would visit it and all behind it 2 times');
    expect(whyWait(op, 1)).toBe('');
    expect(whyWait(leaf, 2)).toBe('');
    view.dispose();
  });
});

/** A golden document with something changed. */
function changed(name: string, change: (document: Raw) => void): GraphDoc {
  const document = raw(name);
  change(document);
  const parsed = parse(document);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.document;
}

function inspected(name: string, change: (document: Raw) => void, id: number): string {
  const host = globalThis.document.createElement('div');
  const view = new View(host);
  const document = raw(name);
  change(document);
  view.update(document);
  view.select(id);
  const text = host.querySelector('[data-autograd="inspector"]')?.textContent ?? '';
  view.dispose();
  return text;
}

describe('upstream × local', () => {
  it('puts the upstream gradient where a matrix product has it', () => {
    expect(multiplied('[1., 1.]', 'Aᵀ @ ∂')).toBe('Aᵀ @ [1., 1.]');
    expect(multiplied('g', '∂ ⊗ x')).toBe('g ⊗ x');
    expect(multiplied('g', '−z (∂ + ∂ᵀ) z x')).toBe('−z (g + gᵀ) z x');
    expect(multiplied('g', '2 · x')).toBe('g × (2 · x)');
    expect(multiplied('g', 'cos (a * b)')).toBe('g × cos (a * b)');
  });

  it('puts what stands below a ∂ in brackets, unless one pair holds all of it', () => {
    const below = (label: string): string =>
      inspected(
        'dot_backward',
        (document) => {
          for (const node of document.nodes as Raw[]) if (node.id === 1) node.name = label;
        },
        3,
      );
    expect(below('u')).toContain('∂y/∂u = 2');
    expect(below('x.exp()')).toContain('∂y/∂(x.exp()) = 2');
    expect(below('(a + b)')).toContain('∂y/∂(a + b) = 2');
    expect(below('(a + b) · (c + d)')).toContain('∂y/∂((a + b) · (c + d)) = 2');
  });

  it('multiplies nothing where numbers are only moved', () => {
    expect(multiplied('[[1., 2.]]', '1, transposed')).toBe('[[1., 2.]], transposed');
  });

  it('leaves ∂ alone where it belongs to one of several results', () => {
    expect(multiplied('g', 'P L⁻ᵀ tril(Lᵀ ∂L)')).toBe('g × (P L⁻ᵀ tril(Lᵀ ∂L))');
  });

  it('says in the inspector what a matrix product sends, and no derivative that it is not', () => {
    const product = golden('mlp').nodes.find((node) => node.symbol === '@')?.id ?? -1;
    const text = inspected(
      'mlp',
      (document) => {
        document.nodes[product].local = ['∂ @ Wᵀ', 'Xᵀ @ ∂'];
      },
      product,
    );
    expect(text).toMatch(/ᵀ @ upstream|upstream @ \w+ᵀ/);
    expect(text).not.toMatch(/= \w+ᵀ @ ∂|upstream × \(/);
  });
});

describe('a tangent', () => {
  it('goes through a matrix product in the place of its factor', () => {
    const document = golden('mlp');
    const product = document.nodes.find((node) => node.symbol === '@');
    if (!product) throw new Error('no product');
    const [first, second] = document.edges.flatMap((edge, at) => (edge.to === product.id ? [at] : []));
    const names = [first, second].map((at) => {
      const from = document.byId.get(document.edges[at ?? -1]?.from ?? -1);
      return labelIn(document, from);
    });
    expect(moved(document, product, second ?? -1, 'Xᵀ @ ∂', 't')).toBe(`${names[0]} @ t`);
    expect(moved(document, product, first ?? -1, '∂ @ Wᵀ', 't')).toBe(`t @ ${names[1]}`);
  });
});

describe('a step inside a call', () => {
  it('is not called as the result of the call is', () => {
    const document = changed('mlp', (same) => {
      const edge = same.edges.find((each: Raw) => same.nodes[each.from].kind === 'op');
      const [inner, outer] = [same.nodes[edge.from], same.nodes[edge.to]];
      inner.name = '';
      inner.formula = 'Wᵀ';
      inner.source = { ...outer.source };
    });
    const inner = document.nodes.find((node) => node.formula === 'Wᵀ');
    expect(inner?.source?.expression).not.toBe('Wᵀ');
    expect(labelIn(document, inner)).toBe('Wᵀ');
  });
});

describe('a result without a name', () => {
  it('gets a letter that the learner has not given', () => {
    expect(unnamed(golden('dot'))).toBe('z');
    const document = changed('dot', (same) => {
      same.nodes[0].name = 'z';
    });
    expect(unnamed(document)).toBe('r');
  });
});

describe('notes to a share', () => {
  it('say where nan begins', () => {
    const nan = (same: Raw): void => {
      for (const step of same.backwards[0].steps)
        for (const send of step.sends ?? []) send.value.text = 'nan';
    };
    const document = changed('dot_backward', nan);
    const [first] = document.backwards[0]?.steps ?? [];
    expect(inspected('dot_backward', nan, first?.node ?? -1)).toContain('nan begins here');
    expect(inspected('dot_backward', () => undefined, first?.node ?? -1)).not.toContain('nan begins here');
  });

  it('say what becomes of one gradient for a sum and a mean', () => {
    const noted = (op: string): string => {
      const document = changed('dot', (same) => {
        const root = same.nodes[same.root];
        root.op = op;
        same.nodes.find((node: Raw) =>
          same.edges.some((e: Raw) => e.to === same.root && e.from === node.id),
        ).shape = [2, 3];
      });
      const root = document.byId.get(document.root);
      if (!root) throw new Error('no root');
      return sharesOf(document, root, { nodes: new Map(), edges: [] } as never)
        .map((share) => share.note)
        .join();
    };
    expect(noted('SumBackward0')).toContain('for each number of shape [2, 3]: all of them were added up');
    expect(noted('MeanBackward0')).toContain('n = 6, for each number of shape [2, 3]');
    expect(noted('MulBackward0')).not.toContain('each number');
  });
});

describe('what has not arrived', () => {
  it('will not once the node was visited', () => {
    const away = (same: Raw): void => {
      const [walk] = same.backwards;
      for (const step of walk.steps) if (step.sends?.length) step.sends = step.sends.slice(0, 1);
    };
    expect(inspected('dot_backward', away, 0)).toContain('nothing in this walk');
    expect(inspected('dot_backward', away, 0)).not.toContain('not yet');
  });
});

describe('an operation without a formula', () => {
  const shown = (op: string, symbol: string): string =>
    inspected(
      'dot',
      (document) => {
        Object.assign(document.nodes[document.root], { op, symbol, formula: '', local: [], saved: [] });
      },
      raw('dot').root,
    );

  it('that the learner wrote is asked itself, and keeps what its forward() kept', () => {
    expect(shown('ExpBackward', 'Exp')).toContain('Exp.backward(upstream)');
    expect(shown('ExpBackward', 'Exp')).toContain('what its own forward() has kept');
  });

  it('that wrote over a part says what becomes of both', () => {
    expect(shown('CopySlices', 'CopySlices')).toContain('upstream, 0 where it was written over');
    expect(shown('CopySlices', 'CopySlices')).toContain('its derivative needs no value');
  });
});
