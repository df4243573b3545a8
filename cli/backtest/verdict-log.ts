import type { Verdict } from '../../shared/core/evidence/verdict.ts';
import type { Observations } from '../../shared/core/incident/observe.ts';
import { WHOLE } from '../../shared/core/rollup/series.ts';
import type { EpochMinute } from '../../shared/core/units.ts';
import type { Step } from '../replay/replay.ts';

/** How often a guardrail could be judged. */
export interface Verdicts {
  /** Ticks at which it was looked at. */
  readonly ticks: number;
  /** Ticks at which something was proven, of the whole or of a group. */
  readonly conclusive: number;
  /** The first of those. */
  readonly first?: EpochMinute;
  /** Why the whole was not judged at the last tick before that. */
  readonly reason?: string;
}

/** Remembers from when on each guardrail came to verdicts, and what it lacked before. */
export class VerdictLog {
  readonly #verdicts = new Map<string, Verdicts>();

  see({ now, report }: Step): void {
    for (const [guardrail, observations] of report.observations)
      this.#verdicts.set(guardrail, seen(this.#verdicts.get(guardrail), observations, now));
  }

  of(guardrail: string): Verdicts {
    return this.#verdicts.get(guardrail) ?? { ticks: 0, conclusive: 0 };
  }
}

const seen = (before: Verdicts | undefined, observations: Observations, now: EpochMinute): Verdicts => {
  const { ticks, conclusive, first, reason } = before ?? { ticks: 0, conclusive: 0 };
  const isConclusive = [...observations.values()].some(({ verdict }) => isProven(verdict));
  const whole = observations.get(WHOLE)?.verdict;
  const lacking = whole?.kind === 'inconclusive' || whole?.kind === 'absent' ? whole.reason : undefined;
  const told = first === undefined && !isConclusive ? (lacking ?? reason) : reason;
  const began = first ?? (isConclusive ? now : undefined);
  return {
    ticks: ticks + 1,
    conclusive: conclusive + (isConclusive ? 1 : 0),
    ...(began === undefined ? undefined : { first: began }),
    ...(told === undefined ? undefined : { reason: told }),
  };
};

const isProven = (verdict: Verdict): boolean =>
  verdict.kind === 'breach' ||
  verdict.kind === 'clear' ||
  (verdict.kind === 'compared' && (verdict.proof !== undefined || verdict.broken.length > 0));
