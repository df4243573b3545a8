import { evidenceDefaults, LONGEST_WINDOW_MINUTES } from '../evidence/constants.ts';
import type { Proof, Recovery, Verdict } from '../evidence/verdict.ts';
import { type EpochMinute, MS_PER_MINUTE } from '../units.ts';
import type { FiringMember, Member, OkMember, PendingMember, RecoveringMember } from './member.ts';

/** What a tick saw of one member. `recovery` is there when the member is recovering. */
export interface Observation {
  readonly now: EpochMinute;
  readonly verdict: Verdict;
  readonly recovery?: Recovery;
}

/** The member afterwards (undefined: nothing left to remember) and why. */
export interface Transition {
  readonly member: Member | undefined;
  readonly reason: string;
}

type Breach = Extract<Verdict, { kind: 'breach' }>;
type Clear = Extract<Verdict, { kind: 'clear' }>;
type Seen<V extends Verdict> = Observation & { readonly verdict: V };

/** What each state makes of each verdict. */
type Row<M extends Member | undefined> = {
  readonly breach: (member: M, seen: Seen<Breach>) => Transition;
  readonly clear: (member: M, seen: Seen<Clear>) => Transition;
  readonly inconclusive: (member: M, seen: Observation) => Transition;
  readonly absent: (member: M, seen: Observation) => Transition;
};

const stay =
  (reason: string) =>
  (member: Member | undefined): Transition => ({ member, reason });

const table = {
  ok: { breach: pendOrFire, clear: forget, inconclusive: forget, absent: forget } satisfies Row<OkMember | undefined>,
  pending: {
    breach: confirm,
    clear: (member) => ({ member: remembered(member.horizon), reason: 'the first breach was not confirmed' }),
    inconclusive: stay('waiting for a second look'),
    // Without a single event in the longest window nothing is left of what was seen.
    absent: (member) => ({ member: remembered(member.horizon), reason: 'no events left of the first breach' }),
  } satisfies Row<PendingMember>,
  firing: {
    breach: keepFiring,
    clear: beginRecovery,
    inconclusive: stay('neither broken nor clear is proven: still firing'),
    absent: stay('no events prove nothing: still firing'),
  } satisfies Row<FiringMember>,
  recovering: {
    breach: relapse,
    clear: resolveIfProven,
    inconclusive: stay('not proven clear: still recovering'),
    absent: stay('no events prove nothing: still recovering'),
  } satisfies Row<RecoveringMember>,
};

/** The next state of a member: a pure function of what it was and what was seen. */
export const transition = (member: Member | undefined, seen: Observation): Transition => {
  switch (member?.status) {
    case undefined:
    case 'ok':
      return apply<OkMember | undefined>(table.ok, member, seen);
    case 'pending':
      return apply<PendingMember>(table.pending, member, seen);
    case 'firing':
      return apply<FiringMember>(table.firing, member, seen);
    case 'recovering':
      return apply<RecoveringMember>(table.recovering, member, seen);
  }
};

const apply = <M extends Member | undefined>(row: Row<M>, member: M, seen: Observation): Transition => {
  const { verdict } = seen;
  switch (verdict.kind) {
    case 'breach':
      return row.breach(member, { ...seen, verdict });
    case 'clear':
      return row.clear(member, { ...seen, verdict });
    case 'inconclusive':
      return row.inconclusive(member, seen);
    case 'absent':
      return row.absent(member, seen);
  }
};

function pendOrFire(member: OkMember | undefined, { now, verdict }: Seen<Breach>): Transition {
  if (verdict.decisive)
    return { member: fire(verdict, member?.horizon), reason: 'overwhelming evidence at the first look' };
  return { member: { status: 'pending', since: now, ...horizonOf(member?.horizon) }, reason: 'in breach once' };
}

function confirm(member: PendingMember, { verdict }: Seen<Breach>): Transition {
  return { member: fire(verdict, member.horizon), reason: 'in breach at two looks with no clear between' };
}

function keepFiring(member: FiringMember, { now, verdict }: Seen<Breach>): Transition {
  const { milderSince, ...rest } = member;
  const peak = worse(member.peak, verdict.proof);
  if (verdict.severity === member.severity) return { member: { ...rest, peak }, reason: 'still in breach' };
  if (verdict.severity === 'critical') return { member: { ...rest, peak, severity: 'critical' }, reason: 'escalated' };
  if (!verdict.milder) return { member: { ...member, peak }, reason: 'the worse level is neither broken nor clear' };

  const since = milderSince ?? now;
  if ((now - since) * MS_PER_MINUTE < evidenceDefaults.recovery) {
    return { member: { ...rest, peak, milderSince: since }, reason: 'milder, not yet for long enough' };
  }
  return { member: { ...rest, peak, severity: verdict.severity }, reason: 'de-escalated' };
}

function beginRecovery({ severity, since, peak }: FiringMember, { now, verdict }: Seen<Clear>): Transition {
  return {
    member: { status: 'recovering', severity, since, peak, horizon: verdict.proof.from, declaredAt: now },
    reason: 'clear: recovering',
  };
}

function relapse({ severity, since, peak, horizon }: RecoveringMember, { verdict }: Seen<Breach>): Transition {
  const member: FiringMember = {
    status: 'firing',
    severity: verdict.severity === 'critical' ? 'critical' : severity,
    since,
    peak: worse(peak, verdict.proof),
    horizon,
  };
  return { member, reason: 'in breach again while recovering' };
}

function resolveIfProven(member: RecoveringMember, { now, recovery }: Observation): Transition {
  if ((now - member.declaredAt) * MS_PER_MINUTE < evidenceDefaults.recovery)
    return { member, reason: 'clear, not yet for long enough' };
  if (recovery?.proven !== true) return { member, reason: recovery?.reason ?? 'recovery was not judged' };
  return { member: remembered(member.horizon), reason: 'recovered' };
}

/** An `ok` member is remembered as long as the longest window could reach behind its horizon. */
function forget(member: OkMember | undefined, { now }: Observation): Transition {
  const reason = 'not in breach';
  return { member: member !== undefined && now - member.horizon < LONGEST_WINDOW_MINUTES ? member : undefined, reason };
}

const fire = ({ severity, proof }: Breach, horizon: EpochMinute | undefined): FiringMember => ({
  status: 'firing',
  severity,
  since: proof.from,
  peak: proof,
  ...horizonOf(horizon),
});

const remembered = (horizon: EpochMinute | undefined): OkMember | undefined =>
  horizon === undefined ? undefined : { status: 'ok', horizon };

const horizonOf = (horizon: EpochMinute | undefined): { horizon?: EpochMinute } =>
  horizon === undefined ? {} : { horizon };

/** The proof whose rate lies further beyond its limit. */
export const worse = (left: Proof, right: Proof): Proof =>
  Math.abs(right.rate - right.limit) > Math.abs(left.rate - left.limit) ? right : left;
