import { between, type Counts } from './counts.ts';
import { LIMIT, type Rule, type Turn } from './rule.ts';

/** What a user would write without Parapet. Each ends as its kind does: as soon as its condition no longer holds. */

const ruleOf = (newHolds: () => (counts: Counts, tick: number) => boolean): Rule =>
  function* (counts): Generator<Turn> {
    const holds = newHolds();
    let fires = false;
    for (let at = 1; at <= counts.minutes; at++) {
      const firing = holds(counts, at);
      if (firing !== fires) yield { at, firing };
      fires = firing;
    }
  };

/**
 * A CloudWatch alarm: of the last `of` one-minute datapoints `needed` are above the limit. A minute without events is no
 * datapoint, and changes nothing ("missing data is treated as missing").
 */
export const datapoints = (needed: number, of: number): Rule =>
  ruleOf(() => {
    const last: boolean[] = [];
    return ({ bad, total }, tick) => {
      const count = total[tick - 1] ?? 0;
      if (count > 0) {
        last.push((bad[tick - 1] ?? 0) / count > LIMIT);
        if (last.length > of) last.shift();
      }
      let above = 0;
      for (const isAbove of last) if (isAbove) above++;
      return above >= needed;
    };
  });

/** A Prometheus rule: the rate over `window` minutes is above the limit, at each evaluation `hold` minutes long. */
export const rateFor = (window: number, hold: number): Rule =>
  ruleOf(() => {
    let activeAt: number | undefined;
    return ({ sums }, tick) => {
      const total = between(sums.total, tick - window, tick);
      const isAbove = total > 0 && between(sums.bad, tick - window, tick) / total > LIMIT;
      activeAt = isAbove ? (activeAt ?? tick) : undefined;
      return activeAt !== undefined && tick - activeAt >= hold;
    };
  });

/** The same without a wait, but only where so many events came. */
export const rateOfAtLeast = (window: number, events: number): Rule =>
  ruleOf(() => ({ sums }, tick) => {
    const total = between(sums.total, tick - window, tick);
    return total >= events && between(sums.bad, tick - window, tick) / total > LIMIT;
  });

/** The lower end of Wilson's interval (1927) for the rate over `window` minutes is above the limit. */
export const wilson = (window: number, z: number): Rule =>
  ruleOf(() => ({ sums }, tick) => {
    const total = between(sums.total, tick - window, tick);
    if (total === 0) return false;
    const rate = between(sums.bad, tick - window, tick) / total;
    const square = (z * z) / total;
    const lower =
      (rate + square / 2 - z * Math.sqrt((rate * (1 - rate)) / total + (square / total) * 0.25)) / (1 + square);
    return lower > LIMIT;
  });
