import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { render } from '../src/anywidget';
import { FakeModel } from './fakemodel';
import { raw } from './golden';

const initial = { step: null, steps: 0, playing: false, speed: 1, selected: null };
let place: HTMLElement;
let model: FakeModel;

beforeEach(() => {
  place = document.createElement('div');
  document.body.append(place);
  model = new FakeModel({ ...initial, document: raw('dot_backward') });
});

afterEach(() => document.body.replaceChildren());

const part = (name: string): HTMLElement => {
  const found = place.querySelector<HTMLElement>(`[data-autograd="${name}"]`);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe('in anywidget', () => {
  it('draws, obeys, speaks and goes', () => {
    const clear = render('.ag-view {}')({ model, el: place });
    expect(place.querySelector('style')?.textContent).toBe('.ag-view {}');
    expect(part('step').textContent).toBe('3 / 3');
    expect(model.get('steps')).toBe(3);
    model.set('step', 1);
    expect(part('step').textContent).toBe('1 / 3');
    place
      .querySelector<HTMLElement>('[data-node="0"]')
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(model.get('selected')).toBe(0);
    clear();
    expect(place.childElementCount).toBe(0);
    expect(model.heard).toBe(0);
  });

  it('draws a newer document', () => {
    model = new FakeModel({ ...initial, document: raw('dot') });
    const clear = render('')({ model, el: place });
    model.set('document', raw('dot_backward'));
    model.set('step', 3);
    expect(part('grad').textContent).toBe('[0., 4., 8., 12.]');
    clear();
  });

  it('is as light or dark as its place', () => {
    for (const [color, light] of [
      ['rgb(20, 20, 20)', 'true'],
      ['rgb(230, 230, 230)', 'false'],
    ] as const) {
      place.style.color = color;
      const clear = render('')({ model, el: place });
      expect((place.lastElementChild as HTMLElement).dataset.jpThemeLight).toBe(light);
      clear();
    }
  });
});
