import type { Guardrail, Limit } from '../guardrail/guardrail.ts';
import type { Series } from '../rollup/series.ts';
import { addMinutes, type EpochMinute, epochMinute } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import { isDecisive, rateFor, testBreach, testClear } from './test-limit.ts';
import type { Proof, Recovery, Verdict } from './verdict.ts';
import { windowOf } from './window.ts';

/** One member of a guardrail at one tick, with all that its judgement depends on. */
export interface Look {
  readonly guardrail: Guardrail;
  /** One series per metric of the guardrail, ending at `now`. */
  readonly series: readonly Series[];
  /** The minute that begins now; the newest whole minute is the one before. */
  readonly now: EpochMinute;
  /** Windows reach back no further: what led to a recovery does not count against it again. */
  readonly horizon?: EpochMinute;
  /** Chance of a breach per look, see {@link shareOfChance}. */
  readonly alpha: number;
  /** Dispersion learned from past hours; 1 where nothing was. */
  readonly history: number;
}

/** The chance of a breach per look for each of `groups` members: a guardrail of many groups makes no more noise than one of ten. */
export const shareOfChance = (guardrail: Guardrail, groups: number): number =>
  guardrail.evidence.breach * Math.min(1, evidenceDefaults.groupsAtFullChance / Math.max(1, groups));

/**
 * Judges critical before warning. For each limit the shortest window that proves anything speaks, breach before clear: a
 * busy member is judged on its last minute, a quiet one on its last hour, and nobody tunes a window.
 */
export const judge = (look: Look): Verdict => {
  if (eventsIn(look) === 0) return { kind: 'absent', reason: 'no events in any window' };
  let milder = true;
  for (const level of look.guardrail.levels) {
    const found = shortestConclusive(look, level, level);
    if (found?.kind === 'breach') {
      return {
        kind: 'breach',
        severity: level.severity,
        proof: found.proof,
        decisive: isDecisive(found.proof.probability, look.alpha),
        milder,
      };
    }
    milder &&= found?.kind === 'clear';
  }
  const mildest = look.guardrail.levels.at(-1);
  const found = mildest === undefined ? undefined : shortestConclusive(look, mildest, look.guardrail.recovery);
  return found?.kind === 'clear' ? { kind: 'clear', proof: found.proof } : { kind: 'inconclusive', reason: why(look) };
};

/**
 * Whether a member that has been recovering since `since` has recovered: everything since then is clear, not only the
 * window that began it, and the rate after recovery was declared keeps the limit too. Looking until one lucky window
 * turns up closes three of ten incidents that still run.
 */
export const judgeRecovery = (look: Look, since: EpochMinute, declaredAt: EpochMinute): Recovery => {
  const { guardrail, now, history } = look;
  const limit = guardrail.recovery;
  const series = seriesFor(look, limit);
  const settled = addMinutes(now, -1);
  const proof = testClear(windowOf(series, limit, since, settled, history), limit, guardrail.evidence.clear);
  if (proof === undefined) return { proven: false, reason: 'not yet proven over all minutes since recovery began' };

  const after = windowOf(series, limit, declaredAt, now, history);
  if (after.total === 0) return { proven: false, reason: 'no events since recovery was declared' };
  if (after.bad >= rateFor(limit) * after.total)
    return { proven: false, reason: 'above the limit again since recovery was declared' };
  return { proven: true, proof };
};

type Conclusion = { readonly kind: 'breach' | 'clear'; readonly proof: Proof };

const shortestConclusive = (look: Look, breach: Limit, clear: Limit): Conclusion | undefined => {
  const breachSeries = seriesFor(look, breach);
  const clearSeries = seriesFor(look, clear);
  // Failures arrive later than successes do, so that the newest minute looks better than it was.
  const settled = addMinutes(look.now, -1);
  for (const from of windowStarts(look)) {
    const broken = testBreach(windowOf(breachSeries, breach, from, look.now, look.history), breach, look.alpha);
    if (broken !== undefined) return { kind: 'breach', proof: broken };
    const well = testClear(
      windowOf(clearSeries, clear, from, settled, look.history),
      clear,
      look.guardrail.evidence.clear,
    );
    if (well !== undefined) return { kind: 'clear', proof: well };
  }
  return undefined;
};

/** Where the windows begin, shortest first; those cut by the horizon become one. */
const windowStarts = ({ now, horizon }: Look): EpochMinute[] => {
  const earliest = horizon ?? Number.NEGATIVE_INFINITY;
  const starts = evidenceDefaults.windows.map((minutes) => epochMinute(Math.max(now - minutes, earliest)));
  return [...new Set(starts)].filter((start) => start < now);
};

const seriesFor = (look: Look, limit: Limit): Series => {
  const series = look.series[limit.metric];
  if (series === undefined)
    throw new RangeError(`guardrail ${look.guardrail.id}: no counts for metric ${limit.metric}`);
  return series;
};

const eventsIn = (look: Look): number => {
  const oldest = windowStarts(look).at(-1) ?? look.now;
  return look.series.reduce(
    (sum, series) => sum + windowOf(series, { direction: 'above' }, oldest, look.now, 1).total,
    0,
  );
};

const why = (look: Look): string => `neither broken nor clear is proven by the ${eventsIn(look)} events seen`;
