import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

const button = (name: string): HTMLButtonElement => {
  const found = [...place.querySelectorAll('button')].find(
    (each) => each.title === name || each.textContent === name,
  );
  if (!found) throw new Error(`no button ${name}`);
  return found;
};
const told = (): string => place.querySelector('.ag-menu [role="status"]')?.textContent ?? '';

describe('files in anywidget', () => {
  let clear: () => void;
  const downloads: string[] = [];
  beforeEach(() => {
    downloads.length = 0;
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      downloads.push(this.download);
    });
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => {} }));
    clear = render('')({ model, el: place });
  });
  afterEach(() => {
    clear();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('come from the kernel, each answer to its own question', async () => {
    for (const kind of ['PDF', 'DOT', 'HTML']) button(`Export as ${kind}`).click();
    expect(model.said.map(({ kind, direction }) => [kind, direction])).toEqual([
      ['pdf', 'right'],
      ['dot', 'right'],
      ['html', 'right'],
    ]);
    const [pdf, , page] = model.said;
    model.hear({ export: 'of another view', file: btoa('no') });
    model.hear({ export: page?.export, file: btoa('<!doctype html>') });
    model.hear({ export: pdf?.export, file: btoa('%PDF-') });
    model.hear({ export: pdf?.export, file: btoa('twice') });
    await vi.waitFor(() => expect(downloads).toEqual(['graph.html', 'graph.pdf']));
  });

  it('say why there is none', async () => {
    button('Export as PDF').click();
    model.hear({ export: model.said[0]?.export, error: 'no font' });
    await vi.waitFor(() => expect(told()).toBe('no font'));
    expect(downloads).toEqual([]);
  });

  it('are not waited for without end', async () => {
    vi.useFakeTimers();
    button('Export as DOT').click();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(told()).toBe('The kernel makes DOT files, and it does not answer. SVG and PNG need no kernel.');
  });

  it('are kept by the kernel where a frame may forbid downloads', async () => {
    vi.stubGlobal('top', {});
    button('Export').click();
    button('Export as DOT').click();
    model.hear({ export: model.said[0]?.export, file: btoa('digraph') });
    await vi.waitFor(() => expect(told()).toContain('graph.dot was handed to the browser.'));
    button('Save it where the kernel runs').click();
    await vi.waitFor(() => expect(model.said).toHaveLength(2));
    expect(model.said[1]).toMatchObject({ kind: 'dot', keep: true, file: btoa('digraph') });
    model.hear({ export: model.said[1]?.export, path: 'course/graph.dot' });
    await vi.waitFor(() => expect(told()).toBe('Saved as course/graph.dot'));
  });
});

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
