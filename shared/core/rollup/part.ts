import { createHash } from 'node:crypto';
import type { Guardrail, Metric } from '../guardrail/guardrail.ts';

/** What a metric counts, without limits: guardrails that count the same share their rollups, and a changed limit keeps them. */
export type MetricId = string;

/** A metric by one attribute, or by none (`''`: the whole): what one rollup item holds of a minute. */
export interface Part {
  readonly id: MetricId;
  readonly metric: Metric;
  readonly by: string;
}

export const metricId = (metric: Metric): MetricId =>
  createHash('sha256')
    .update(JSON.stringify(canonical(metric)))
    .digest('base64url')
    .slice(0, 12);

/** Every part that these guardrails need, each once. */
export const partsOf = (guardrails: readonly Guardrail[]): readonly Part[] => {
  const parts = new Map<string, Part>();
  for (const { metrics, by } of guardrails) {
    for (const metric of metrics) {
      const id = metricId(metric);
      for (const attribute of ['', ...by]) parts.set(`${id} ${attribute}`, { id, metric, by: attribute });
    }
  }
  return [...parts.values()];
};

/**
 * With the keys of every object in one order, and every list too (in a metric each is a set): the same definition is the
 * same text, whoever wrote it. Lines that change places in guardrails.yaml must not lose their history.
 */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((entry) => JSON.stringify(canonical(entry))).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, entry]) => [key, canonical(entry)]);
};
