import { describe, expect, it } from 'vitest';
import { answer } from '../src/branches';
import { raw } from './golden';
import { eachWithView, hidden, page, part } from './page';

eachWithView();

describe('branches', () => {
  it('says which way the program went', () => {
    const document = raw('loop');
    const source = { line: '' };
    const ops = document.nodes.filter((each: { kind: string }) => each.kind === 'op');
    for (const each of ops) each.branches = [{ text: 'while b.norm() < 1000', outcome: true, source }];
    ops[ops.length - 1].branches = [
      { text: 'while b.norm() < 1000', outcome: false, source },
      { text: 'if b.sum() > 0', outcome: true, source },
    ];
    page.view.update(document);
    const said = [...part('branches').children].map((each) => each.textContent);
    expect(said).toEqual([
      `while b.norm() < 1000: yes, ${ops.length - 1} times, then no`,
      'if b.sum() > 0: yes',
    ]);
    expect(part('branches').querySelector('code')?.textContent).toBe('while b.norm() < 1000:');
  });

  it('is silent where nothing was decided', () => {
    page.view.update(raw('dot'));
    expect(hidden(part('branches'))).toBe(true);
  });

  it('takes text for text', () => {
    const document = raw('dot');
    document.nodes[1].branches = [{ text: 'if "<img src=x>"', outcome: false, source: null }];
    page.view.update(document);
    expect(part('branches').textContent).toBe('if "<img src=x>": no');
    expect(part('branches').querySelector('img')).toBeNull();
  });
});

describe('answer', () => {
  it.each([
    [[true], 'yes'],
    [[false], 'no'],
    [[true, true], 'yes, 2 times'],
    [[false, false], 'no, 2 times'],
    [[true, false], 'yes, then no'],
    [[true, true, false], 'yes, 2 times, then no'],
    [[false, true, false], 'yes once, no 2 times'],
  ])('sums up %j', (outcomes, said) => {
    expect(answer(outcomes)).toBe(said);
  });

  it('name the one that an operation was made in, in its inspector', () => {
    const document = raw('dot');
    document.nodes[1].under = { text: 'if "<img src=x>" < d', outcome: false };
    page.view.update(document);
    page.view.select(1);
    const said = part('inspector').querySelector('[data-autograd="under"]');
    expect(said?.textContent).toBe('in the branch if "<img src=x>" < d: no');
    page.view.select(3);
    expect(part('inspector').querySelector('[data-autograd="under"]')).toBeNull();
  });
});
