import { evidenceDefaults, REACH_MINUTES } from '../evidence/constants.ts';
import type { Proof } from '../evidence/verdict.ts';
import { between, type EpochMinute, epochMinute } from '../units.ts';
import type { ActiveMember, FiringMember, OkMember, PendingMember, RecoveringMember, StaleMember } from './member.ts';
import type { Breach, Clear, Observation, Seen, Transition } from './transition.ts';

/** The steps of the transition table, one for each of its fields that is more than 'stay'. */

export const pendOrFire = (member: OkMember | undefined, { now, verdict }: Seen<Breach>): Transition =>
  verdict.decisive
    ? { member: fire(verdict, member?.horizon), reason: 'overwhelming evidence at the first look' }
    : { member: { status: 'pending', since: now, ...horizonOf(member?.horizon) }, reason: 'in breach once' };

export const confirm = (member: PendingMember, { verdict }: Seen<Breach>): Transition => ({
  member: fire(verdict, member.horizon),
  reason: 'in breach at two looks with no clear between',
});

export const keepFiring = (member: FiringMember, { now, verdict }: Seen<Breach>): Transition => {
  // What a plain comparison held is of no use to a guardrail that asks for evidence now.
  const { milderSince, held: _, ...rest } = member;
  const peak = worse(member.peak, verdict.proof);
  if (verdict.severity === member.severity) return { member: { ...rest, peak }, reason: 'still in breach' };
  if (verdict.severity === 'critical') return { member: { ...rest, peak, severity: 'critical' }, reason: 'escalated' };
  if (!verdict.milder) {
    const kept = milderSince === undefined ? {} : { milderSince };
    return { member: { ...rest, ...kept, peak }, reason: 'the worse level is neither broken nor clear' };
  }
  const since = milderSince ?? now;
  if (between(since, now) < evidenceDefaults.recovery)
    return { member: { ...rest, peak, milderSince: since }, reason: 'milder, not yet for long enough' };
  return { member: { ...rest, peak, severity: verdict.severity }, reason: 'de-escalated' };
};

export const beginRecovery = ({ severity, since, peak }: FiringMember, { now, verdict }: Seen<Clear>): Transition => ({
  member: { status: 'recovering', severity, since, peak, horizon: verdict.proof.from, declaredAt: now },
  reason: 'clear: recovering',
});

export const relapse = (member: RecoveringMember, { verdict }: Seen<Breach>): Transition => ({
  member: fireAgain(member, verdict),
  reason: 'in breach again while recovering',
});

export const resolveIfProven = (member: RecoveringMember, { now, recovery }: Observation): Transition => {
  if (between(member.declaredAt, now) < evidenceDefaults.recovery)
    return { member, reason: 'clear, not yet for long enough' };
  if (recovery?.proven !== true) return { member, reason: recovery?.reason ?? 'recovery was not judged' };
  return { member: remembered(member.horizon), reason: 'recovered' };
};

export const goStale = (member: FiringMember | RecoveringMember, { now }: Observation): Transition => ({
  member: {
    status: 'stale',
    severity: member.severity,
    since: member.since,
    peak: member.peak,
    staleSince: now,
    ...horizonOf(member.horizon),
  },
  reason: `its events stopped while it was ${member.status}`,
});

export const endStale = (member: StaleMember, { now }: Observation): Transition =>
  between(member.staleSince, now) < evidenceDefaults.staleEnds
    ? { member, reason: 'no events prove nothing: still stale' }
    : // Its last events lie in an hour that the longest window still holds: they must not open what they just closed.
      {
        member: remembered(epochMinute(Math.max(member.staleSince, member.horizon ?? 0))),
        reason: 'no events for a day',
      };

export const comeBackBroken = (member: StaleMember, { verdict }: Seen<Breach>): Transition => ({
  member: fireAgain(member, verdict),
  reason: 'its events came back, in breach',
});

export const comeBackUnproven = ({ severity, since, peak, horizon }: StaleMember): Transition => ({
  member: { status: 'firing', severity, since, peak, ...horizonOf(horizon) },
  reason: 'its events came back, neither broken nor clear is proven',
});

export const comeBackClear = ({ severity, since, peak }: StaleMember, { now, verdict }: Seen<Clear>): Transition => ({
  member: { status: 'recovering', severity, since, peak, horizon: verdict.proof.from, declaredAt: now },
  reason: 'its events came back, clear: recovering',
});

/** An `ok` member is remembered as long as a window could reach behind its horizon: a day and an hour, of an objective days. */
export const forget = (member: OkMember | undefined, { now, reach = REACH_MINUTES }: Observation): Transition => ({
  member: member !== undefined && now - member.horizon < reach ? member : undefined,
  reason: 'not in breach',
});

export const remembered = (horizon: EpochMinute | undefined): OkMember | undefined =>
  horizon === undefined ? undefined : { status: 'ok', horizon };

/** The proof whose rate lies further beyond its limit; of a burning budget, the limits of which are many, the higher rate. */
export const worse = (left: Proof, right: Proof): Proof => (excessOf(right) > excessOf(left) ? right : left);

const excessOf = ({ rate, limit, burn }: Proof): number => (burn === undefined ? Math.abs(rate - limit) : rate);

const fire = ({ severity, proof, since }: Breach, horizon: EpochMinute | undefined): FiringMember => ({
  status: 'firing',
  severity,
  since: since ?? proof.from,
  peak: proof,
  ...horizonOf(horizon),
});

/** The same trouble goes on: its beginning, its peak and the worst that it was stay. */
const fireAgain = (
  { severity, since, peak, horizon }: ActiveMember & { horizon?: EpochMinute },
  verdict: Breach,
): FiringMember => ({
  status: 'firing',
  severity: verdict.severity === 'critical' ? 'critical' : severity,
  since,
  peak: worse(peak, verdict.proof),
  ...horizonOf(horizon),
});

const horizonOf = (horizon: EpochMinute | undefined): { horizon?: EpochMinute } =>
  horizon === undefined ? {} : { horizon };
