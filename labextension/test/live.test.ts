import { describe, expect, it } from 'vitest';

import { announce, find, type LiveModel, listen, withdraw } from '../src/live';

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
