import type { Kind } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import { type EpochMinute, type EpochMs, epochMs } from '../units.ts';
import type { Incident } from './incident.ts';
import type { Member } from './member.ts';
import type { Notification } from './notification.ts';
import { upgrade } from './state-upgrade.ts';

/**
 * All that is remembered of one guardrail: one item in the table, so that what changed and what must be said about it
 * are saved in one write.
 */
export interface GuardrailState {
  readonly guardrail: string;
  /** The tick that changed it last. Judged again by the same tick, one look would count as two. */
  readonly tick: EpochMs;
  /** The rule that it was judged by; missing before the first tick. */
  readonly rule?: RuleMark;
  readonly seen: Seen;
  readonly members: ReadonlyMap<GroupKey, Member>;
  /** The open incident, or one resolved so lately that a breach would reopen it, or whose end was not told yet. */
  readonly incident?: Incident;
  /** Notifications not yet acknowledged, oldest first, one for each incident. */
  readonly outbox: readonly Notification[];
}

/** Enough of a rule to see that it changed, and to name it in a message once it is gone. */
export interface RuleMark {
  readonly fingerprint: string;
  readonly name: string;
  readonly kind: Kind;
}

/** Whether the guardrail's pattern finds events, in minutes; `last` is behind by up to an hour. */
export interface Seen {
  /** The first tick that looked. */
  readonly since?: EpochMinute;
  readonly first?: EpochMinute;
  readonly last?: EpochMinute;
}

export const newState = (guardrail: string): GuardrailState => ({
  guardrail,
  tick: epochMs(0),
  seen: {},
  members: new Map(),
  outbox: [],
});

const STATE_VERSION = 2;

type Stored = Omit<GuardrailState, 'guardrail' | 'members'> & {
  readonly v: number;
  readonly members: readonly (readonly [GroupKey, Member])[];
};

/** Compact JSON; {@link decodeState} reads it back. */
export const encodeState = ({ tick, rule, seen, members, incident, outbox }: GuardrailState): string =>
  JSON.stringify({ v: STATE_VERSION, tick, rule, seen, members: [...members], incident, outbox });

/** Reads this version and older ones. Throws on a newer: an older release must not overwrite what it can't read. */
export const decodeState = (guardrail: string, text: string): GuardrailState => {
  const stored = JSON.parse(text) as Stored;
  if (stored.v === STATE_VERSION) {
    const { v: _, members, ...rest } = stored;
    return { guardrail, ...rest, members: new Map(members) };
  }
  if (stored.v === 1) return upgrade(guardrail, text);
  throw new Error(
    `state of ${guardrail}: expected version ${STATE_VERSION} or older, got ${stored.v}; deploy the newer release again`,
  );
};

/** Whether two states say the same, whenever they were written: what says nothing new is not written. */
export const isSameState = (left: GuardrailState, right: GuardrailState): boolean =>
  encodeState(left) === encodeState({ ...right, tick: left.tick });
