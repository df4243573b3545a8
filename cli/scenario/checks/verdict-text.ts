import type { Proof, Verdict } from '../../../shared/core/evidence/verdict.ts';
import type { Kind } from '../../../shared/core/guardrail/guardrail.ts';
import { countOf, countText, percentText } from '../../../shared/core/message/format.ts';
import { paceText } from '../../../shared/core/message/pace.ts';
import type { EpochMinute } from '../../../shared/core/units.ts';
import { timeText } from '../lines/time.ts';
import type { VerdictKind } from './check.ts';

/** The verdict as a check names it: a plain comparison is a breach or clear too, and inconclusive where nothing was compared. */
export const verdictKind = (verdict: Verdict): VerdictKind => {
  if (verdict.kind !== 'compared') return verdict.kind;
  if (verdict.broken.length > 0) return 'breach';
  return verdict.proof === undefined ? 'inconclusive' : 'clear';
};

/** Why the verdict is what it is: its words, or its numbers. */
export const verdictReason = (verdict: Verdict, kind: Kind, start: EpochMinute): string => {
  switch (verdict.kind) {
    case 'inconclusive':
    case 'absent':
      return verdict.reason;
    case 'breach':
    case 'clear': {
      const { proof } = verdict;
      return `${proofText(proof, kind, start)}, chance ${asChance(proof.probability)}, asked ${asChance(proof.alpha)}`;
    }
    case 'compared': {
      const proof = verdict.broken[0]?.proof ?? verdict.proof;
      return proof === undefined ? 'too few events to compare' : proofText(proof, kind, start);
    }
  }
};

/** `31 of 50 (62%) from 00:31 to 00:32, limit 15%`; of a volume `12 events (1.2/min) …`. */
const proofText = (proof: Proof, kind: Kind, start: EpochMinute): string => {
  const { bad, total, rate, limitText, from, to } = proof;
  const counted =
    kind === 'volume'
      ? `${countOf(total, 'event')} (${paceText(proof)})`
      : `${countText(bad)} of ${countText(total)} (${percentText(rate)})`;
  return `${counted} from ${timeText(from - start)} to ${timeText(to - start)}, limit ${limitText}`;
};

const asChance = (chance: number): string => String(Number(chance.toPrecision(2)));
