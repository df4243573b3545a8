import { describe, expect, it } from 'vitest';
import { courseOf, openingsOf, type Turn, untilTold } from '../../../bench/quality/rule.ts';

/** `+3 -5`: fires from tick 3 on, and no longer at 5. */
const turns = (text: string): readonly Turn[] =>
  text === '' ? [] : text.split(' ').map((turn) => ({ at: Math.abs(Number(turn)), firing: !turn.startsWith('-') }));

it('openings are counted after a tick', () => {
  expect(openingsOf(turns('+3 -5 +9 -10 +12'), 3)).toBe(2);
});

describe('until told', () => {
  const cases = new Map<string, [string, number]>([
    ['is from then on', ['+14', 4]],
    ['is at the first tick where it fires already', ['+3', 1]],
    ['is at the first tick where it fires already, though it ends at the next', ['+3 -11', 1]],
    ['passes over what was over', ['+3 -9 +12', 2]],
    ['is never where it never fires', ['+3 -9', Number.POSITIVE_INFINITY]],
    ['is never where there is nothing', ['', Number.POSITIVE_INFINITY]],
  ]);
  it.each([...cases])('%s', (_, [text, minutes]) => {
    expect(untilTold(turns(text), 10)).toBe(minutes);
  });
});

describe('an incident from 10 to 20', () => {
  const never = Number.POSITIVE_INFINITY;
  const cases = new Map<string, [string, boolean, number, number]>([
    ['is told, and over after its end', ['+12 -25', true, 0, 5]],
    ['is over too early, and again', ['+12 -15 +17 -19', true, 2, 0]],
    ['is over too early, and then in time', ['+12 -15 +17 -23', true, 1, 3]],
    ['is not told', ['', false, 0, 0]],
    ['is not told by what came and went before', ['+3 -9', false, 0, 0]],
    ['is not told by what comes after', ['+22 -25', false, 0, 0]],
    ['is told by what fires already', ['+3 -26', true, 0, 6]],
    ['is never over', ['+12', true, 0, never]],
  ]);
  it.each([...cases])('%s', (_, [text, told, falseEnds, untilOver]) => {
    expect(courseOf(turns(text), 10, 20)).toEqual({ told, falseEnds, untilOver });
  });
});
