import { days, MS_PER_MINUTE, ratio } from '../units.ts';
import { burnFaults, type GivenRate, promiseFaults, standardFaults } from './burn-faults.ts';
import { type BurnRate, burnRatesOver, tidy } from './burn-rates.ts';
import { patternFaults } from './compile-pattern.ts';
import { type Compiled, describedOf } from './described.ts';
import { durationOf, evidenceOf } from './evidence-of.ts';
import type { Fault } from './fault.ts';
import { type Level, type Limit, severities } from './guardrail.ts';
import { keyFaults } from './key-faults.ts';
import { MetricList } from './metric-list.ts';
import { parsePercent } from './quantity.ts';
import type { RawRate } from './schema.ts';

/** A share of good events that is promised, as limits: how fast the rest, the error budget, may be spent. */
export const compileObjective = (raw: RawRate, objective: string): Compiled => {
  const target = tidy(parsePercent(objective) ?? Number.NaN);
  const budget = tidy(1 - target);
  const period = raw.period === undefined ? DEFAULT_DAYS : durationOf(raw.period) / days(1);
  const given = givenRates(raw.burn);
  const rates = given ?? burnRatesOver(period);
  const faults: Fault[] = [
    ...patternFaults('of', raw.of),
    ...patternFaults('bad', raw.bad),
    ...keyFaults(raw),
    ...promiseFaults(target, objective),
    ...(given === undefined
      ? standardFaults(rates, objective, budget)
      : given.length === 0
        ? [{ path: ['burn'], message: 'expected critical, warning or both, got neither' }]
        : burnFaults(given, objective, budget)),
  ];
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    guardrail: {
      ...describedOf(raw),
      metrics: new MetricList(raw).all,
      levels: rates.toSorted(worstFirst).map((rate) => levelOf(rate, budget)),
      recovery: limitOf(1, budget),
      evidence: evidenceOf(raw),
      objective: { target: ratio(target), days: period, text: objective },
    },
  };
};

const DEFAULT_DAYS = 30;

const givenRates = (burn: RawRate['burn']): readonly GivenRate[] | undefined =>
  burn &&
  severities.flatMap((severity) =>
    (burn[severity] ?? []).map(({ factor, long, short }, index) => ({
      severity,
      factor,
      long,
      short,
      longMinutes: durationOf(long) / MS_PER_MINUTE,
      shortMinutes: durationOf(short) / MS_PER_MINUTE,
      path: ['burn', severity, index],
    })),
  );

const worstFirst = (left: BurnRate, right: BurnRate): number =>
  severities.indexOf(left.severity) - severities.indexOf(right.severity) || right.factor - left.factor;

const limitOf = (factor: number, budget: number): Limit => ({
  metric: 0,
  direction: 'above',
  rate: ratio(tidy(factor * budget)),
  text: `${factor}x budget`,
});

const levelOf = ({ severity, factor, longMinutes, shortMinutes }: BurnRate, budget: number): Level => ({
  ...limitOf(factor, budget),
  severity,
  burn: { factor, longMinutes, shortMinutes },
});
