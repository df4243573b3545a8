import { describe, expect, test } from 'vitest';
import { cleanUp, type Undo } from '../../e2e/clean-up.ts';
import { diary } from '../../e2e/diary.ts';

const quiet = diary(
  () => 0,
  () => {},
);

const undos = (
  tried: string[],
  failing: readonly string[] = [],
  left: ReadonlyMap<string, string[]> = new Map(),
): Undo[] =>
  ['stack', 'queue', 'subscription'].map((name) => ({
    name: `remove the ${name}`,
    run: () => {
      tried.push(name);
      return failing.includes(name)
        ? Promise.reject(new Error(`${name} is busy`, { cause: new Error('throttled') }))
        : Promise.resolve(left.get(name) ?? []);
    },
    byHand: `aws remove ${name}`,
  }));

describe('what was made is taken back', () => {
  test('the last first', async () => {
    const tried: string[] = [];
    expect(await cleanUp(undos(tried), quiet)).toEqual({ isClean: true, left: [] });
    expect(tried).toEqual(['subscription', 'queue', 'stack']);
  });

  test('also after one could not be, and that one is told with its reason and what to do by hand', async () => {
    const tried: string[] = [];
    expect(await cleanUp(undos(tried, ['subscription', 'queue']), quiet)).toEqual({
      isClean: false,
      left: [
        'remove the subscription failed: subscription is busy\n  because: throttled\n  by hand: aws remove subscription',
        'remove the queue failed: queue is busy\n  because: throttled\n  by hand: aws remove queue',
      ],
    });
    expect(tried).toEqual(['subscription', 'queue', 'stack']);
  });

  test('and what stays by design is told too', async () => {
    const left = new Map([['stack', ['AWS::Logs::LogGroup audit']]]);
    expect(await cleanUp(undos([], [], left), quiet)).toEqual({ isClean: true, left: ['AWS::Logs::LogGroup audit'] });
  });

  test('as far as it was made', async () => {
    expect(await cleanUp([], quiet)).toEqual({ isClean: true, left: [] });
  });
});
