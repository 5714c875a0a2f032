import { describe, expect, it } from 'vitest';

import { announce, find, type LiveModel, listen, newer, withdraw } from '../src/live';

function model(id: string, kernelId: string | undefined): LiveModel {
  return { model_id: id, kernelId, document: {}, note: '', html: '' };
}

describe('live models', () => {
  it('finds a model of the own kernel only', () => {
    const mine = model('a', 'k1');
    announce(mine);
    expect(find('a', 'k1')).toBe(mine);
    expect(find('a', 'k2')).toBeNull(); // a copy of the notebook, beside it
    expect(find('a', '')).toBeNull(); // a notebook without a kernel
    expect(find('a', null)).toBe(mine); // an output in a tab by itself
    withdraw(mine);
    expect(find('a', 'k1')).toBeNull();
  });

  it('keeps two models of one id apart', () => {
    const [one, other] = [model('b', 'k1'), model('b', 'k1')];
    announce(one);
    announce(other);
    withdraw(one);
    expect(find('b', 'k1')).toBe(other);
    withdraw(other);
    expect(find('b', 'k1')).toBeNull();
  });

  it('tells who listens what comes, changes and goes', () => {
    const told: string[] = [];
    const stop = listen((id) => told.push(id));
    const one = model('c', 'k1');
    announce(one);
    announce(one);
    withdraw(one);
    withdraw(one); // gone already: nothing to tell
    stop();
    announce(one);
    expect(told).toEqual(['c', 'c', 'c']);
    withdraw(one);
  });

  it('lets a listener stop while it is told', () => {
    const stop = listen(() => stop());
    expect(() => announce(model('d', undefined))).not.toThrow();
  });
});

describe('what a live model knows', () => {
  const asked: number[] = [];
  const told = (revision: number, document: unknown): LiveModel => ({
    ...model('n', 'k1'),
    document,
    revision,
    ask: () => asked.push(revision),
  });

  it('is taken where the output is behind', () => {
    expect(newer(told(7, { version: 1 }), 5)).toEqual({ version: 1 });
    expect(newer(model('n', 'k1'), 0)).toEqual({}); // a widget has its document always
    expect(asked).toEqual([]);
  });

  it('is left where the output has it, or has something newer', () => {
    expect(newer(told(7, { version: 1 }), 7)).toBeNull();
    expect(newer(told(7, null), 8)).toBeNull();
    expect(newer(null, 0)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('is asked for where the page has not got it', () => {
    expect(newer(told(7, null), 5)).toBeNull();
    expect(asked).toEqual([7]);
  });
});
