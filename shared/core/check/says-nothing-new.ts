import { ruleFingerprint } from '../guardrail/fingerprint.ts';
import { type Guardrail, type Level, type Metric, severities } from '../guardrail/guardrail.ts';
import type { ReadRules } from '../guardrail/load.ts';
import { metricId } from '../rollup/part.ts';
import type { Found } from './finding.ts';

/**
 * Guardrails of which another says all, sooner: it counts the same, for the same groups or more, and each of their limits
 * lies beyond one of its own that is as severe. Rules that were brought from elsewhere come in such pairs, one for each
 * severity that a guardrail here has in one.
 */
export const saysNothingNew = ({ guardrails }: ReadRules): readonly Found[] => {
  const rules = guardrails.map(({ guardrail, path }) => ({ guardrail, path, kept: keptOf(guardrail) }));
  const alike = Map.groupBy(rules, ({ kept }) => kept.judged);
  return rules.flatMap(({ guardrail, path, kept }): Found[] => {
    const wider = alike.get(kept.judged)?.find((other) => saysAllOf(other, { guardrail, kept }));
    return wider === undefined
      ? []
      : [
          {
            severity: 'warning',
            path: [...path, 'id'],
            message:
              `expected something that ${wider.guardrail.id} does not say, got the same counts with limits that are no stricter; ` +
              'take it out, or make one guardrail of both, with a warning and a critical limit',
          },
        ];
  });
};

/** What all pairs are compared by, made once. */
interface Kept {
  readonly fingerprint: string;
  /** What is counted, and how it is judged, but for limits and groups. */
  readonly judged: string;
}

interface Rule {
  readonly guardrail: Guardrail;
  readonly kept: Kept;
}

const keptOf = (guardrail: Guardrail): Kept => {
  const { id, kind, metrics, evidence, baseline, objective, month } = guardrail;
  // What an objective or a month says its limits alone don't: only of two that mean the same anything is said.
  const own = objective === undefined && month === undefined ? undefined : id;
  return {
    fingerprint: ruleFingerprint(guardrail),
    judged: JSON.stringify([kind, [...new Set(metrics.map(countedBy))], evidence, baseline, own]),
  };
};

const saysAllOf = (wide: Rule, narrow: Rule): boolean =>
  wide.kept.fingerprint !== narrow.kept.fingerprint &&
  narrow.guardrail.by.every((attribute) => wide.guardrail.by.includes(attribute)) &&
  narrow.guardrail.levels.every((level) =>
    wide.guardrail.levels.some(
      (other) =>
        severities.indexOf(other.severity) <= severities.indexOf(level.severity) &&
        breaksWith(wide.guardrail, other, narrow.guardrail, level),
    ),
  );

/** Whether whatever breaks the limit of the narrow one breaks that of the wide one too. */
const breaksWith = (wide: Guardrail, other: Level, narrow: Guardrail, level: Level): boolean => {
  if (other.direction !== level.direction) return false;
  if (slowIn(wide, other) > slowIn(narrow, level)) return false;
  return level.direction === 'above' ? other.rate <= level.rate : other.rate >= level.rate;
};

/** What a metric counts, but for how slow is slow. */
const countedBy = (metric: Metric): string =>
  metric.bad.kind === 'slower' ? metricId({ ...metric, bad: { kind: 'none' } }) : metricId(metric);

const slowIn = ({ metrics }: Guardrail, { metric }: Level): number => {
  const bad = metrics[metric]?.bad;
  return bad?.kind === 'slower' ? bad.limitMs : 0;
};
