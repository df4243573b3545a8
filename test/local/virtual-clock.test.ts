import { expect, test } from 'vitest';
import { virtualClock } from '../../cli/local/virtual-clock.ts';
import { epochMs } from '../../shared/core/units.ts';

test('a virtual clock stands still until it is set', () => {
  const clock = virtualClock(epochMs(1000));
  expect(clock.now()).toBe(1000);
  clock.set(epochMs(5000));
  expect(clock.now()).toBe(5000);
});

test('a virtual clock does not go back', () => {
  const clock = virtualClock(epochMs(5000));
  expect(() => clock.set(epochMs(4000))).toThrow(
    'set forward from 1970-01-01T00:00:05.000Z, got 1970-01-01T00:00:04.000Z',
  );
});
