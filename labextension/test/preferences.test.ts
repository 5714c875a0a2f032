import { expect, it } from 'vitest';
import { followPreferences, prefer, preferences } from '../src/preferences';

it('takes over what makes sense, and tells', () => {
  const told: unknown[] = [];
  const stop = followPreferences((now) => told.push(now.speed));
  prefer({ graphs: false, values: 'no', speed: 3, direction: 'down' });
  expect(preferences()).toEqual({ graphs: false, values: true, speed: 3, direction: 'down' });
  prefer({ speed: -1, direction: 'up' });
  expect(preferences()).toEqual({ graphs: true, values: true, speed: 1, direction: 'right' });
  stop();
  prefer({ speed: 2 });
  expect(told).toEqual([1, 3, 1]);
  prefer({});
});
