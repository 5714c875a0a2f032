import { describe, expect, it } from 'vitest';
import { raw } from './golden';
import { eachWithView, page } from './page';

eachWithView();

describe('a card', () => {
  it('says the value of a leaf without a name once', () => {
    const document = raw('dot');
    document.nodes[0].name = '';
    page.view.update(document);
    const words = [...page.host.querySelectorAll('[data-node="0"] text')].map((each) => each.textContent);
    expect(words).toContain('leaf, shape [4]');
    expect(words.filter((each) => each === '[0., 1., 2., 3.]')).toHaveLength(1);
  });
});
