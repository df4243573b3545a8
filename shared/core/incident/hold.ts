import type { Comparison } from '../evidence/verdict.ts';
import { severities } from '../guardrail/guardrail.ts';
import { between, type EpochMinute } from '../units.ts';
import { type FiringMember, type Hold, isActive, type Member } from './member.ts';
import { worse } from './steps.ts';
import type { Seen, Transition } from './transition.ts';

/**
 * A plain comparison held as Prometheus holds an alert, each level on its own
 * (https://github.com/prometheus/prometheus/blob/main/rules/alerting.go, `Eval`): pending at the first broken comparison,
 * firing once that is `for` old; one clean comparison ends what is pending; what is firing goes on until the first clean
 * comparison is `keepFiringFor` old, and a broken one in between starts that anew. No events are a clean comparison.
 */
export const hold = (member: Member | undefined, { now, verdict }: Seen<Comparison>): Transition => {
  const held = severities.flatMap((severity): Hold[] => {
    const before = heldBefore(member).find((one) => one.severity === severity);
    const isBroken = verdict.broken.some((level) => level.severity === severity);
    const after = isBroken ? broken(before ?? newHold(severity, now), verdict, now) : clean(before, verdict, now);
    return after === undefined ? [] : [after];
  });
  const firing = held.filter((one) => one.firing);
  const [worst] = firing;
  if (worst !== undefined) return { member: fire(member, held, worst, verdict), reason: firingReason(worst) };
  const [first] = held;
  if (first === undefined)
    return {
      member: undefined,
      reason: verdict.proof === undefined ? 'too few events to compare' : 'within its limits',
    };
  return { member: { status: 'pending', since: first.activeAt, held }, reason: 'broken, not yet for long enough' };
};

const newHold = (severity: Hold['severity'], activeAt: EpochMinute): Hold => ({ severity, activeAt, firing: false });

const broken = ({ severity, activeAt, firing }: Hold, verdict: Comparison, now: EpochMinute): Hold => ({
  severity,
  activeAt,
  firing: firing || between(activeAt, now) >= verdict.for,
});

const clean = (before: Hold | undefined, verdict: Comparison, now: EpochMinute): Hold | undefined => {
  if (before?.firing !== true) return undefined;
  const keptSince = before.keptSince ?? now;
  return between(keptSince, now) < verdict.keepFiringFor ? { ...before, keptSince } : undefined;
};

/** A guardrail that asked for evidence until now goes on from what that had proven. */
const heldBefore = (member: Member | undefined): readonly Hold[] => {
  if (member?.status === 'pending' || member?.status === 'firing') {
    if (member.held !== undefined) return member.held;
  }
  return isActive(member) ? [{ severity: member.severity, activeAt: member.since, firing: true }] : [];
};

const fire = (member: Member | undefined, held: readonly Hold[], worst: Hold, verdict: Comparison): FiringMember => {
  const now = verdict.broken.find(({ severity }) => severity === worst.severity)?.proof ?? verdict.broken[0]?.proof;
  const before = isActive(member) ? member.peak : undefined;
  const peak = before === undefined || now === undefined ? (before ?? now) : worse(before, now);
  if (peak === undefined) throw new RangeError('a comparison fires without a broken level or an earlier peak');
  const since = isActive(member) ? member.since : peak.from;
  return { status: 'firing', severity: worst.severity, since, peak, held };
};

const firingReason = ({ keptSince }: Hold): string =>
  keptSince === undefined ? 'broken for long enough' : 'within its limits, kept firing for a while';
