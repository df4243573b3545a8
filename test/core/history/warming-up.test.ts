import { describe, expect, it } from 'vitest';
import { noHistories, partName, type PartHistories } from '../../../shared/core/history/part-histories.ts';
import { countedSince, warmingUpText } from '../../../shared/core/history/warming-up.ts';
import { partsOf } from '../../../shared/core/rollup/part.ts';
import { addMinutes, type EpochMinute } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';

const DAY = 24 * 60;
const minute = (offset: number): EpochMinute => addMinutes(THIS_MINUTE, offset);
const guardrail = aGuardrail({ by: ['bank'] });

/** The whole and the banks, each known since so many minutes ago; undefined: not at all. */
const known = (begin: number, ...since: (number | undefined)[]): PartHistories => ({
  begin: minute(begin),
  parts: new Map(
    partsOf([guardrail]).flatMap((part, index) => {
      const offset = since[index];
      return offset === undefined ? [] : [[partName(part), minute(offset)] as const];
    }),
  ),
  entering: new Set(),
});
const since = (histories: PartHistories): number | undefined => {
  const found = countedSince(guardrail, histories, THIS_MINUTE);
  return found === undefined ? undefined : found - THIS_MINUTE;
};

describe('a guardrail is counted since', () => {
  it.each<[string, PartHistories, number | undefined]>([
    ['all that it is judged on, where its parts are known a day back', known(-10 * DAY, -DAY, -DAY), undefined],
    ['the whole hour from which on it is known', known(-10 * DAY, -400, -400), -360],
    ['when the last of its parts is known', known(-10 * DAY, -DAY, -400), -360],
    ['the oldest minutes that a tick reads raw, where it is new', known(-10 * DAY), -60],
    ['the same where it is known since less than that', known(-10 * DAY, -5, -5), -60],
    ['all that there is, where nothing was sealed before', known(-400, -400, -400), undefined],
    ['all that there is, where sealing began within the minutes that are read raw', known(-30, -5), undefined],
    ['a little late, where sealing began before', known(-401, -400, -400), -360],
    ['all that there is, where it is not known when sealing began', { ...noHistories }, undefined],
  ])('%s', (_sentence, histories, expected) => {
    expect(since(histories)).toBe(expected);
  });

  it('no longer than raw events are whole, where it reaches further back', () => {
    const monthly = {
      ...guardrail,
      levels: guardrail.levels.map((level) => ({
        ...level,
        burn: { factor: 1, longMinutes: 30 * DAY, shortMinutes: 60 },
      })),
    };
    expect(countedSince(monthly, known(-100 * DAY, -6 * DAY + 1, -7 * DAY), THIS_MINUTE)).toBe(minute(-6 * DAY + 60));
    expect(countedSince(monthly, known(-100 * DAY, -6 * DAY, -7 * DAY), THIS_MINUTE)).toBeUndefined();
  });
});

it('says since when, after the decision', () => {
  expect(warmingUpText(undefined)).toBe('');
  expect(warmingUpText(minute(-360))).toBe('; warming up: counted from 2026-03-02 03:00 UTC on');
});
