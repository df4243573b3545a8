import type { GroupKey } from '../rollup/series.ts';
import type { Incident } from './incident.ts';
import type { Member } from './member.ts';
import type { Notification } from './notification.ts';
import { type EpochMs, epochMs } from '../units.ts';

/**
 * All that is remembered of one guardrail: one item in the table, so that what changed and what must be said about it
 * are saved in one write.
 */
export interface GuardrailState {
  readonly guardrail: string;
  /** The tick that changed it last. Judged again by the same tick, one look would count as two. */
  readonly tick: EpochMs;
  readonly members: ReadonlyMap<GroupKey, Member>;
  /** The open incident, or one resolved so lately that a breach would reopen it. */
  readonly incident?: Incident;
  /** Notifications not yet acknowledged, oldest first. */
  readonly outbox: readonly Notification[];
}

export const newState = (guardrail: string): GuardrailState => ({
  guardrail,
  tick: epochMs(0),
  members: new Map(),
  outbox: [],
});

const STATE_VERSION = 1;

/** Compact JSON; {@link decodeState} reads it back. */
export const encodeState = ({ tick, members, incident, outbox }: GuardrailState): string =>
  JSON.stringify({ v: STATE_VERSION, tick, members: [...members], incident, outbox });

/** Throws when the text is of another version: an older release must not overwrite what it can't read. */
export const decodeState = (guardrail: string, text: string): GuardrailState => {
  const { v, tick, members, incident, outbox } = JSON.parse(text) as {
    v: number;
    tick: EpochMs;
    members: [GroupKey, Member][];
    incident?: Incident;
    outbox: Notification[];
  };
  if (v !== STATE_VERSION)
    throw new Error(
      `state of ${guardrail}: expected version ${STATE_VERSION}, got ${v}; deploy the newer release again`,
    );
  return { guardrail, tick, members: new Map(members), ...(incident === undefined ? undefined : { incident }), outbox };
};

/** Whether two states say the same, whenever they were written: what says nothing new is not written. */
export const isSameState = (left: GuardrailState, right: GuardrailState): boolean =>
  encodeState(left) === encodeState({ ...right, tick: left.tick });
