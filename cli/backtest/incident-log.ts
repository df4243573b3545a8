import type { Severity } from '../../shared/core/guardrail/guardrail.ts';
import type { Incident, Peak } from '../../shared/core/incident/incident.ts';
import type { GroupKey } from '../../shared/core/rollup/series.ts';
import type { EpochMinute } from '../../shared/core/units.ts';
import type { Step } from '../replay/replay.ts';

/** From a minute on it was of that severity, or over. */
export interface Turn {
  readonly at: EpochMinute;
  readonly severity: Severity | 'over';
}

/** An incident as it was when it was last seen. */
export interface LoggedIncident {
  readonly id: string;
  readonly guardrail: string;
  /** Where the window began that proved the first breach. */
  readonly since: EpochMinute;
  /** The tick that opened it. */
  readonly opened: EpochMinute;
  /** Missing while it is open. */
  readonly resolved?: EpochMinute;
  /** The worst that it was. */
  readonly severity: Severity;
  readonly peak: Peak;
  /** Every group that was broken, in the order in which they broke. */
  readonly groups: readonly GroupKey[];
  readonly messages: number;
  readonly reopenings: number;
  /** How its severity went. */
  readonly course: readonly Turn[];
}

/** Remembers every incident of a replay; one that has left the state stays as it was last seen there. */
export class IncidentLog {
  readonly #incidents = new Map<string, LoggedIncident>();
  #messages = 0;

  see({ now, states, sent }: Step): void {
    this.#messages += sent.length;
    for (const { guardrail, incident } of states.values())
      if (incident !== undefined)
        this.#incidents.set(incident.id, logged(this.#incidents.get(incident.id), guardrail, incident, now));
  }

  /** Of all incidents; a digest of several is one. */
  get messages(): number {
    return this.#messages;
  }

  /** In the order in which they opened. */
  get incidents(): readonly LoggedIncident[] {
    return [...this.#incidents.values()].sort((left, right) => left.opened - right.opened);
  }
}

const logged = (
  before: LoggedIncident | undefined,
  guardrail: string,
  { id, status, severity, since, openedAt, resolvedAt, peak, groups, sequence }: Incident,
  now: EpochMinute,
): LoggedIncident => {
  const turn: Turn = { at: now, severity: status === 'open' ? severity : 'over' };
  const course = before?.course ?? [];
  const last = course.at(-1)?.severity;
  return {
    id,
    guardrail,
    since,
    opened: openedAt,
    ...(resolvedAt === undefined ? undefined : { resolved: resolvedAt }),
    severity: before?.severity === 'critical' ? 'critical' : severity,
    peak,
    groups,
    messages: sequence,
    reopenings: (before?.reopenings ?? 0) + (last === 'over' && turn.severity !== 'over' ? 1 : 0),
    course: last === turn.severity ? course : [...course, turn],
  };
};
