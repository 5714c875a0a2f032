import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { View } from '../src/view';
import { NAMES, raw } from './golden';

/** Whatever a document holds, the view says something, throws nothing, makes no markup of it, and draws the next one. */

let host: HTMLElement;
let view: View;
const errors = vi.spyOn(console, 'error');

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  view = new View(host);
  errors.mockClear();
});

afterEach(() => {
  view.dispose();
  host.remove();
});

/** Numbers that look random and are the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const MARKUP =
  '"\'><img src=x onerror=alert(1)><script>window.hacked=1</script><svg onload=alert(2)>`$\\(x\\)$`';
const VALUES: (() => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => 2 ** 53,
  () => '',
  () => MARKUP,
  () => 'a\u0000\u001b[31m\ud800\u202e',
  () => 'x'.repeat(200_000),
  () => '[['.repeat(5000),
  () => [],
  () => [[[[]]]],
  () => new Array(5000).fill(null),
  () => ({}),
  () => ({ text: 7, toString: 'no function', __proto__: null }),
  () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
];

const ROUNDS = 12;

type Holder = Record<string | number, unknown>;

/** Every place in a document that something can be written to. */
function places(value: unknown, found: [Holder, string][] = []): [Holder, string][] {
  if (typeof value === 'object' && value !== null)
    for (const key of Object.keys(value)) {
      found.push([value as Holder, key]);
      places((value as Holder)[key], found);
    }
  return found;
}

const TAGS =
  /^(div|span|p|pre|code|mark|button|input|output|form|label|table|caption|thead|tbody|tr|th|td|details|summary|ul|ol|li|dl|dt|dd|h[1-6]|section|strong|b|em|i|kbd|sub|sup|small|select|option|svg|g|path|rect|circle|line|text|tspan|title|defs|marker|polygon|ellipse|clippath|a|br|wbr|hr|math|mi|mo|mn|mrow|msup|msub|mfrac|figure|figcaption|fieldset|legend|header|footer|nav|lineargradient|stop|use|symbol|mask|style)$/i;

function isOnlyText(): void {
  const odd: string[] = [];
  for (const element of host.querySelectorAll('*')) {
    if (!TAGS.test(element.tagName)) odd.push(element.tagName);
    for (const { name } of element.attributes) if (/^on/i.test(name)) odd.push(name);
  }
  expect(odd).toEqual([]);
}

/** What a reader may do with a picture. */
function explore(): void {
  const root = host.querySelector('[data-autograd="view"]');
  for (const key of ['ArrowRight', '[', '[', ']', 'Enter', 'p', 'Escape'])
    root?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  for (const node of [...host.querySelectorAll('[data-autograd="node"]')].slice(0, 4))
    node.dispatchEvent(new MouseEvent('click', { bubbles: true }));
}

function survives(document: unknown): void {
  view.update(document);
  explore();
  isOnlyText();
  const root = host.querySelector('[data-autograd="view"]');
  expect(root).not.toBeNull();
  expect(host.querySelector('[data-autograd="node"], [role="status"]:not([hidden])')).not.toBeNull();
  expect(errors).not.toHaveBeenCalled();
  expect(({} as Holder).polluted).toBeUndefined();
}

describe('documents of any shape', () => {
  it.each(NAMES)('%s with something odd in one place, or several', (name) => {
    const pick = random(NAMES.indexOf(name) + 1);
    const any = <T>(list: readonly T[]): T => list[Math.floor(pick() * list.length)] as T;
    for (let round = 0; round < ROUNDS; round++) {
      const odd = raw(name);
      for (let changes = 1 + Math.floor(pick() * 3); changes > 0; changes--) {
        const [holder, key] = any(places(odd));
        const choice = pick();
        if (choice < 0.15) Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key];
        else if (choice < 0.25 && Array.isArray(holder)) holder.push(holder[Number(key)]);
        else holder[key] = any(VALUES)();
      }
      survives(odd);
    }
    view.update(raw(name));
    expect(host.querySelectorAll('[data-autograd="node"]').length).toBeGreaterThan(0);
  });

  it('that refer to themselves', () => {
    const loop = raw('dot') as unknown as Holder;
    loop.problem = loop;
    (loop.nodes as Holder[])[0] = loop;
    survives(loop);
    const members = raw('loop') as unknown as Holder;
    for (const node of members.nodes as Holder[]) if (node.kind === 'group') node.members = [node.id];
    survives(members);
  });

  it('that are deep, long or wide', () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    survives(deep);
    survives({ ...raw('dot'), nodes: deep });
    survives({ ...raw('dot'), text: 'W'.repeat(5_000_000) });
    survives({ ...raw('dot'), nodes: new Array(1_000_000).fill(0) });
  });

  it('that are no documents', () => {
    for (const value of VALUES) survives(value());
    for (const value of [0, '', 'x', Symbol('x'), () => 1, 10n, new Date(Number.NaN), new Map()])
      survives(value);
  });
});

describe('text', () => {
  const FREE =
    /^(text|name|op|symbol|formula|local|label|line|expression|by|call|type|explanation|says|question|hint|missing)$/;

  function poison(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return FREE.test(key) ? MARKUP : value;
    if (Array.isArray(value)) return value.map((each) => poison(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poison(each, name)]));
  }

  it.each(NAMES)('in %s is never markup', (name) => {
    survives(poison(raw(name)));
    expect(host.querySelectorAll('[data-autograd="node"]').length).toBeGreaterThan(0);
    expect(host.querySelector('[data-autograd="text"]')?.textContent).toBe(MARKUP);
    for (const node of [...host.querySelectorAll('[data-autograd="node"]')].slice(0, 6)) {
      node.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      isOnlyText();
    }
    expect((globalThis as unknown as Holder).hacked).toBeUndefined();
  });
});
