import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, describe, expect, it } from 'vitest';
import { KINDS } from '../src/exports';
import { parse } from '../src/parse';
import { sentences } from '../src/sentences';
import { type Bundle, DOMAIN, speak, trans } from '../src/translation';
import { View } from '../src/view';
import { NAMES, type Raw, raw, SAYING, saying } from './golden';

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
  'None True False tensor shape torch float Size dtype requires_grad grad_fn is_leaf _version grad retain_grad backward'.split(
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
    if (element.tagName === 'CODE' && /[(=]/.test(element.textContent ?? '')) continue; // a statement
    for (const child of element.childNodes) if (child.nodeType === 3) result.push(child.textContent ?? '');
  }
  return result;
}

/** Fields in which Python writes sentences. */
const SENTENCES = ['says', 'question', 'hint', 'layers', 'explanation', 'missing'];

const wordsIn = (text: string): string[] => text.match(/[a-z_]{2,}/gi) ?? [];

/** The words of a document itself: names, code and numbers, but not the kinds of things. */
function wordsOf(value: unknown, key = '', skip: readonly string[] = []): string[] {
  if (SENTENCES.includes(key) && skip.includes(key)) return valuesOf(value);
  if (typeof value === 'string') return ['kind', 'state', 'change'].includes(key) ? [] : wordsIn(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    wordsOf(part, Array.isArray(value) ? key : name, skip),
  );
}

/** Of a sentence, the words that are put into its templates. */
function valuesOf(sentence: unknown): string[] {
  if (!Array.isArray(sentence)) return [];
  return sentence.slice(1).flatMap((part) => (typeof part === 'string' ? wordsIn(part) : valuesOf(part)));
}

/** All of a page that stands in Latin letters and is not the document's own. */
function untranslated(at: Element, own: ReadonlySet<string>): string[] {
  return told(at).flatMap((text) =>
    wordsIn(text.replace(/[a-z_]+…/gi, ''))
      .filter((word) => !own.has(word) && !CODE.has(word))
      .map((word) => `${word} in: ${text}`),
  );
}

/** What is left of English in a view of a document with these words. */
function leftOver(host: Element, view: View, own: ReadonlySet<string>): string[] {
  const left = new Set<string>();
  const inspector = host.querySelector('[data-autograd="inspector"]') as Element;
  for (const step of [view.state.total, Math.floor(view.state.total / 2), 0]) {
    view.seek(step);
    for (const each of untranslated(host, own)) left.add(each);
    for (const { id } of view.nodes) {
      view.select(id);
      for (const each of untranslated(inspector, own)) left.add(each);
    }
  }
  return [...left];
}

/** The templates in a document. */
function templatesOf(value: Raw, key = ''): string[] {
  if (SENTENCES.includes(key) && Array.isArray(value)) {
    const [template, ...values] = value;
    return [...(template === '' ? [] : [template]), ...values.flatMap((each) => templatesOf(each, key))];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => templatesOf(part, name));
}

function answer(host: Element, numbers: string): void {
  const field = host.querySelector<HTMLInputElement>('[data-autograd="quiz"] input');
  if (field) field.value = numbers;
  host.querySelector('[data-autograd="quiz"]')?.dispatchEvent(new Event('submit', { cancelable: true }));
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
    const left = leftOver(host, view, own);
    view.dispose();
    expect(left).toEqual([]);
    expect(bundle.asked.size).toBeGreaterThan(25);
  });

  it.each(SAYING)('says what Python says of %s in the reader’s language', (name) => {
    const bundle = foreign();
    speak(bundle);
    const host = document.createElement('div');
    const view = new View(host);
    const given = saying(name);
    view.update(given);
    const own = new Set(wordsOf(given, '', SENTENCES));
    const left = leftOver(host, view, own);
    for (const { numbers } of given.quiz?.cases ?? []) {
      answer(host, numbers.join(' '));
      left.push(...leftOver(host, view, own));
      answer(host, '');
    }
    view.dispose();
    expect(left).toEqual([]);
    const templates = templatesOf(given);
    expect(templates.length).toBeGreaterThan(0);
    expect(templates.filter((template) => !bundle.asked.has(template))).toEqual([]);
  });

  it('puts values into the places that a translation has for them, whatever they look like', () => {
    const english = nullTranslator.load(DOMAIN);
    speak({
      ...english,
      __: (text) => (text === '%1 Or: %2' ? '%2 oder: %1' : text),
      _n: (one, _many, n) => (one === '%1 number' ? `Zahlen: ${n}` : one),
      _p: (_place, text) => text,
    });
    const host = document.createElement('div');
    const view = new View(host);
    const layers = (sentence: unknown): string | undefined => {
      view.update({ ...raw('dot'), layers: sentence });
      return host.querySelector('[data-autograd="layers"]')?.textContent ?? undefined;
    };
    expect(layers(['%1 Or: %2', '`%2`', '<b>%1'])).toBe('<b>%1 oder: %2');
    expect(layers(['', ['%1 number', 3], ['%1 number', 1]])).toBe('Zahlen: 3 Zahlen: 1');
    expect(layers(['%1 is known to later versions', 'x', 7])).toBe('x is known to later versions');
    expect(layers('saved before 100 %1')).toBe('saved before 100 %1');
    view.dispose();
  });

  it('has words for operands without a name', () => {
    const words = new Map([
      ['leaf', 'Blatt'],
      ['constant', 'Konstante'],
    ]);
    const english = nullTranslator.load(DOMAIN);
    speak({ ...english, __: (text, ...values) => words.get(text) ?? english.__(text, ...values) });
    const parsed = parse(saying('unnamed'));
    const nodes = parsed.ok ? parsed.document.nodes : [];
    const node = nodes[nodes.length - 1];
    expect(node?.formula).toBe('Blatt · Konstante');
    expect(node?.local[0]).toBe('Konstante');
    expect(node?.saved.map(({ label }) => label)).toContain('Konstante');
  });

  it('is not brought down by sentences that are none', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 100; i += 1) deep = ['%1%1%1%1', deep];
    for (const layers of [deep, [], [7], [['a', 'b'], 1], [null], Array(1000).fill('x'), ['%1', {}]]) {
      const parsed = parse({ ...raw('dot'), layers });
      expect(parsed.ok ? '' : parsed.message).toMatch(/^This picture cannot be drawn: layers /);
    }
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
