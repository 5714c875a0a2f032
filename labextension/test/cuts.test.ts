import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { behindCuts, cutName, cutText } from '../src/cuts';
import { View } from '../src/view';
import { golden, NAMES, raw } from './golden';

const idOf = (name: string, op: string): number =>
  golden(name).nodes.find((node) => node.op === op || node.name === op)?.id ?? -1;

describe('behind a cut', () => {
  it('lies what gives a value only', () => {
    const document = golden('cuts');
    const names = [...behindCuts(document)].map(
      (id) => document.byId.get(id)?.op || document.byId.get(id)?.name,
    );
    expect(names.sort()).toEqual(['', 'AddBackward0', 'MulBackward0', 'SinBackward0', 'x']);
  });

  it('lies nothing where nothing is cut', () => {
    for (const name of NAMES.filter((name) => !['cuts', 'detach'].includes(name)))
      expect(behindCuts(golden(name)).size).toBe(0);
  });

  it('lies nothing that a gradient reaches by another way', () => {
    expect(behindCuts(golden('detach')).has(idOf('detach', 'x'))).toBe(false);
  });
});

describe('a cut', () => {
  it.each([
    'detach',
    'data',
    'no_grad',
    'inference_mode',
    'item',
    'tolist',
    'numpy',
    'copy',
    'no_derivative',
    'news',
  ])('by %s is named and explained', (cut) => {
    expect(cutName(cut)).not.toBe('');
    expect(cutText(cut)).toContain('no gradient goes back');
  });
});

describe('the view', () => {
  let host: HTMLElement;
  let view: View;
  beforeEach(() => {
    host = document.createElement('div');
    document.body.append(host);
    view = new View(host);
    view.update(raw('cuts'));
  });
  afterEach(() => {
    view.dispose();
    host.remove();
  });
  const note = (): string => host.querySelector('[data-autograd="cut"]')?.textContent ?? '';

  it('greys what lies behind, and says so in the legend', () => {
    const grey = [...host.querySelectorAll('[data-autograd="node"][data-behind]')].map((node) =>
      Number(node.getAttribute('data-node')),
    );
    expect(new Set(grey)).toEqual(behindCuts(golden('cuts')));
    expect(host.querySelector('[data-autograd="legend"]')?.textContent).toContain('behind a cut: value only');
  });

  it('tells the line that cut, and that what was cut off is gone', () => {
    view.select(idOf('cuts', 'u'));
    expect(note()).toContain('detach() cuts here: no gradient goes back');
    expect(note()).toContain('cut by line 1');
    expect(note()).toContain('u = (x * x + 1).sin().detach()');
    view.select(idOf('cuts', 'mask'));
    expect(note()).toContain('this operation has no derivative');
    view.select(idOf('cuts', 'SinBackward0'));
    expect(note()).toContain('This lies behind a cut');
    expect(note()).toContain('Nothing refers to it any more.');
    view.select(idOf('cuts', 'w'));
    expect(host.querySelector('[data-autograd="cut"]')).toBeNull();
    expect(host.querySelector('[data-cut="detach"] title')?.textContent).toContain('sin');
  });
});
