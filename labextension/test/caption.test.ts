import { describe, expect, it } from 'vitest';
import { captionOf, plain } from '../src/caption';
import { hint } from '../src/hints';
import { momentOf, timelineOf } from '../src/timeline';
import { golden, NAMES } from './golden';

function sentences(name: string): string[] {
  const timeline = timelineOf(golden(name));
  return Array.from({ length: timeline.frames.length + 1 }, (_, step) =>
    plain(captionOf(timeline, momentOf(timeline, step))),
  );
}

describe('captionOf', () => {
  it('tells a walk', () => {
    expect(sentences('dot_backward')).toEqual([
      'Before y.backward(). Press play to see it walk back to the leaves.',
      'y.backward() starts with the seed 1.: MulBackward0 sends 1. × 2 = 2. to torch.dot(x, x).',
      'DotBackward0 received 2. and sends 2. × x = [0., 2., 4., 6.] to each of its two arguments. Both are x.',
      'x received [0., 2., 4., 6.] + [0., 2., 4., 6.] = [0., 4., 8., 12.] and x.grad, empty until now, holds it.',
    ]);
  });

  it('does not say that nothing is sent where what it is sent to is left out', () => {
    const document = golden('dot_backward');
    document.edges = document.edges.filter(({ from }) => document.byId.get(from)?.kind === 'constant');
    for (const step of document.backwards[0]?.steps ?? []) step.sends = [];
    const second = (): string => {
      const timeline = timelineOf(document);
      return plain(captionOf(timeline, momentOf(timeline, 1)));
    };
    expect(second()).toContain('sends nothing on');
    document.omitted = 3;
    expect(second()).toContain('sends its share on to what is left out of this picture.');
  });

  it('ends a sentence once', () => {
    const document = golden('dot_backward');
    const [change] = document.changes;
    if (!change) throw new Error('no change');
    document.backwards = [];
    for (const [text, end] of [
      ['1.', 'now 1.'],
      ['[0.1, 0.2]', 'now [0.1, 0.2].'],
      ['[0.1234, 0.1234, 0.1234, 0.1234, 0.1234]', '0.1234, …'],
    ] as const) {
      document.changes = [{ ...change, change: 'fill', grad: { text } } as typeof change];
      const timeline = timelineOf(document);
      const sentence = plain(captionOf(timeline, momentOf(timeline, 1)));
      expect(sentence.slice(-end.length)).toBe(end);
    }
  });

  it('tells zeroing, adding and other graphs', () => {
    const told = sentences('dot_history');
    expect(told[4]).toBe('x.grad.zero_() set every number of x.grad to 0. The next walk adds to zeros.');
    expect(told[5]).toBe('s.backward() walked another graph and added to x.grad: now [1., 1., 1., 1.].');
    expect(told[8]).toContain('x.grad adds it to what it held. backward() adds, it does not replace.');
  });

  it('tells a failure with its cause', () => {
    expect(sentences('error')[4]).toBe(
      'y.backward() failed at MulBackward0: an earlier walk has freed what it had saved. No .grad was changed.',
    );
  });

  it('tells a folded loop', () => {
    expect(sentences('loop')[1]).toContain('The loop b received 1. and passed on 512.');
  });

  it.each(NAMES)('gives every frame of %s one readable sentence', (name) => {
    for (const sentence of sentences(name)) {
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\.\.$/);
      expect(sentence.length).toBeGreaterThan(8);
      expect(sentence.length).toBeLessThan(330);
    }
  });
});

describe('hint', () => {
  const document = golden('error');
  const of = (text: string): string => hint(document, { type: 'RuntimeError', text, node: null });

  it('names the way out', () => {
    expect(of('Trying to backward through the graph a second time')).toContain('retain_graph=True');
    expect(of('grad can be implicitly created only for scalar outputs')).toContain('y.sum().backward()');
    expect(of('element 0 of tensors does not require grad and does not have a grad_fn')).toContain(
      'requires_grad=True',
    );
    expect(of('has been modified by an inplace operation')).toContain('work on a `clone()`');
    expect(of('something else')).toBe('');
  });

  it('names what was overwritten, by what, from which version to which', () => {
    const doc = golden('error');
    const node = doc.nodes.find(({ op }) => op !== '');
    if (!node) throw new Error('no operation');
    const text = 'one of the variables ... has been modified by an inplace operation';
    const said = (by: string): string => {
      node.saved = [{ name: 'self', label: 'h', version: 0, state: 'overwritten', now: 2, by, source: null }];
      return hint(doc, { type: 'RuntimeError', text, node: node.id });
    };
    expect(said('h.add_(1)')).toContain(
      `${node.op} needs h as it was at version 0, but h.add_(1) changed it in place: now it is at version 2.`,
    );
    expect(said('h.add_(1)')).toContain('`h = h.add(1)` rather than `h.add_(1)`');
    expect(said('h[0] = 0.')).toContain('work on a `clone()`');
    expect(said('')).toContain('needs h as it was at version 0, but it was changed in place afterwards.');
  });

  it('is another for a parameter that was changed too early', () => {
    const doc = golden('error');
    const [leaf, node] = [
      doc.nodes.find(({ kind }) => kind === 'leaf'),
      doc.nodes.find(({ op }) => op !== ''),
    ];
    if (!leaf || !node) throw new Error('no leaf or no operation');
    leaf.name = 'net.weight';
    const saved = { name: 'mat2', label: 'net.weightᵀ', version: 1, state: 'overwritten' as const, now: 2 };
    node.saved = [{ ...saved, by: 'opt.step()', source: null }];
    const error = { type: 'RuntimeError', text: 'modified by an inplace operation', node: node.id };
    expect(hint(doc, error)).toContain(
      'call `backward()` before `opt.step()`, or compute again after it what `y`',
    );
  });
});
