import type { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { assumed } from '../../../cli/cost/assumed.ts';
import { syntheticGuardrail as billed } from '../../../cli/cost/bill/synthetic-event.ts';
import { prices } from '../../../cli/cost/prices.ts';
import { stackWatch } from '../../../cli/cost/stack-watch.ts';
import { memoryMb, throttle } from '../../../infra/capacity.ts';
import { alarmsOf, monthlyPrice } from '../../../infra/custom-metrics.ts';
import { syntheticGuardrail } from '../../../infra/synthetic-guardrail.ts';
import { partsOf } from '../../../shared/core/rollup/part.ts';
import { retention } from '../../../shared/core/retention.ts';
import { days } from '../../../shared/core/units.ts';
import { guardrailMetrics } from '../../../shared/metric-names.ts';
import { buildStack, defaults } from '../../infra/synth.ts';

const stack: Stack = buildStack();

/** A bill can't look into infra, which needs the CDK: what it takes over is held here. */
describe('the stack that is billed is the one that is deployed', () => {
  it('in what it watches itself by', () => {
    const { guardrailMetrics: draws, syntheticEvent, dashboard } = defaults;
    expect(stackWatch).toEqual({
      guardrailMetrics: draws,
      alarmMetrics: alarmsOf(stack).metrics,
      dashboards: dashboard ? 1 : 0,
      syntheticEvent,
    });
  });

  it('in memory, and in what it lets in', () => {
    expect(assumed.memoryMb).toEqual(memoryMb);
    expect(assumed.memoryMb).toEqual(defaults.memoryMb);
    expect(assumed.most.requestsPerSecond).toBe(throttle.requestsPerSecond);
    expect(assumed.logsKept / days(1)).toBe(defaults.logRetentionDays);
  });

  it('in what the synthetic event is judged by', () => {
    const shapeOf = (guardrail: typeof billed) => [partsOf([guardrail]).length, guardrailMetrics(guardrail).length];
    expect(shapeOf(billed)).toEqual(shapeOf(syntheticGuardrail()));
  });

  it('at the prices that synth prints', () => {
    const { usd, beyond = [] } = prices.customMetric;
    expect([{ from: 0, usd }, ...beyond]).toEqual(monthlyPrice.metric);
    expect(prices.alarmMetric.usd).toBe(monthlyPrice.alarmMetric);
  });

  it('for as long as the line of what is stored says', () => {
    const { segment, minuteRollup, longRollup } = retention;
    expect([segment, minuteRollup, longRollup].map((kept) => kept / days(1))).toEqual([7, 35, 400]);
  });
});
