import { describe, expect, it } from 'vitest';
import { saying } from './golden';
import { eachWithView, one, page, part } from './page';

// a, b = x.reshape(2, 2).unbind(0); v = (a * b).sum() + (a * a).sum(); v.backward()
describe('an operation of which several results are used', () => {
  eachWithView();

  const opened = (): number => {
    const document = saying('several');
    page.view.update(document);
    const id = document.nodes.findIndex(({ op }: { op: string }) => op === 'UnbindBackward0');
    page.view.select(id);
    return document.backwards[0].steps.findIndex((step: { node: number }) => step.node === id) + 1;
  };
  const text = (): string => part('inspector').textContent ?? '';

  it('shows the value and the gradient of each', () => {
    opened();
    expect(text()).toContain('atensor([0., 1.])btensor([2., 3.])');
    expect(text()).toContain('upstream ∂v/∂atensor([2., 5.])upstream ∂v/∂btensor([0., 1.])');
  });

  it('adds up what comes to the same result, and nothing else', () => {
    const step = opened();
    expect(text()).toContain('Used 4 times: what comes to the same result adds up');
    const received = [...part('inspector').querySelectorAll('.ag-rule')].pop();
    const shares = [...(received?.querySelectorAll('.ag-share') ?? [])];
    const told = shares.map((share) => share.textContent ?? '');
    expect(told[0]).toBe('a used 3 times, sum [2., 5.]');
    expect(told.slice(1, 4).map((each) => /\[.*/.exec(each)?.[0])).toEqual([
      '[2., 3.]',
      '[0., 1.]',
      '[0., 1.]',
    ]);
    expect(told[4]).toBe('b used once');
    expect(told[5]).toContain('[0., 1.]');
    expect(told).toHaveLength(6);
    page.view.seek(step);
    expect(one('.ag-caption').textContent).toContain(
      'received [2., 5.] for a and [0., 1.] for b and sends [[2., 5.], [0., 1.]] to x.reshape(2, 2).',
    );
  });

  it('has all of them on its card, in the order of their names', () => {
    const step = opened();
    const card = one('[data-op="UnbindBackward0"]');
    const lines = (): (string | null)[] => [...card.querySelectorAll('text')].map((each) => each.textContent);
    page.view.seek(step);
    expect(lines().slice(0, 4)).toEqual([
      'a, b = unbind',
      'UnbindBackward0',
      '[0., 1.]; [2., 3.]',
      '∂ [2., 5.]; [0., 1.]',
    ]);
    expect(card.getAttribute('aria-label')).toContain(
      'value [0., 1.]; [2., 3.], gradient [2., 5.]; [0., 1.]',
    );
  });

  it('is told result by result where both sweeps are compared', () => {
    opened();
    one('[data-autograd="compare"]').click();
    const captions: string[] = [];
    for (
      let step = 1;
      !one('.ag-caption').textContent?.startsWith('UnbindBackward0 of a, b received');
      step++
    ) {
      page.view.seek(step);
      captions.push(one('.ag-caption').textContent ?? '');
    }
    expect(captions).toContain(
      'UnbindBackward0 of a, b moves each of its results: [1., 0.] for a and [0., 0.] for b.',
    );
    expect(captions.pop()).toContain('received [2., 5.] for a and [0., 1.] for b');
    const card = one('[data-op="UnbindBackward0"]');
    expect(card.textContent).toContain('→ [1., 0.]; [0., 0.]');
    expect(card.textContent).toContain('∂ [2., 5.]; [0., 1.]');
    const row = [...one('.ag-every').querySelectorAll('tr')].find((each) =>
      each.textContent?.startsWith('a, b'),
    );
    expect([...(row?.querySelectorAll('td') ?? [])].map((each) => each.textContent)).toEqual([
      '[0., 1.]; [2., 3.]',
      '[1., 0.]; [0., 0.]',
      '[2., 5.]; [0., 1.]',
    ]);
  });

  it('is no argument of others: each of its results is', () => {
    opened();
    page.view.select(Number(one('[data-op="MulBackward0"]').dataset.node));
    expect(text()).toContain('to a');
    expect(text()).toContain('to b');
    expect(text()).not.toContain('to a, b');
  });

  it('multiplies no single upstream gradient', () => {
    opened();
    expect(text()).toContain('upstream, put back together');
  });

  it('tells what there is where a walk says nothing of each', () => {
    const document = saying('several');
    for (const step of document.backwards[0].steps) step.results = undefined;
    page.view.update(document);
    page.view.select(document.nodes.findIndex(({ op }: { op: string }) => op === 'UnbindBackward0'));
    expect(text()).toContain('upstream ∂v/∂a, btensor([2., 5.])');
    expect(text()).not.toContain('∂v/∂bNone');
  });

  it('says before the walk that nothing has come', () => {
    opened();
    page.view.seek(0);
    expect(text()).toContain('upstreamnot visited yet');
    expect(text()).toContain('a used 3 times');
    expect(text()).not.toContain('sum [');
  });
});
