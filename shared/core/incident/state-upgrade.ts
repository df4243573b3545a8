import type { GroupKey } from '../rollup/series.ts';
import { type EpochMs, minuteOf } from '../units.ts';
import { type Incident, toldNothing } from './incident.ts';
import { isActive, type Member } from './member.ts';
import type { Notification } from './notification.ts';
import type { GuardrailState } from './state.ts';

/** What version 1 knew of an incident. It told each opening and each change of severity, and nothing else. */
type IncidentV1 = Omit<Incident, 'groups' | 'reopenings' | 'told' | 'hidden'>;

interface StateV1 {
  readonly tick: EpochMs;
  readonly members: readonly (readonly [GroupKey, Member])[];
  readonly incident?: IncidentV1;
  readonly outbox: readonly Omit<Notification, 'hidden'>[];
}

/** Version 1 in the form of today: an incident that is open over a deployment goes on under its id and is not told again. */
export const upgrade = (guardrail: string, text: string): GuardrailState => {
  const { tick, members, incident, outbox } = JSON.parse(text) as StateV1;
  return {
    guardrail,
    tick,
    seen: {},
    members: new Map(members),
    ...(incident === undefined ? undefined : { incident: upgradeIncident(incident, members, tick) }),
    outbox: outbox.map((notification) => ({ ...notification, hidden: [] })),
  };
};

const upgradeIncident = (incident: IncidentV1, members: StateV1['members'], tick: EpochMs): Incident => {
  const active = members.filter(([, member]) => isActive(member)).map(([group]) => group);
  const groups = active.length > 0 ? active : [incident.peak.group];
  return {
    ...incident,
    groups,
    reopenings: [],
    told: {
      ...toldNothing,
      status: incident.status === 'open' ? 'firing' : 'resolved',
      severity: incident.severity,
      groups,
      at: minuteOf(tick),
    },
    hidden: [],
  };
};
