import type { Step } from '../../../cli/replay/replay.ts';
import type { Verdict } from '../../../shared/core/evidence/verdict.ts';
import { type Incident, toldNothing } from '../../../shared/core/incident/incident.ts';
import { newState } from '../../../shared/core/incident/state.ts';
import type { GroupedSeries, GroupKey } from '../../../shared/core/rollup/series.ts';
import { addMinutes, epochMs } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aProof } from '../../support/proofs.ts';

/** One that is open. */
export const anIncident = (overrides: Partial<Incident> = {}): Incident => ({
  id: 'payment-failures-20260302T0901Z',
  status: 'open',
  severity: 'critical',
  since: THIS_MINUTE,
  openedAt: addMinutes(THIS_MINUTE, 1),
  peak: { group: '', proof: aProof() },
  sequence: 1,
  groups: [''],
  reopenings: [],
  told: toldNothing,
  hidden: [],
  ...overrides,
});

interface Seen {
  readonly incident?: Incident;
  readonly verdicts?: ReadonlyMap<GroupKey, Verdict>;
  readonly counts?: GroupedSeries;
}

/** What a tick, so many minutes after the start, came to for the one guardrail `payment-failures`. */
export const aStep = (minute: number, { incident, verdicts, counts }: Seen = {}): Step => {
  const id = 'payment-failures';
  const now = addMinutes(THIS_MINUTE, minute);
  const observations = new Map([...(verdicts ?? [])].map(([group, verdict]) => [group, { now, verdict }]));
  return {
    now,
    report: {
      status: 'done',
      tick: epochMs(0),
      judged: 1,
      decisions: {},
      observations: new Map(verdicts === undefined ? [] : [[id, observations]]),
      failures: [],
      unmatched: [],
      warmingUp: {},
      sent: 0,
      setAside: 0,
      unsent: 0,
      events: 0,
      duplicates: 0,
      conflicts: 0,
      unreadableSegments: 0,
    },
    states: new Map([[id, { ...newState(id), ...(incident === undefined ? undefined : { incident }) }]]),
    counts: new Map(counts === undefined ? [] : [[id, counts]]),
    sent: [],
  };
};
