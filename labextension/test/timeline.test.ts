import { describe, expect, it } from 'vitest';
import { line } from '../src/text';
import { difference, momentOf, stepOfChange, type Timeline, timelineOf } from '../src/timeline';
import { golden, NAMES } from './golden';

/** State of every node at a step, by its id. */
function states(timeline: Timeline, step: number): string[] {
  const moment = momentOf(timeline, step);
  return timeline.document.nodes.map((node) => moment.nodes.get(node.id)?.state ?? '');
}

function gradOf(timeline: Timeline, step: number, leaf = 0): string {
  const value = momentOf(timeline, step).grads.get(leaf)?.value;
  return value === undefined ? 'unknown' : line(value);
}

describe('frames', () => {
  it('counts a visit, an accumulation and a change from outside as one frame each', () => {
    expect(timelineOf(golden('dot')).frames).toHaveLength(0);
    expect(timelineOf(golden('dot_backward')).frames).toHaveLength(3);
    expect(timelineOf(golden('dot_history')).frames).toHaveLength(8);
    expect(timelineOf(golden('error')).frames).toHaveLength(4);
  });

  it('merges the visits inside a loop that is drawn closed', () => {
    const document = golden('loop');
    expect(timelineOf(document).frames).toHaveLength(2);
    expect(document.unfolded && timelineOf(document, document.unfolded).frames).toHaveLength(10);
  });

  it('keeps the order of what happened', () => {
    const { happenings } = timelineOf(golden('dot_history'));
    expect(happenings.map((item) => item.kind)).toEqual([
      ...['step', 'step', 'step'],
      ...['change', 'change'],
      ...['step', 'step', 'step'],
    ]);
  });

  it.each(NAMES)('leads %s to the gradients that the document ends with', (name) => {
    const document = golden(name);
    const timeline = timelineOf(document);
    const end = momentOf(timeline, timeline.frames.length);
    for (const [leaf, grad] of end.grads) {
      expect(line(grad.value ?? null)).toBe(line(document.byId.get(leaf)?.grad ?? null));
    }
  });

  it.each(NAMES)('shows every change of %s at the step of its row', (name) => {
    const document = golden(name);
    const timeline = timelineOf(document);
    document.changes.forEach((change, i) => {
      const moment = momentOf(timeline, stepOfChange(timeline, i));
      expect(moment.grads.get(change.node)).toMatchObject({ change: change.change, value: change.grad });
    });
  });
});

describe('a walk', () => {
  const timeline = timelineOf(golden('dot_backward'));

  it('passes from idle over current to visited', () => {
    expect(states(timeline, 0)).toEqual(['idle', 'idle', 'idle', 'idle']);
    expect(states(timeline, 1)).toEqual(['idle', 'idle', 'idle', 'current']);
    expect(states(timeline, 2)).toEqual(['idle', 'current', 'idle', 'visited']);
    expect(states(timeline, 3)).toEqual(['current', 'visited', 'idle', 'visited']);
  });

  it('numbers the visits', () => {
    const moment = momentOf(timeline, 3);
    expect([3, 1, 0].map((id) => moment.nodes.get(id)?.order?.[0])).toEqual([1, 2, 3]);
  });

  it('sends one contribution per argument, and the leaf waits for all', () => {
    const waiting = momentOf(timeline, 1).grads.get(0);
    expect([waiting?.arrived, waiting?.expected]).toEqual([0, 2]);
    const moment = momentOf(timeline, 2);
    expect(moment.edges.map((edge) => edge.state)).toEqual(['current', 'current', 'visited', 'idle']);
    expect(moment.edges.slice(0, 2).map((edge) => line(edge.value))).toEqual([
      '[0., 2., 4., 6.]',
      '[0., 2., 4., 6.]',
    ]);
    expect(moment.grads.get(0)).toMatchObject({ arrived: 2, expected: 2, value: null });
  });

  it('fills the gradient at the end', () => {
    expect([0, 1, 2, 3].map((step) => gradOf(timeline, step))).toEqual([
      ...['None', 'None', 'None', '[0., 4., 8., 12.]'],
    ]);
  });

  it('takes any number for a step', () => {
    expect(momentOf(timeline, -5).step).toBe(0);
    expect(momentOf(timeline, 99).step).toBe(3);
    expect(momentOf(timeline, Number.NaN).step).toBe(0);
  });
});

describe('the history of a gradient', () => {
  it('fills, zeroes and adds', () => {
    const timeline = timelineOf(golden('dot_history'));
    expect([3, 4, 5, 8].map((step) => gradOf(timeline, step))).toEqual([
      ...['[0., 4., 8., 12.]', '[0., 0., 0., 0.]', '[1., 1., 1., 1.]', '[1., 5., 9., 13.]'],
    ]);
  });

  it('marks what a failed walk found freed, and changes nothing', () => {
    const timeline = timelineOf(golden('error'));
    expect(states(timeline, 4)).toEqual(['idle', 'freed', 'idle', 'error']);
    expect(gradOf(timeline, 4)).toBe('[0., 4., 8., 12.]');
  });

  it('derives what was there before a first addition', () => {
    const document = golden('dot_backward');
    const first = document.changes[0];
    if (first) {
      first.change = 'add';
      first.grad = { text: '[ 1.,  5.,  9., 13.]' };
    }
    expect(gradOf(timelineOf(document), 0)).toBe('[1., 1., 1., 1.]');
  });

  it('says that it does not know, where it does not', () => {
    const document = golden('dot_backward');
    document.changes.unshift({
      node: 0,
      change: 'zero',
      grad: { text: '[0., 0., 0., 0.]' },
      by: 'x.grad.zero_()',
      backward: null,
      source: null,
    });
    expect(gradOf(timelineOf(document), 0)).toBe('unknown');
  });
});

describe('difference', () => {
  it.each([
    ['[1., 5.]', '[0., 4.]', '[1., 1.]'],
    ['0.5000', '0.2500', '0.2500'],
    ['[-1., 2.5000]', '[1., 0.5000]', '[-2.0000, 2.0000]'],
  ])('%s less %s', (sum, part, expected) => {
    expect(difference({ text: sum }, { text: part })?.text).toBe(expected);
  });

  it.each([
    ['[1., 2.]', '1.'],
    ['1e-5', '1e-6'],
    ['nan', '1.'],
    ['[0., ..., 1.]', '[0., ..., 1.]'],
  ])('does not guess at %s and %s', (sum, part) => {
    expect(difference({ text: sum }, { text: part })).toBeUndefined();
  });
});

it('goes over ten thousand visits once', () => {
  const document = golden('dot_backward');
  const walk = document.backwards[0];
  const step = walk?.steps[1];
  if (walk && step) walk.steps = [...Array.from({ length: 10_000 }, () => step), ...walk.steps.slice(2)];
  const timeline = timelineOf(document);
  let looks = 0;
  timeline.happenings = new Proxy(timeline.happenings, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
      return Reflect.get(target, key, receiver);
    },
  });
  momentOf(timeline, timeline.frames.length);
  expect(looks).toBeGreaterThanOrEqual(timeline.happenings.length);
  expect(looks).toBeLessThan(timeline.happenings.length + 10);
});
