import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Binding, type Shared } from '../src/binding';
import { View } from '../src/view';
import { FakeModel } from './fakemodel';
import { raw } from './golden';

const initial = { step: null, steps: 0, playing: false, speed: 1, selected: null, direction: null };
let model: FakeModel;
const made: { view: View; binding: Binding }[] = [];

function show(shared: Shared = model): { view: View; binding: Binding } {
  const host = document.createElement('div');
  document.body.append(host);
  const binding: Binding = new Binding(() => view);
  const view: View = new View(host, {
    onStep: (step, total) => binding.stepped(step, total),
    onPlay: (playing) => binding.played(playing),
    onSelect: (node) => binding.chosen(node?.id ?? null),
  });
  view.update(raw('dot_backward'));
  binding.follow(shared);
  made.push({ view, binding });
  return { view, binding };
}

beforeEach(() => {
  vi.useFakeTimers();
  model = new FakeModel({ ...initial });
});

afterEach(() => {
  for (const { view, binding } of made.splice(0)) {
    binding.dispose();
    view.dispose();
  }
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('a view and its model', () => {
  it('tells where it stands, in one message', () => {
    show();
    expect(model.sent).toEqual([{ step: 3, steps: 3 }]);
  });

  it('begins where the model says', () => {
    model = new FakeModel({ ...initial, step: 1, selected: 1, speed: 2 });
    const { view } = show();
    expect(view.state).toEqual({ step: 1, total: 3, selected: 1 });
    expect(view.speed).toBe(2);
    expect(model.sent).toEqual([{ steps: 3 }]);
  });

  it('obeys', () => {
    const { view } = show();
    model.set('step', 2);
    expect(view.state.step).toBe(2);
    model.set('step', 99);
    expect(view.state.step).toBe(3);
    expect(model.get('step')).toBe(3);
    model.set('step', null);
    expect(model.get('step')).toBe(3);
    model.set('selected', 0);
    expect(view.state.selected).toBe(0);
    model.set('selected', 77);
    expect(model.get('selected')).toBe(0);
    model.set('speed', 4);
    expect(view.speed).toBe(4);
  });

  it('looks as the model says, whatever the learner likes elsewhere', () => {
    const { view, binding } = show();
    const liked = { graphs: true, values: true, speed: 2, direction: 'down' } as const;
    view.prefer(liked);
    binding.insist();
    expect([view.direction, view.speed]).toEqual(['down', 1]);
    model.set('direction', 'right');
    expect(view.direction).toBe('right');
    view.prefer(liked);
    binding.insist();
    expect(view.direction).toBe('right');
  });

  it('speaks', () => {
    const { view } = show();
    model.sent = [];
    view.seek(1);
    view.select(1);
    view.select(null);
    expect(model.sent).toEqual([{ step: 1 }, { selected: 1 }, { selected: null }]);
  });

  it('plays, and says when it is over', () => {
    const { view } = show();
    model.set('playing', true);
    expect(view.playing).toBe(true);
    expect(model.get('step')).toBe(0);
    model.set('playing', false);
    expect(view.playing).toBe(false);
    model.set('playing', true);
    vi.runAllTimers();
    expect(model.get('playing')).toBe(false);
    expect(model.get('step')).toBe(3);
  });

  it('plays nothing where there is nothing to play', () => {
    const { view } = show();
    view.update(raw('dot'));
    model.set('playing', true);
    expect(model.get('playing')).toBe(false);
  });

  it('shares the model with other views of it', () => {
    const one = show();
    const other = show();
    one.view.seek(1);
    one.view.select(1);
    expect(other.view.state).toEqual({ step: 1, total: 3, selected: 1 });
    model.set('playing', true);
    expect([one.view.playing, other.view.playing]).toEqual([true, true]);
    vi.runAllTimers();
    expect([one.view.state.step, other.view.state.step]).toEqual([3, 3]);
    expect(model.get('playing')).toBe(false);
  });

  it('lets go', () => {
    const { view, binding } = show();
    binding.follow(null);
    expect(model.heard).toBe(0);
    model.sent = [];
    view.seek(0);
    expect(model.sent).toEqual([]);
  });
});
