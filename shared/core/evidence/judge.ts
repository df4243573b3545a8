import type { Guardrail, Limit, ProofEvidence } from '../guardrail/guardrail.ts';
import type { EpochMinute } from '../units.ts';
import { type BurnLevel, isBurning, longerStarts, testBurn } from './burn.ts';
import { evidenceDefaults } from './constants.ts';
import { clearStart, type Look, type Method, seriesFor, type Tested, windowStarts } from './look.ts';
import { compare } from './plain.ts';
import { share } from './share.ts';
import { isDecisive } from './test-limit.ts';
import type { Proof, Recovery, Verdict } from './verdict.ts';
import { monthly } from './monthly.ts';
import { volume } from './volume.ts';
import { windowOf } from './window.ts';

export type { Look } from './look.ts';

/** The chance of a breach per look for each of `groups` members: a guardrail of many groups makes no more noise than one of ten. */
export const shareOfChance = ({ evidence }: Guardrail, groups: number): number =>
  evidence.kind === 'none'
    ? 1
    : evidence.breach * Math.min(1, evidenceDefaults.groupsAtFullChance / Math.max(1, groups));

/** What this look says: a proof of breach or clear, that neither is proven, or, for rules that ask for none, a comparison. */
export const judge = (look: Look): Verdict => {
  const { evidence } = look.guardrail;
  switch (evidence.kind) {
    case 'none':
      return compare(look, evidence);
    case 'proof':
      return judgeByProof(look, evidence, methodOf(look));
  }
};

/**
 * Judges critical before warning. For each limit the shortest window that proves anything speaks, breach before clear: a
 * busy member is judged on its last minute, a quiet one on its last day, and nobody tunes a window.
 */
const judgeByProof = (look: Look, evidence: ProofEvidence, method: Method): Verdict => {
  const { guardrail, alpha } = look;
  // Of a volume silence is no absence: it is what is watched.
  if (guardrail.kind !== 'volume' && isSilent(look, method))
    return { kind: 'absent', reason: 'no events in any window' };
  let milder = true;
  let held: string | undefined;
  for (const level of guardrail.levels) {
    const found = isBurning(level)
      ? burning(look, level, evidence)
      : shortestConclusive(look, level, level, evidence, method);
    if (found.kind === 'breach') {
      const decisive = isDecisive(found.proof.probability, alpha);
      return { ...found, severity: level.severity, decisive, milder };
    }
    if (found.kind === 'inconclusive') held ??= found.held;
    milder &&= found.kind === 'clear';
  }
  const mildest = guardrail.levels.at(-1) ?? guardrail.recovery;
  const found = shortestConclusive(look, mildest, guardrail.recovery, evidence, method);
  switch (found.kind) {
    case 'clear':
      return { kind: 'clear', proof: found.proof };
    case 'inconclusive':
      return { kind: 'inconclusive', reason: held ?? found.reason };
    case 'breach': {
      // Within its limit of late, and beyond it over a longer window, which only speaks because `recover` asks for more.
      const { text } = guardrail.recovery;
      return { kind: 'inconclusive', reason: held ?? `no level is broken now, but ${text} is not proven to be kept` };
    }
  }
};

/**
 * Whether a member that has been recovering since `since` has recovered: everything since then is clear, not only the
 * window that began it, and the rate after recovery was declared keeps the limit too. Looking until one lucky window
 * turns up closes three of ten incidents that still run.
 */
export const judgeRecovery = (look: Look, since: EpochMinute, declaredAt: EpochMinute): Recovery => {
  const { evidence, recovery: limit } = look.guardrail;
  if (evidence.kind === 'none') return { proven: false, reason: 'a plain comparison proves no recovery' };
  const method = methodOf(look);
  const whole = method.clear(look, limit, since, evidence.clear);
  if (!whole.proven)
    return { proven: false, reason: `not yet proven over all minutes since recovery began: ${whole.reason}` };
  const objection = method.objection(look, limit, declaredAt);
  return objection === undefined
    ? { proven: true, proof: whole.proof }
    : { proven: false, reason: `since recovery was declared: ${objection}` };
};

const methodOf = ({ guardrail }: Look): Method => {
  switch (guardrail.kind) {
    case 'rate':
    case 'latency':
      return share;
    case 'volume':
      return volume;
    case 'monthly':
      return monthly;
  }
};

type Conclusion =
  | { readonly kind: 'breach'; readonly proof: Proof; readonly since?: EpochMinute }
  | { readonly kind: 'clear'; readonly proof: Proof }
  /** `held`: what held back a breach that the numbers of a long window prove. */
  | { readonly kind: 'inconclusive'; readonly reason: string; readonly held?: string };

/** Of an objective each level has windows of its own; that it is not broken the shortest window says that can. */
const burning = (look: Look, level: BurnLevel, evidence: ProofEvidence): Conclusion => {
  const burnt = testBurn(look, level);
  if (burnt.proven) return { kind: 'breach', proof: burnt.proof, since: burnt.since };
  const found = shortestConclusive(look, level, level, evidence, share);
  if (found.kind === 'clear') return found;
  const { reason } = burnt;
  return { kind: 'inconclusive', reason, ...(burnt.because === 'rule' ? { held: reason } : undefined) };
};

const shortestConclusive = (
  look: Look,
  breach: Limit,
  clear: Limit,
  evidence: ProofEvidence,
  method: Method,
): Conclusion => {
  const doubts: Doubt[] = [];
  for (const from of new Set([...windowStarts(look, method), ...longerStarts(look)])) {
    const broken = method.breach(look, breach, from);
    if (broken.proven) return { kind: 'breach', proof: broken.proof };
    const well = method.clear(look, clear, clearStart(look, method, from), evidence.clear);
    if (well.proven) return { kind: 'clear', proof: well.proof };
    doubts.push(broken, well);
  }
  return { kind: 'inconclusive', reason: strongest(doubts) };
};

type Doubt = Extract<Tested, { proven: false }>;

/** A rule that held a breach back says more than a chance, and a long window more than a short one. */
const strongest = (doubts: readonly Doubt[]): string =>
  (
    doubts.findLast(({ because }) => because === 'rule') ??
    doubts.findLast(({ because }) => because === 'chance') ??
    doubts.at(-1) ?? { reason: 'no whole minute to judge yet' }
  ).reason;

const isSilent = (look: Look, method: Method): boolean => {
  if (method.isSilent !== undefined) return method.isSilent(look);
  const oldest = windowStarts(look, method).at(-1) ?? look.now;
  return look.guardrail.metrics.every(
    (_, metric) =>
      windowOf(seriesFor(look, { metric }), { direction: 'above' }, oldest, method.end(look.now), 1).total === 0,
  );
};
