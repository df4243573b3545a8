import { describe, expect, it } from 'vitest';
import { countedRows, countingOf, symptoms } from '../../../shared/core/explain/counted.ts';
import { BAD, GOOD, NOT_COUNTED } from '../../../shared/core/rollup/classify.ts';
import { aGuardrail, aLatencyGuardrail, anEvent, aVolumeGuardrail } from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';

describe('what is bad when people ask who', () => {
  const kindsOf = (guardrail: ReturnType<typeof aGuardrail>, keep: readonly number[] = [1, 1, 1]) => {
    const columns = columnsOf([
      anEvent({ id: 'x', outcome: 'failed' }),
      anEvent({ id: 'x', outcome: 'succeeded' }),
      anEvent({ id: 'x', type: 'refund' }),
    ]);
    return [...countedRows(columns, Uint8Array.from(keep), countingOf(guardrail))];
  };

  it('is what the guardrail calls bad', () => {
    expect(kindsOf(aGuardrail())).toEqual([BAD, GOOD, NOT_COUNTED]);
  });

  it('is the rest, where a rate must not fall below', () => {
    const guardrail = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '80%' } });
    expect(kindsOf(guardrail)).toEqual([BAD, GOOD, NOT_COUNTED]);
  });

  it('is nothing of a volume, above or below', () => {
    expect(kindsOf(aVolumeGuardrail())).toEqual([GOOD, GOOD, NOT_COUNTED]);
  });

  it('is no copy of an event', () => {
    expect(kindsOf(aGuardrail(), [0, 1, 1])).toEqual([NOT_COUNTED, GOOD, NOT_COUNTED]);
  });

  it('is by the limit of the level that is told of, else of the mildest', () => {
    const guardrail = aLatencyGuardrail({ warning: { above: '100ms' }, critical: { above: '2s' } });
    expect(countingOf(guardrail, 'critical').metric.bad).toMatchObject({ limitMs: 2_000 });
    expect(countingOf(guardrail).metric.bad).toMatchObject({ limitMs: 100 });
    expect(countingOf(aLatencyGuardrail(), 'warning').metric.bad).toMatchObject({ limitMs: 800 });
  });
});

it('attributes that the rule itself reads as bad, or counts by, are symptoms', () => {
  const guardrail = aGuardrail({ bad: { outcome: ['failed'], reason: ['issuer_unavailable'] }, countBy: 'order' });
  expect([...symptoms(guardrail)].sort()).toEqual(['order', 'outcome', 'reason']);
  expect([...symptoms(aLatencyGuardrail())]).toEqual([]);
});
