import { describe, expect, it } from 'vitest';
import { anew, cause, hint } from '../src/hints';
import { parse } from '../src/parse';
import { raw } from './golden';

describe('the cause of a failed walk', () => {
  it('is a clause even where the error has no text', () => {
    expect(cause({ type: 'KeyboardInterrupt', text: '', node: 0 })).toBe('it was interrupted');
    expect(cause({ type: 'ValueError', text: '', node: null })).toBe('ValueError');
    expect(cause({ type: 'ValueError', text: 'mine.', node: null })).toBe('mine');
  });
});

describe('a leaf that is changed in place', () => {
  it('is not explained as a saved value that was overwritten', () => {
    const text = 'a leaf Variable that requires grad is being used in an in-place operation.';
    const parsed = parse(raw('error'));
    if (!parsed.ok) throw new Error(parsed.message);
    const error = { type: 'RuntimeError', text, node: 0 };
    expect(hint(parsed.document, error)).toContain('`with torch.no_grad():`');
    expect(hint(parsed.document, error)).not.toContain('saved');
    expect(cause(error)).toContain('a leaf that requires a gradient');
  });
});

describe('the way out', () => {
  it('is the statement that was written, for a new tensor', () => {
    expect(anew('y += 1')).toBe('y = y + 1');
    expect(anew('net.h *= a - b')).toBe('net.h = net.h * (a - b)');
    expect(anew('y -= f(a, b)')).toBe('y = y - f(a, b)');
    expect(anew('y.add_(1)')).toBe('y = y.add(1)');
    expect(anew('y.zero_()')).toBe('');
    expect(anew('y[0] = 1')).toBe('');
  });

  it('names the call that freed the graph', () => {
    const said = (...calls: string[]): string => {
      const document = raw('error');
      const [first, failed] = document.backwards;
      document.backwards = [...calls.map((call) => ({ ...first, call })), failed];
      const parsed = parse(document);
      if (!parsed.ok) throw new Error(parsed.message);
      const graph = parsed.document;
      const error = graph.backwards[graph.backwards.length - 1]?.error;
      if (!error) throw new Error('the last walk fails');
      return hint(graph, error).replace(/.*: /, '');
    };
    expect(said('torch.autograd.grad(g, x)')).toBe('`torch.autograd.grad(g, x, retain_graph=True)`.');
    expect(said('loss.backward()')).not.toContain('detach');
    expect(said('loss.backward()')).toBe('`loss.backward(retain_graph=True)`.');
    expect(said('torch.autograd.grad(g, x)', 'torch.autograd.grad(g, x, create_graph=True)')).toBe(
      '`torch.autograd.grad(g, x, retain_graph=True)`.',
    );
  });

  it('is another where a new result hangs on what an earlier walk has been through', () => {
    const document = raw('error');
    document.backwards[0] = { ...document.backwards[0], call: 'loss.backward()', root: null };
    const parsed = parse(document);
    if (!parsed.ok) throw new Error(parsed.message);
    const graph = parsed.document;
    const error = graph.backwards[1]?.error;
    if (!error) throw new Error('the second walk fails');
    const failed = graph.byId.get(error.node ?? -1);
    expect(hint(graph, error)).toContain(
      `\`y\` is computed from ${failed?.name ? `\`${failed.name}\` (${failed.op})` : `a result of ${failed?.op}`}, and an earlier call, \`loss.backward()\`,`,
    );
    expect(hint(graph, error)).toContain(`as with \`${failed?.name || 'h'}.detach()\``);
    expect(hint(graph, error)).toContain(
      'let the first call keep the graph: `loss.backward(retain_graph=True)`.',
    );
  });
});
