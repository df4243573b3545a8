import type { BadRule, Guardrail, Metric } from './guardrail.ts';
import type { Pattern } from './pattern.ts';

/** The fields and attributes that are looked at when these are counted. */
export const fieldsOfAll = (counted: readonly Pick<Guardrail, 'metrics' | 'by'>[]): ReadonlySet<string> =>
  new Set(counted.flatMap(({ metrics, by }) => [...by, ...metrics.flatMap(fieldsOf)]));

const fieldsOf = ({ of, bad, countBy, weight }: Metric): readonly string[] => [
  ...inPattern(of),
  ...inRule(bad),
  ...(countBy === undefined ? [] : [countBy]),
  ...(weight === undefined ? [] : [weight.field, 'currency']),
];

const inRule = (bad: BadRule): readonly string[] => {
  switch (bad.kind) {
    case 'pattern':
      return inPattern(bad.pattern);
    case 'slower':
    case 'unanswered':
      // A timeout without a latency is slow.
      return ['latencyMs', 'outcome'];
    case 'none':
      return [];
  }
};

const inPattern = (pattern: Pattern): readonly string[] => pattern.map(({ field }) => field);
