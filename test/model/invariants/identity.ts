import { dedupKey } from '../../../shared/core/incident/notification.ts';
import { encodeState, type GuardrailState, isSameState } from '../../../shared/core/incident/state.ts';
import { limits } from '../../../shared/core/limits.ts';
import type { Saved } from '../record.ts';
import { hold } from './fail.ts';

/** Minutes after its end in which a breach is the same incident. */
const REOPENS = 30;
const STATE_BYTES = limits.segmentBytes;

/** An incident keeps its id from opening to close and over reopenings, and an id never comes back. */
export class Identity {
  readonly #archived = new Set<string>();
  readonly #left = new Set<string>();

  archived(incident: string): void {
    this.#archived.add(incident);
  }

  saved({ call, before, state, bytes }: Saved): void {
    hold(bytes < STATE_BYTES, 'a state stays small', () => bytes);
    this.#lookedOnce(before, state);
    const [was, is] = [before?.incident, state.incident];
    const what = () => ({ minute: call.minute, was, is });
    if (was !== undefined && was.id === is?.id) {
      hold(was.openedAt === is.openedAt, 'an incident keeps the time of its opening', what);
      hold(was.sequence <= is.sequence, 'its numbers only grow', what);
      const calm = call.minute - (was.resolvedAt ?? call.minute);
      // One whose end could not be told before is kept for that, and a breach by then is no reopening of it.
      hold(
        is.status === 'resolved' || was.status === 'open' || calm <= REOPENS || was.told.status !== 'resolved',
        'it reopens within half an hour',
        what,
      );
      return;
    }
    if (was !== undefined) {
      this.#left.add(was.id);
      const isRemoved = call.guardrails.every(({ id }) => id !== state.guardrail);
      const isPast = was.resolvedAt !== undefined && call.minute - was.resolvedAt > REOPENS;
      hold(isRemoved || isPast, 'an incident stays until nothing can reopen it', what);
      hold(this.#archived.has(was.id), 'an incident is archived before it leaves the state', what);
    }
    if (is === undefined) return;
    hold(is.openedAt === call.minute, 'a new incident is one that opens now', what);
    hold(!this.#left.has(is.id), 'an id never comes back', what);
  }

  /** A tick that is tried again, or by two, must not take one look for two; what was sent leaves the outbox. */
  #lookedOnce(before: GuardrailState | undefined, state: GuardrailState): void {
    if (before === undefined) return;
    hold(before.tick <= state.tick, 'a state goes forward', () => ({ before, state }));
    if (before.tick < state.tick) return;
    const waiting = new Set(before.outbox.map(dedupKey));
    hold(
      isSameState({ ...before, outbox: [] }, { ...state, outbox: [] }) &&
        state.outbox.every((notification) => waiting.has(dedupKey(notification))),
      'one tick changes a state once',
      () => ({ before: encodeState(before), state: encodeState(state) }),
    );
  }
}
