import { describe, expect, it } from 'vitest';
import { type CustomMetrics, customMetricsBill, customMetricsOf } from '../../../../cli/cost/bill/custom-metrics.ts';
import { guardrailsOf, RATE, VOLUME } from '../deployments.ts';

const FRAUD = '{ id: fraud, kind: rate, bad: { fraud: [true] }, by: [bank], critical: { above: 3% } }';
const LATENCY = '{ id: slow, kind: latency, percentile: 95, warning: { above: 800ms }, critical: { above: 2s } }';
const BASELINE =
  '{ id: low, kind: volume, baseline: { weeks: 4, timezone: UTC }, critical: { below: 50% of baseline } }';
const OBJECTIVE = '{ id: budget, kind: rate, bad: { outcome: [failed] }, objective: 99.9% }';
const MONTHLY = '{ id: visa, kind: monthly, preset: visa-vamp }';

const groups = 1 + 20;
const cases: Readonly<Record<string, [rules: string[], expected: Partial<CustomMetrics>]>> = {
  'a rate is two metrics, and its alarm reads both at each level': [
    [RATE],
    { metrics: 2 * groups, alarmMetrics: 2 * 2 * groups },
  ],
  'two rates of the same events share their total': [
    [RATE, FRAUD],
    { metrics: 3 * groups, alarmMetrics: (2 + 1) * 2 * groups },
  ],
  'a percentile is one metric, whatever its limits': [[LATENCY], { metrics: 1, alarmMetrics: 2 }],
  'a volume is the total of a rate of the same events': [[VOLUME, RATE], { metrics: 2 * groups }],
  'a baseline is an alarm on a band, which is two more': [[BASELINE], { metrics: 1, alarmMetrics: 3 }],
  'a burn rate is read over two windows, and told where both are broken': [
    [OBJECTIVE],
    { metrics: 2, alarmMetrics: 4 * 4, compositeAlarms: 4 },
  ],
  'a month is more than an alarm looks back': [
    [VOLUME, MONTHLY],
    { metrics: 1, alarmMetrics: 1, compositeAlarms: 0, left: ['visa'] },
  ],
};

describe('as custom metrics and alarms', () => {
  it.each(Object.entries(cases))('%s', (_, [rules, expected]) => {
    expect(customMetricsOf({ guardrails: guardrailsOf(...rules), groupsPerAttribute: 20 })).toMatchObject(expected);
  });

  it('they are published in as few calls as they fit into', () => {
    const callsOf = (metrics: number): number | undefined =>
      customMetricsBill({ metrics, alarmMetrics: 0, compositeAlarms: 0, left: [] }).find(
        ({ price }) => price === 'metricRequest',
      )?.quantity;
    expect([1, 1_000, 1_001].map(callsOf)).toEqual([43_800, 43_800, 87_600]);
  });
});
