import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, describe, expect, it } from 'vitest';
import { KINDS } from '../src/exports';
import { parse } from '../src/parse';
import { sentences } from '../src/sentences';
import { type Bundle, DOMAIN, speak, trans } from '../src/translation';
import { View } from '../src/view';
import { NAMES, raw } from './golden';

afterEach(() => speak(null));

/** A language in which every letter is ж: what is still to be read in Latin letters was never translated. */
function foreign(): Bundle & { asked: Set<string> } {
  const host = nullTranslator.load(DOMAIN);
  const asked = new Set<string>();
  const say = (text: string): string => {
    asked.add(text);
    return text.replace(/[a-z]/gi, 'ж');
  };
  return {
    asked,
    __: (text, ...values) => host.__(say(text), ...values),
    _n: (one, many, n, ...values) => host._n(say(one), say(many), n, ...values),
    _p: (place, text, ...values) => host._p(place, say(text), ...values),
  };
}

/** Python and PyTorch say these in every language. */
const CODE = new Set(
  'None True False tensor shape torch Size dtype requires_grad grad_fn is_leaf _version grad retain_grad backward'.split(
    ' ',
  ),
);

/** So are kinds of files. */
for (const kind of KINDS) CODE.add(kind.toUpperCase());

/** All that a reader of the page may meet: texts, and what is said of elements. */
function told(root: Element): string[] {
  const result: string[] = [];
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const name of ['aria-label', 'title', 'aria-valuetext'])
      result.push(element.getAttribute(name) ?? '');
    for (const child of element.childNodes) if (child.nodeType === 3) result.push(child.textContent ?? '');
  }
  return result;
}

/** The words of a document itself: names, code and numbers, but not the kinds of things. */
function wordsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string')
    return ['kind', 'state', 'change'].includes(key) ? [] : (value.match(/[a-z_]{2,}/gi) ?? []);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => wordsOf(part, Array.isArray(value) ? key : name));
}

describe('trans', () => {
  it('speaks English by itself, as JupyterLab does without a language pack', () => {
    for (const host of [null, nullTranslator.load(DOMAIN)]) {
      speak(host);
      expect(trans.__('%1 of %2: %1', 3, '%2')).toBe('3 of %2: 3');
      expect(trans._n('%1 node', '%1 nodes of %2', 1, 7)).toBe('1 node');
      expect(trans._n('%1 node', '%1 nodes of %2', 2, 7)).toBe('2 nodes of 7');
      expect(trans._p('place', 'to %1', 'x')).toBe('to x');
      expect(trans.__('%1 received %2')).toBe('%1 received %2');
      expect(trans._n('%1 node of %2', '%1 nodes of %2', 3)).toBe('3 nodes of %2');
    }
  });
});

describe('the view', () => {
  it.each(NAMES)('says nothing about %s that a translator could not change', (name) => {
    const bundle = foreign();
    speak(bundle);
    const host = document.createElement('div');
    const view = new View(host);
    const given = raw(name);
    view.update(given);
    const own = new Set(wordsOf(given));
    const left = new Set<string>();
    const look = (at: Element = host): void => {
      for (const text of told(at)) {
        for (const word of text.match(/[a-z_]{2,}/gi) ?? [])
          if (!own.has(word) && !CODE.has(word)) left.add(`${word} in: ${text}`);
      }
    };
    const inspector = host.querySelector('[data-autograd="inspector"]') as Element;
    for (const step of [view.state.total, Math.floor(view.state.total / 2), 0]) {
      view.seek(step);
      look();
      for (const { id } of view.nodes) {
        view.select(id);
        look(inspector);
      }
    }
    view.dispose();
    expect([...left]).toEqual([]);
    expect(bundle.asked.size).toBeGreaterThan(25);
  });

  it('says what Python says of an error in the reader’s language, where that is a sentence that it knows', () => {
    const [known] = sentences();
    const asked: string[] = [];
    const english = nullTranslator.load(DOMAIN);
    speak({
      __: (text, ...values) => {
        asked.push(text);
        return text === known ? 'Чего здесь нет, `x.grad`.' : english.__(text, ...values);
      },
      _n: (one, many, n, ...values) => english._n(one, many, n, ...values),
      _p: (place, text, ...values) => english._p(place, text, ...values),
    });
    const host = document.createElement('div');
    const view = new View(host);
    const explained = (explanation: string): string | undefined => {
      const problem = { type: 'RuntimeError', text: '', node: 1, explanation };
      view.update({ ...raw('dot'), problem });
      return host.querySelector('[data-autograd="explanation"]')?.textContent ?? undefined;
    };
    expect(explained(known as string)).toBe('Чего здесь нет, x.grad.');
    expect(explained('`h` was computed from other tensors.')).toBe('h was computed from other tensors.');
    expect(explained('100 %1 sure')).toBe('100 %1 sure');
    expect(asked).not.toContain('100 %1 sure');
    view.dispose();
  });

  it('says why a document is not drawn in the reader’s language', () => {
    speak(foreign());
    for (const bad of [null, { version: 7, text: '' }, { version: 1, text: '', nodes: 3 }]) {
      const parsed = parse(bad);
      expect(parsed.ok ? '' : parsed.message).toMatch(/^[^a-z]+(nodes)?[^a-z]+$/);
    }
  });
});
