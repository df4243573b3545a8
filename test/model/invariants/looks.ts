import { isActive, type Member } from '../../../shared/core/incident/member.ts';
import { type EpochMinute, minuteOf } from '../../../shared/core/units.ts';
import type { Saved } from '../record.ts';
import { hold } from './fail.ts';

/** Of the chance of a breach: what is less likely needs no second look. */
const DECISIVE = 0.01;
/** Minutes that a member stays clear before it is well, and without events before it is let go. */
const RECOVERY = 10;
const LET_GO = 24 * 60;

/** Nothing fires without a second look or overwhelming evidence, and nothing that was broken is let go by itself. */
export const checkLooks = ({ call, before, state }: Saved): void => {
  if (call.guardrails.every(({ id }) => id !== state.guardrail)) return;
  const now = minuteOf(state.tick);
  for (const group of new Set([...(before?.members.keys() ?? []), ...state.members.keys()])) {
    const [was, is] = [before?.members.get(group), state.members.get(group)];
    const what = () => ({ guardrail: state.guardrail, group, was, is });
    if (is?.status === 'firing' && !isActive(was) && was?.status !== 'pending')
      hold(is.peak.probability <= is.peak.alpha * DECISIVE, 'what fires at one look is overwhelming', what);
    hold(!isActive(was) || isActive(is) || mayEnd(was, now), 'what is broken is not let go by itself', what);
  }
};

const mayEnd = (member: Member, now: EpochMinute): boolean => {
  switch (member.status) {
    case 'recovering':
      return now - member.declaredAt >= RECOVERY;
    case 'stale':
      return now - member.staleSince >= LET_GO;
    case 'firing':
      // A plain comparison holds as long as its rule says.
      return member.held !== undefined;
    case 'ok':
    case 'pending':
      return true;
  }
};
