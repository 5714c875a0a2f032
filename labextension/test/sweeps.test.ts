import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../src/caption';
import type { GraphDoc } from '../src/document';
import { parse } from '../src/parse';
import { sweepCaption } from '../src/sweepcaption';
import { sweptDocument } from '../src/sweeps';
import { momentOf, timelineOf } from '../src/timeline';
import { View } from '../src/view';
import { golden, type Raw, raw } from './golden';

const FIRST = { forward: -1, reverse: -1 };
const swept = (name: string): GraphDoc => sweptDocument(golden(name), FIRST);
const said = (name: string): string[] => {
  const timeline = timelineOf(swept(name));
  return Array.from({ length: timeline.frames.length + 1 }, (_, step) =>
    plain(sweepCaption(timeline, momentOf(timeline, step))),
  );
};

describe('a document of sweeps', () => {
  it('runs forward over every node, then back', () => {
    const document = swept('sweeps_vector');
    const timeline = timelineOf(document);
    expect(timeline.frames).toHaveLength(6);
    const middle = momentOf(timeline, 3);
    expect(middle.nodes.get(document.root)?.tangent).toEqual({ text: '4.' });
    expect(middle.nodes.get(document.root)?.moves).toBe(true);
    expect(middle.nodes.get(document.root)?.state).toBe('idle');
    expect(middle.edges.map((edge) => edge.tangent?.text)).toEqual(['1.', '1.', '4.', undefined]);
    expect(middle.grads.get(0)?.value).toBeNull();
    const end = momentOf(timeline, 6);
    expect(end.nodes.get(document.root)?.tangent).toEqual({ text: '4.' });
    expect(end.nodes.get(document.root)?.order).toEqual([1, 1]);
    expect(end.grads.get(0)?.value).toEqual({ text: '[ 0.,  4.,  8., 12.]' });
  });

  it('leaves the history of the document alone', () => {
    const document = golden('sweeps_vector');
    sweptDocument(document, FIRST);
    expect(document.changes).toHaveLength(1);
    expect(document.nodes[0]?.grad).not.toBeNull();
  });

  it('shows the sweep that is chosen', () => {
    const document = sweptDocument(golden('sweeps_vector'), { forward: 3, reverse: 0 });
    expect(document.pushed?.label).toBe('x[3]');
    expect(momentOf(timelineOf(document), 3).nodes.get(document.root)?.tangent).toEqual({ text: '12.' });
  });

  it('tells every step with its numbers', () => {
    expect(said('sweeps_vector')).toEqual([
      'Two ways through the same graph. Press play: a tangent runs forward beside the values, then a gradient runs back.',
      'The forward sweep moves x along the tangent [0., 1., 0., 0.]. Everything computed from it moves with it.',
      'DotBackward0 moves by the sum of x × [0., 1., 0., 0.] = 1. and x × [0., 1., 0., 0.] = 1.: 2.',
      'MulBackward0 of y moves by local derivative × tangent: 2 × 2. = 4. That is ∂y/∂x[1].',
      'The reverse sweep starts with the seed 1.: MulBackward0 sends 1. × 2 = 2. to torch.dot(x, x).',
      'DotBackward0 received 2. and sends 2. × x = [0., 2., 4., 6.] to each of its two arguments. Both are x.',
      'x received [0., 2., 4., 6.] + [0., 2., 4., 6.] = [0., 4., 8., 12.]: that is ∂y/∂x, every number of it from this one sweep.',
    ]);
    expect(said('sweeps')[8]).toBe(
      'AddBackward0 of y moves by the sum of 1 × 0.3324 = 0.3324 and 1 × -0.2500 = -0.2500: 0.0824. That is ∂y/∂x.',
    );
  });

  it.each([
    [(sweeps: Raw) => (sweeps.forward.runs[0].steps[1].node = 99), 'names node 99'],
    [(sweeps: Raw) => (sweeps.forward.runs[0].steps[1].parts[0].edge = 77), 'is 77'],
    [(sweeps: Raw) => (sweeps.reverse.shown = 5), 'is 5, of 1'],
    [(sweeps: Raw) => (sweeps.forward.runs = 'x'), 'is not a list'],
    [(sweeps: Raw) => delete sweeps.forward.runs[0].cost, 'is not an object'],
  ])('is refused in one sentence where it is wrong', (spoil, message) => {
    const document = raw('sweeps');
    spoil(document.sweeps);
    const parsed = parse(document);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.message).toContain(message);
  });
});

