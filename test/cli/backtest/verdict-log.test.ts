import { describe, expect, it } from 'vitest';
import { VerdictLog, type Verdicts } from '../../../cli/backtest/verdict-log.ts';
import type { Verdict } from '../../../shared/core/evidence/verdict.ts';
import { WHOLE } from '../../../shared/core/rollup/series.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';
import { aStep } from './steps.ts';

const clear: Verdict = { kind: 'clear', proof: aProof() };
const lacking = (reason: string): Verdict => ({ kind: 'inconclusive', reason });
/** After ticks that saw this of the whole, and where it is given, of a group. */
const after = (...ticks: readonly (readonly [whole: Verdict, group?: Verdict])[]): Verdicts => {
  const log = new VerdictLog();
  for (const [index, [whole, group]] of ticks.entries())
    log.see(
      aStep(index + 1, {
        verdicts: new Map([[WHOLE, whole], ...(group === undefined ? [] : [['bank=icbc', group] as const])]),
      }),
    );
  return log.of('payment-failures');
};

describe('the verdicts of a guardrail', () => {
  it('are counted, from the first on, with what it lacked before', () => {
    expect(after([lacking('no past')], [lacking('little past')], [clear], [lacking('later')], [clear])).toEqual({
      ticks: 5,
      conclusive: 2,
      first: addMinutes(THIS_MINUTE, 3),
      reason: 'little past',
    });
  });

  it('are none where nothing is proven, which has its last reason', () => {
    expect(after([lacking('a')], [{ kind: 'absent', reason: 'no events' }])).toEqual({
      ticks: 2,
      conclusive: 0,
      reason: 'no events',
    });
  });

  it('may be of a group alone', () => {
    expect(after([lacking('a'), clear])).toMatchObject({ conclusive: 1 });
  });

  it('are none of a comparison that had too few events', () => {
    const compared = { kind: 'compared', broken: [], for: 0, keepFiringFor: 0 } as unknown as Verdict;
    expect(after([compared])).toEqual({ ticks: 1, conclusive: 0 });
  });

  it('are none of a guardrail that was never due', () => {
    expect(new VerdictLog().of('other')).toEqual({ ticks: 0, conclusive: 0 });
  });
});
