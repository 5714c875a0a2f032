import { expect, it } from 'vitest';
import { Formulas } from '../src/formulas';

/** Until a frame was painted, and what waits for it has run. */
const settle = (): Promise<void> => new Promise((go) => setTimeout(go, 60));

/** As MathJax does it. */
function typeset(element: HTMLElement): void {
  const made = document.createElement('mjx-container');
  made.setAttribute('tabindex', '0');
  made.textContent = (element.textContent ?? '').replaceAll('$', '');
  element.replaceChildren(made);
}

it('shows plain text where nobody typesets', () => {
  expect(new Formulas(undefined).element('1 / x').outerHTML).toBe('<code class="ag-code">1 / x</code>');
});

it('shows plain text until it is typeset, and reads as that', async () => {
  const formulas = new Formulas(typeset);
  const first = formulas.element('1 / x');
  expect(first.querySelector('code')?.textContent).toBe('1 / x');
  await settle();
  expect(first.querySelector('code')).toBeNull();
  const math = first.querySelector('[role="math"]');
  expect(math?.getAttribute('aria-label')).toBe('1 / x');
  expect(math?.textContent).toBe('\\displaystyle \\frac{1}{x}');
  expect(math?.querySelector('[tabindex]')).toBeNull();
  // The same again is there at once.
  expect(formulas.element('1 / x').textContent).toBe('\\displaystyle \\frac{1}{x}');
});

it('is painted before it is typeset, and not typeset where it has gone by then', async () => {
  const asked: string[] = [];
  const formulas = new Formulas((element) => {
    asked.push(element.textContent ?? '');
    typeset(element);
  });
  const [gone, stays] = [formulas.element('3 / x'), formulas.element('5 / x')];
  document.body.append(gone, stays);
  await new Promise(requestAnimationFrame);
  expect(asked).toEqual([]);
  gone.remove();
  await settle();
  expect(asked).toEqual(['$\\displaystyle \\frac{5}{x}$']);
  // What one view has had typeset, others have.
  expect(new Formulas(typeset).element('5 / x').textContent).toBe('\\displaystyle \\frac{5}{x}');
  stays.remove();
});

it('keeps plain text where typesetting fails', async () => {
  for (const failing of [
    () => {
      throw new Error('no fonts');
    },
    () => undefined,
    () => Promise.reject(new Error('no network')),
  ]) {
    const place = new Formulas(failing).element('2 · x');
    await settle();
    expect(place.textContent).toBe('2 · x');
  }
});

it('never hands on what it does not understand', async () => {
  const asked: string[] = [];
  const formulas = new Formulas((element) => {
    asked.push(element.textContent ?? '');
  });
  const place = formulas.element('\\require{html} <b>x</b>');
  await settle();
  expect(asked).toEqual([]);
  expect(place.outerHTML).toBe('<code class="ag-code">\\require{html} &lt;b&gt;x&lt;/b&gt;</code>');
});
