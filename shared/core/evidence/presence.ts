import type { Series } from '../rollup/series.ts';
import { addMinutes, between, type EpochMinute } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import type { Verdict } from './verdict.ts';

/**
 * `absent`, where the events of a member have stopped: so many were to come in the silent minutes, at the rate of those
 * before, that none is no chance. Without it a busy bank that goes silent would be called broken, on the proof of its last
 * events, for the hour that the longest window lasts. Undefined where they have not, or where that is not proven.
 */
export const stopped = (series: Series, now: EpochMinute, alpha: number): Verdict | undefined => {
  const [from, to, events] = span(series);
  if (events === 0 || between(to, now) < evidenceDefaults.staleAfter) return undefined;
  const expected = (events / (to - from)) * (now - to);
  const deflated = expected / (1 + expected * evidenceDefaults.steadyVariation ** 2);
  if (deflated < -Math.log(alpha)) return undefined;
  return { kind: 'absent', reason: `no events for ${now - to} minutes, where ${Math.round(expected)} were to come` };
};

/** The first minute with events, the one after the last, and how many there were. */
const span = ({ from, total }: Series): readonly [from: EpochMinute, to: EpochMinute, events: number] => {
  const start = total.findIndex((count) => count > 0);
  const end = total.findLastIndex((count) => count > 0) + 1;
  return [addMinutes(from, start), addMinutes(from, end), total.reduce((sum, count) => sum + count, 0)];
};