describe('the view', () => {
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
  const part = (name: string): HTMLElement => {
    const found = host.querySelector<HTMLElement>(`[data-autograd="${name}"]`);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  const rows = (): string[][] =>
    [...part('sweeps').querySelectorAll('.ag-costs tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
    );

  it('has a quiet switch, and history until it is pressed', () => {
    view.update(raw('sweeps_vector'));
    expect(part('compare').getAttribute('aria-pressed')).toBe('false');
    expect(part('sweeps').hidden).toBe(true);
    expect(part('step').textContent).toBe('3 / 3');
    expect(host.querySelector('[data-autograd="tangent"]')).toBeNull();
    part('compare').click();
    expect(part('compare').getAttribute('aria-pressed')).toBe('true');
    expect(part('sweeps').hidden).toBe(false);
    expect(part('ledger').closest('[hidden]')).not.toBeNull();
    expect(part('step').textContent).toBe('6 / 6');
    expect([...host.querySelectorAll('[data-autograd="tangent"]')].map((each) => each.textContent)).toEqual([
      '→ [0., 1., 0., 0.]',
      '→ 2.',
      '→ 4.',
    ]);
    expect(host.querySelector('[data-autograd="grad"]')).toBeNull();
    expect(part('derivative').textContent).toBe('[0., 4., 8., 12.]');
    part('compare').click();
    expect(part('step').textContent).toBe('3 / 3');
    expect(part('grad').textContent).toBe('[0., 4., 8., 12.]');
  });

  it('sets the two modes beside each other', () => {
    view.update(raw('sweeps_vector'));
    part('compare').click();
    expect(rows().map(([what, left, right]) => [what, left, right])).toEqual([
      ['', 'forward mode', 'reverse mode'],
      ['begins at', 'x[0]x[1]x[2]x[3] [0., 1., 0., 0.]', 'y, 1.'],
      ['carries', 'a tangent →, beside the values', 'a gradient ∂ ←, after the values'],
      ['local derivatives applied', '3', '3'],
      ['additions where paths meet', '1', '1'],
      ['held beside the values', '2 tangents at a time (5 numbers)', '1 saved value (4 numbers)'],
      ['sweeps for every derivative', '4', '1'],
      ['local derivatives in all', '12', '3'],
    ]);
    expect(part('sweeps').textContent).toContain('Reverse mode wins here: y has 1 number, x has 4.');
  });

  it('sweeps from another number', () => {
    view.update(raw('sweeps_vector'));
    part('compare').click();
    const select = part('sweeps').querySelector('select') as HTMLSelectElement;
    expect(select.value).toBe('1');
    select.value = '3';
    select.dispatchEvent(new Event('change'));
    const root = host.querySelector('[data-node="3"] [data-autograd="tangent"]');
    expect(root?.textContent).toBe('→ 12.');
    expect(host.querySelector('[data-node="3"]')?.getAttribute('aria-label')).toContain('tangent 12.');
  });

  it('begins with the sweeps where that is what was asked for', () => {
    view.update(raw('sweeps'));
    expect(part('sweeps').hidden).toBe(false);
    expect(part('derivative').textContent).toBe('0.0824');
    view.update(raw('dot_backward'));
    expect(part('sweeps').hidden).toBe(true);
    expect(part('compare').hidden).toBe(true);
  });

  it('goes back to the history when something happens to the graph', () => {
    const before = raw('sweeps_vector');
    const after = structuredClone(before);
    before.backwards = [];
    before.changes = [];
    view.update(before);
    part('compare').click();
    view.update(before);
    expect(part('sweeps').hidden).toBe(false);
    view.update(after);
    expect(part('sweeps').hidden).toBe(true);
    expect(part('compare').getAttribute('aria-pressed')).toBe('false');
  });

  it('says nothing of sweeps where nothing can be drawn', () => {
    view.update(raw('sweeps'));
    view.update({ version: 2 });
    expect(part('sweeps').hidden).toBe(true);
    expect(part('compare').hidden).toBe(true);
  });
});
