import type { Observation } from '../../shared/core/incident/transition.ts';
import { isActive, type Member } from '../../shared/core/incident/member.ts';
import type { GroupKey } from '../../shared/core/rollup/series.ts';
import type { Severity } from '../../shared/core/guardrail/guardrail.ts';
import type { Step } from '../replay/replay.ts';
import type { MemberState } from './checks/check.ts';
import type { ScenarioMinute } from './lines/time.ts';
import { type Told, toldBy } from './told.ts';

/** How a member of a guardrail was at a tick. */
export interface Sighting {
  readonly state: MemberState;
  /** Missing where the guardrail is judged at other ticks, or nothing of the group was seen. */
  readonly observation?: Observation;
  readonly severity?: Severity;
  readonly incident: 'open' | 'none';
  /** Why it was told, or why not. */
  readonly decision: string;
}

/** What is remembered of a run: its messages, and how things were at the ticks that are asked about. */
export class Recording {
  readonly #messages: Told[] = [];
  readonly #steps = new Map<ScenarioMinute, Step>();
  readonly #asked: ReadonlySet<ScenarioMinute>;

  constructor(asked: Iterable<ScenarioMinute>) {
    this.#asked = new Set(asked);
  }

  /** The messages so far, oldest first. */
  get messages(): readonly Told[] {
    return this.#messages;
  }

  see(at: ScenarioMinute, step: Step): void {
    for (const message of step.sent) this.#messages.push(toldBy(message, at));
    if (this.#asked.has(at)) this.#steps.set(at, step);
  }

  /** At a tick that was asked for. Throws RangeError for any other. */
  at(at: ScenarioMinute, guardrail: string, group: GroupKey): Sighting {
    const step = this.#steps.get(at);
    if (step === undefined) throw new RangeError(`expected a tick that was asked for, got ${at}`);
    const state = step.states.get(guardrail);
    const member = state?.members.get(group);
    const observation = step.report.observations.get(guardrail)?.get(group);
    const severity = severityOf(member, observation);
    return {
      state: member?.status ?? 'ok',
      incident: state?.incident?.status === 'open' ? 'open' : 'none',
      decision: step.report.decisions[guardrail] ?? 'not judged',
      ...(observation === undefined ? {} : { observation }),
      ...(severity === undefined ? {} : { severity }),
    };
  }
}

/** Of what keeps an incident open; before that, of the breach that was seen. */
const severityOf = (member: Member | undefined, observation: Observation | undefined): Severity | undefined => {
  if (isActive(member)) return member.severity;
  const verdict = observation?.verdict;
  if (verdict?.kind === 'breach') return verdict.severity;
  return verdict?.kind === 'compared' ? verdict.broken[0]?.severity : undefined;
};
