import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { BAD, classify, GOOD, NOT_COUNTED } from '../../../shared/core/rollup/classify.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  anEvent,
  aVolumeGuardrail,
  aWeightedGuardrail,
} from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';
import { aBaselineLatencyGuardrail } from './counting.ts';

const kindOf = ({ metrics }: Guardrail, event: PaymentEvent, keep = 1): number | undefined => {
  const [metric] = metrics;
  if (metric === undefined) throw new Error('a guardrail has a metric');
  return classify(columnsOf([event]), Uint8Array.of(keep), metric)[0];
};

describe('a row is', () => {
  it.each<[string, Guardrail, Partial<PaymentEvent>, number]>([
    ['good of a rate where it is not bad', aGuardrail(), { outcome: 'declined' }, GOOD],
    ['bad of a rate', aGuardrail(), { outcome: 'failed' }, BAD],
    ['not counted of another type', aGuardrail(), { type: 'refund', outcome: 'failed' }, NOT_COUNTED],
    ['not counted where the selection shuts it out', aGuardrail({ of: { bank: 'ccb' } }), {}, NOT_COUNTED],
    ['bad of a latency when slower', aLatencyGuardrail(), { latencyMs: 801 }, BAD],
    ['good of a latency with a baseline, however slow', aBaselineLatencyGuardrail(), { latencyMs: 599_999 }, GOOD],
    [
      'good of a latency with a baseline though it timed out, when it says how slow',
      aBaselineLatencyGuardrail(),
      { outcome: 'timeout' },
      GOOD,
    ],
    ['good of a volume, whatever became of it', aVolumeGuardrail(), { outcome: 'failed', latencyMs: 9000 }, GOOD],
    ['bad of value when it failed in the currency', aWeightedGuardrail(), { outcome: 'failed' }, BAD],
    ['good of value when it went well in the currency', aWeightedGuardrail(), {}, GOOD],
    ['good of value though it weighs nothing', aWeightedGuardrail(), { amount: 0 }, GOOD],
    [
      'not counted of value in another currency',
      aWeightedGuardrail(),
      { outcome: 'failed', currency: 'EUR' },
      NOT_COUNTED,
    ],
    ['not counted of value in a currency that no event has', aWeightedGuardrail({ currency: 'JPY' }), {}, NOT_COUNTED],
  ])('%s', (_sentence, guardrail, overrides, kind) => {
    expect(kindOf(guardrail, anEvent(overrides))).toBe(kind);
  });

  it.each<[string, PaymentEvent['outcome'], number]>([
    ['bad when it timed out', 'timeout', BAD],
    ['not counted when it failed', 'failed', NOT_COUNTED],
    ['not counted when nothing is said of it', undefined, NOT_COUNTED],
  ])('without a latency, of a latency with a baseline, %s', (_sentence, outcome, kind) => {
    const { latencyMs: _, outcome: __, ...bare } = anEvent();
    expect(kindOf(aBaselineLatencyGuardrail(), { ...bare, ...(outcome === undefined ? undefined : { outcome }) })).toBe(
      kind,
    );
  });

  it('not counted when it is a copy', () => {
    expect(kindOf(aGuardrail(), anEvent({ outcome: 'failed' }), 0)).toBe(NOT_COUNTED);
    expect(kindOf(aLatencyGuardrail(), anEvent({ latencyMs: 9000 }), 0)).toBe(NOT_COUNTED);
    expect(kindOf(aBaselineLatencyGuardrail(), anEvent(), 0)).toBe(NOT_COUNTED);
    expect(kindOf(aVolumeGuardrail(), anEvent(), 0)).toBe(NOT_COUNTED);
    expect(kindOf(aWeightedGuardrail(), anEvent({ outcome: 'failed' }), 0)).toBe(NOT_COUNTED);
  });

  it('not counted of value without an amount, though others of its segment have one', () => {
    const { amount: _, ...bare } = anEvent();
    const [metric] = aWeightedGuardrail().metrics;
    if (metric === undefined) throw new Error('a guardrail has a metric');
    const rows = classify(columnsOf([bare, anEvent()]), Uint8Array.of(1, 1), metric);
    expect(new Set(rows)).toEqual(new Set([NOT_COUNTED, GOOD]));
  });
});
