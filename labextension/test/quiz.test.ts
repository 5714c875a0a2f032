import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { close, numberOf, numbersIn } from '../src/numbers';
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

/** The walk of dot_backward as a question. */
function asked(): Raw {
  const said = (numbers: string[], says: string, more = {}): Raw => ({
    numbers,
    says,
    right: false,
    nodes: [1],
    edges: [0],
    ...more,
  });
  const document = raw('dot_backward');
  document.nodes[0].grad = null;
  return {
    ...document,
    quiz: {
      of: 0,
      name: 'x',
      question: 'What does x.grad hold after y.backward()?',
      hint: '4 numbers, such as [0., 1., 2., 3.]',
      size: 4,
      cases: [
        said(['0.0', '4.0', '8.0', '12.0'], 'Right: `x.grad`.', { right: true, nodes: [], edges: [] }),
        said(['0.0', '2.0', '4.0', '6.0'], 'A share is missing: `x` is used 2 times <b>.'),
      ],
    },
  };
}

const one = <T extends Element>(selector: string): T => {
  const found = host.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const field = (): HTMLInputElement => one('[data-autograd="quiz"] input');
const verdict = (): HTMLElement => one('[data-autograd="quiz"] output');
const step = (): string | null => one('[data-autograd="step"]').textContent;
/** All that a page lets its readers read. */
const readable = (): string =>
  [
    host.textContent,
    ...[...host.querySelectorAll('[aria-label]')].map((e) => e.getAttribute('aria-label')),
  ].join();
const answer = (text: string): void => {
  field().value = text;
  one('[data-autograd="quiz"]').dispatchEvent(new Event('submit', { cancelable: true }));
};

describe('a quiz', () => {
  it('shows nothing of the answer before it is given', () => {
    view.update(asked());
    view.select(1);
    view.select(0);
    expect(one('label').textContent).toContain('What does x.grad hold after y.backward()?');
    expect(readable()).not.toMatch(/12\.| 8\.|Right/);
    expect(one('[data-autograd="grad"]').textContent).toBe('None');
    expect(one<HTMLElement>('.ag-bar').hidden).toBe(true);
  });

  it('shows the walk of a right answer', () => {
    view.update(asked());
    answer('[0, 4, 8, 12]');
    view.seek(3);
    expect(verdict().textContent).toBe('Right: x.grad.');
    expect(verdict().dataset.verdict).toBe('right');
    expect(step()).toBe('3 / 3');
    expect(one('[data-autograd="grad"]').textContent).toBe('[0., 4., 8., 12.]');
    expect(host.querySelector('[data-state="error"]')).toBeNull();
    expect(field().readOnly).toBe(true);
  });

  it('shows where a wrong one departs', () => {
    view.update(asked());
    answer('0 2 4 6');
    view.seek(3);
    expect(verdict().dataset.verdict).toBe('wrong');
    expect(verdict().textContent).toBe('A share is missing: x is used 2 times <b>.');
    expect(one('[data-node="1"]').getAttribute('data-state')).toBe('error');
    expect(one('[data-autograd="edge"][data-state="current"]').getAttribute('data-to')).toBe('1');
    expect(one<HTMLElement>('[data-autograd="explanation"]').hidden).toBe(true);
    view.select(1);
    expect(one('[data-autograd="inspector"]').textContent).toContain('Your answer departs here');
  });

  it('says how much of an unknown one is right', () => {
    view.update(asked());
    answer('0 4 8 13');
    expect(verdict().textContent).toBe('Not yet: 3 of 4 numbers are right. Follow the walk.');
    view.seek(3);
    expect(one('[data-node="0"]').getAttribute('data-state')).toBe('error');
  });

  it.each(['', '1 2 3', 'a b c d'])('asks again for what is no answer: %j', (text) => {
    view.update(asked());
    answer(text);
    expect(verdict().dataset.verdict).toBe('slip');
    expect(readable()).not.toMatch(/12\.| 8\./);
    expect(field().readOnly).toBe(false);
  });

  it('asks again when asked to', () => {
    view.update(asked());
    answer('0 2 4 6');
    answer('');
    expect(field().value).toBe('');
    expect(verdict().textContent).toBe('');
    expect(readable()).not.toMatch(/12\.| 8\./);
  });

  it('keeps its keys from the view', () => {
    view.update(asked());
    const event = new KeyboardEvent('keydown', { key: '[', bubbles: true, cancelable: true });
    field().dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });

  it('is not there in other graphs', () => {
    view.update(asked());
    view.update(raw('dot_backward'));
    expect(one<HTMLElement>('[data-autograd="quiz"]').hidden).toBe(true);
    expect(step()).toContain('/ 3');
  });
});

describe('numbers', () => {
  it('are read as learners write them', () => {
    expect(numbersIn('tensor([[ 1., -2e-1],\n        [.5, −3]], dtype=torch.float64)')).toEqual([
      1, -0.2, 0.5, -3,
    ]);
    expect(numbersIn('1/2; +4')).toEqual([0.5, 4]);
    expect(numberOf('-inf')).toBe(-Infinity);
    for (const word of ['x', '1/0', '1/2/3', '--1', '']) expect(numberOf(word)).toBeNaN();
  });

  it('are compared as near as they are printed', () => {
    expect(close(0.3333, 1 / 3)).toBe(true);
    expect(close(0.33, 1 / 3)).toBe(false);
    expect(close(Number.NaN, Number.NaN)).toBe(true);
    expect(close(Number.NaN, 1)).toBe(false);
    expect(close(Infinity, Infinity)).toBe(true);
  });
});
