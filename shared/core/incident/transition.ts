import type { Comparison, Recovery, Verdict } from '../evidence/verdict.ts';
import type { EpochMinute } from '../units.ts';
import { hold } from './hold.ts';
import type { FiringMember, Member, OkMember, PendingMember, RecoveringMember, StaleMember } from './member.ts';
import {
  beginRecovery,
  comeBackBroken,
  comeBackClear,
  comeBackUnproven,
  confirm,
  endStale,
  forget,
  goStale,
  keepFiring,
  pendOrFire,
  relapse,
  remembered,
  resolveIfProven,
} from './steps.ts';

/** What a tick saw of one member. `recovery` is there when the member is recovering. */
export interface Observation {
  readonly now: EpochMinute;
  readonly verdict: Verdict;
  readonly recovery?: Recovery;
  /** How many minutes back the windows of an objective reach, which may be further than those of other rules. */
  readonly reach?: number;
}

/** The member afterwards (undefined: nothing left to remember) and why. */
export interface Transition {
  readonly member: Member | undefined;
  readonly reason: string;
}

export type Breach = Extract<Verdict, { kind: 'breach' }>;
export type Clear = Extract<Verdict, { kind: 'clear' }>;
export type Seen<V extends Verdict> = Observation & { readonly verdict: V };

/** What a state makes of each verdict. */
type Row<M extends Member | undefined> = {
  readonly breach: (member: M, seen: Seen<Breach>) => Transition;
  readonly clear: (member: M, seen: Seen<Clear>) => Transition;
  readonly inconclusive: (member: M, seen: Observation) => Transition;
  readonly absent: (member: M, seen: Observation) => Transition;
  readonly compared: (member: M, seen: Seen<Comparison>) => Transition;
};

const stay =
  (reason: string) =>
  (member: Member | undefined): Transition => ({ member, reason });

const table = {
  ok: {
    breach: pendOrFire,
    clear: forget,
    inconclusive: forget,
    absent: forget,
    compared: hold,
  } satisfies Row<OkMember | undefined>,
  pending: {
    breach: confirm,
    clear: (member) => ({ member: remembered(member.horizon), reason: 'the first breach was not confirmed' }),
    inconclusive: stay('waiting for a second look'),
    // Without a single event in the longest window nothing is left of what was seen.
    absent: (member) => ({ member: remembered(member.horizon), reason: 'no events left of the first breach' }),
    compared: hold,
  } satisfies Row<PendingMember>,
  firing: {
    breach: keepFiring,
    clear: beginRecovery,
    inconclusive: stay('neither broken nor clear is proven: still firing'),
    absent: goStale,
    compared: hold,
  } satisfies Row<FiringMember>,
  recovering: {
    breach: relapse,
    clear: resolveIfProven,
    inconclusive: stay('not proven clear: still recovering'),
    absent: goStale,
    compared: hold,
  } satisfies Row<RecoveringMember>,
  stale: {
    breach: comeBackBroken,
    clear: comeBackClear,
    inconclusive: comeBackUnproven,
    absent: endStale,
    compared: hold,
  } satisfies Row<StaleMember>,
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
    case 'stale':
      return apply<StaleMember>(table.stale, member, seen);
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
    case 'compared':
      return row.compared(member, { ...seen, verdict });
  }
};
