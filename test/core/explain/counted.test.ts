import { describe, expect, it } from 'vitest';
import { countedRows, countingOf, symptoms } from '../../../shared/core/explain/counted.ts';
import { BAD, GOOD, NOT_COUNTED } from '../../../shared/core/rollup/classify.ts';
import { aGuardrail, aLatencyGuardrail, anEvent, aVolumeGuardrail } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';
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

describe('a limit that is a multiple of what is normal', () => {
  const baseline = { weeks: 4 };
  const provenAt = (group: string, rate: number, limit = 0.05) => ({
    group,
    proof: aProof({ limit, normal: { rate, limit: 2 * rate, weeks: 4 } }),
  });

  it('allows a share by what was normal for the group that matters most', () => {
    const guardrail = aGuardrail({ baseline, warning: { above: '2x baseline' }, critical: { above: '4x baseline' } });
    const proven = [provenAt('bank=icbc', 0.03), provenAt('', 0.01)];
    expect(countingOf(guardrail, 'critical', proven).allowedIn('')).toBeCloseTo(0.12, 12);
    expect(countingOf(guardrail, undefined, proven).allowedIn('')).toBeCloseTo(0.06, 12);
  });

  it('allows each group of a volume its own pace, and says nothing of one whose normal is not known', () => {
    const guardrail = aVolumeGuardrail({ baseline, critical: { below: '50% of baseline' } });
    const { allowedIn } = countingOf(guardrail, undefined, [provenAt('bank=icbc', 60), provenAt('bank=ccb', 8)]);
    expect(['bank=icbc', 'bank=ccb', 'bank=abc'].map(allowedIn)).toEqual([30, 4, undefined]);
  });

  it('makes the latencies bad that are slower than that, and the limit the share that may be', () => {
    const guardrail = aLatencyGuardrail({ baseline, critical: { above: '3x baseline' } });
    const { metric, allowedIn } = countingOf(guardrail, 'critical', [provenAt('', 400)]);
    expect(metric.bad).toEqual({ kind: 'slower', limitMs: 1_200 });
    expect(allowedIn('')).toBe(0.05);
  });

  it('of a latency counts timeouts only, where what is normal is not known', () => {
    const guardrail = aLatencyGuardrail({ baseline, critical: { above: '3x baseline' } });
    expect(countingOf(guardrail, 'critical', [{ group: '', proof: aProof() }]).metric.bad.kind).toBe('unanswered');
  });
});

it('attributes that the rule itself reads as bad, or counts by, are symptoms', () => {
  const guardrail = aGuardrail({ bad: { outcome: ['failed'], reason: ['issuer_unavailable'] }, countBy: 'order' });
  expect([...symptoms(guardrail)].sort()).toEqual(['order', 'outcome', 'reason']);
  expect([...symptoms(aLatencyGuardrail())]).toEqual([]);
});
