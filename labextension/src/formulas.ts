/** Formulas in the page: typeset by the host where it can, plain text everywhere else and until then. */

import { hold, html, set } from './dom';
import { tex } from './tex';

/** Typesets what stands between dollars in an element, now or later. */
export type Typeset = (element: HTMLElement) => Promise<void> | void;

const MOST = 4000;
const KEPT = 400;

/** What was typeset, to be copied: views draw the same formulas again at each of their steps. */
const known = new Map<string, Element>();

/** Typesetting one formula takes as long as drawing all of the rest: what was asked for is painted first. */
function painted(): Promise<void> {
  return new Promise((go) => {
    const after = () => setTimeout(go);
    if (globalThis.document.visibilityState === 'visible') requestAnimationFrame(after);
    else after();
  });
}

export class Formulas {
  constructor(private readonly typeset: Typeset | undefined) {}

  /** A formula as an element. */
  element(text: string): HTMLElement {
    const plain = html('code', { class: 'ag-code' }, text.slice(0, MOST));
    const source = this.typeset ? tex(text) : null;
    if (source === null) return plain;
    const ready = known.get(source);
    if (ready) return mathOf(text, ready.cloneNode(true) as Element);
    // Typeset out of sight: where that fails, nobody has seen TeX.
    const attempt = html(
      'span',
      { class: 'ag-typesetting', 'aria-hidden': 'true' },
      `$\\displaystyle ${source}$`,
    );
    const place = hold(html('span', { class: 'ag-formula' }, plain, attempt));
    void this.attempt(place, attempt, text, source);
    return place;
  }

  private async attempt(
    place: HTMLElement,
    attempt: HTMLElement,
    text: string,
    source: string,
  ): Promise<void> {
    // In the page first: what typesets measures the letters around.
    await Promise.resolve();
    const shown = place.isConnected;
    await painted();
    if (shown && !place.isConnected) return; // another node, or another step, by now
    try {
      await this.typeset?.(attempt);
    } catch {
      // It stays as it is.
    }
    const made = attempt.firstElementChild;
    if (made) {
      if (known.size >= KEPT) known.clear();
      known.set(source, made.cloneNode(true) as Element);
      place.replaceChildren(mathOf(text, made));
    } else attempt.remove();
  }
}

/** What was typeset, read out as the text that it was made from. */
function mathOf(text: string, made: Element): HTMLElement {
  for (const element of [made, ...made.querySelectorAll('[tabindex]')]) element.removeAttribute('tabindex');
  set(made, 'aria-hidden', 'true');
  return html('span', { class: 'ag-math', role: 'math', 'aria-label': text }, made);
}
