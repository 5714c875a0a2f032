import { describe, expect, it } from 'vitest';

import { hold, html } from '../src/dom';
import { morph } from '../src/morph';

const rows = (...texts: string[]): HTMLElement =>
  html('dl', { class: 'rows' }, ...texts.map((text) => html('dd', {}, html('code', {}, text))));

describe('what becomes something alike', () => {
  it('keeps elements of the same kind and writes what differs', () => {
    const place = html('div', {}, html('h4', { title: 'w' }, 'w'), rows('1.', '2.'));
    const [heading, list] = place.children;
    const code = [...place.querySelectorAll('code')];
    morph(place, [html('h4', { id: 'y' }, 'y'), rows('1.', '3.', '4.'), 'end']);
    expect(place.innerHTML).toBe(
      '<h4 id="y">y</h4><dl class="rows"><dd><code>1.</code></dd><dd><code>3.</code></dd><dd><code>4.</code></dd></dl>end',
    );
    expect([...place.children]).toEqual([heading, list]);
    expect([...place.querySelectorAll('code')].slice(0, 2)).toEqual(code);
  });

  it('leaves out and puts in between without touching the rest', () => {
    const [first, last] = [html('p', { class: 'a' }, 'a'), html('p', { class: 'c' }, 'c')];
    const place = html('div', {}, first, html('p', { class: 'b' }, 'b'), last);
    morph(place, [
      html('p', { class: 'a' }, 'a'),
      html('p', { class: 'new' }, 'n'),
      html('p', { class: 'c' }, 'c'),
    ]);
    expect(place.textContent).toBe('anc');
    expect([place.firstChild, place.lastChild]).toEqual([first, last]);
    morph(place, []);
    expect(place.childNodes).toHaveLength(0);
  });

  it('puts in whole what something holds on to', () => {
    const before = hold(html('button', {}, 'go'));
    const place = html('div', {}, before);
    const now = html('button', {}, 'go');
    morph(place, [now]);
    expect(place.firstChild).toBe(now);
    const held = hold(html('button', {}, 'go'));
    morph(place, [held]);
    expect(place.firstChild).toBe(held);
  });
});
