import type { EpochMinute } from '../../shared/core/units.ts';
import type { LoggedIncident } from './incident-log.ts';

/** Incidents of one guardrail that overlap in time: the same trouble, as two rules files tell it. */
export interface Match {
  readonly guardrail: string;
  readonly old: readonly LoggedIncident[];
  readonly new: readonly LoggedIncident[];
  /** How it differs, where both tell of it. Minutes, positive where the new one is later, or longer. */
  readonly shift?: Shift;
}

export interface Shift {
  readonly opened: number;
  /** Missing where either is open at the end. */
  readonly resolved?: number;
  readonly lasted: number;
}

/** What changes with other rules, in the order in which it began. */
export interface Difference {
  readonly onlyOld: readonly Match[];
  readonly onlyNew: readonly Match[];
  /** In both, and not the same. */
  readonly changed: readonly Match[];
  readonly same: readonly Match[];
}

/**
 * Matches incidents by guardrail and by time, from where their trouble began to their end: what two rules open minutes apart
 * is one trouble, and one that is resolved and opened again under the other rules is still one.
 */
export const differenceOf = (
  old: readonly LoggedIncident[],
  now: readonly LoggedIncident[],
  end: EpochMinute,
): Difference => {
  const matches = matchesOf(old, now, end);
  const both = matches.filter((match) => match.old.length > 0 && match.new.length > 0);
  return {
    onlyOld: matches.filter((match) => match.new.length === 0),
    onlyNew: matches.filter((match) => match.old.length === 0),
    changed: both.filter((match) => !isSame(match)),
    same: both.filter(isSame),
  };
};

export const isEmpty = ({ onlyOld, onlyNew, changed }: Difference): boolean =>
  onlyOld.length + onlyNew.length + changed.length === 0;

interface Sided {
  readonly side: 'old' | 'new';
  readonly incident: LoggedIncident;
}

const matchesOf = (
  old: readonly LoggedIncident[],
  now: readonly LoggedIncident[],
  end: EpochMinute,
): readonly Match[] => {
  const all: Sided[] = [
    ...old.map((incident) => ({ side: 'old' as const, incident })),
    ...now.map((incident) => ({ side: 'new' as const, incident })),
  ].sort((left, right) => left.incident.since - right.incident.since);
  const matches: Match[] = [];
  for (const ofOne of Map.groupBy(all, ({ incident }) => incident.guardrail).values()) {
    let together: Sided[] = [];
    let until = Number.NEGATIVE_INFINITY;
    for (const sided of ofOne) {
      if (sided.incident.since >= until && together.length > 0) {
        matches.push(...split(together, end));
        together = [];
        until = Number.NEGATIVE_INFINITY;
      }
      together.push(sided);
      until = Math.max(until, endOf(sided.incident, end));
    }
    if (together.length > 0) matches.push(...split(together, end));
  }
  return matches.sort((left, right) => beginOf(left) - beginOf(right));
};

const endOf = ({ resolved }: LoggedIncident, end: EpochMinute): number => resolved ?? end;
const beginOf = (match: Match): number => firstOpened([...match.old, ...match.new]);

/** Incidents that overlap, as one; those of one side alone are told one by one. */
const split = (together: readonly Sided[], end: EpochMinute): readonly Match[] => {
  const of = (side: Sided['side']): LoggedIncident[] =>
    together.filter((sided) => sided.side === side).map(({ incident }) => incident);
  const [old, now] = [of('old'), of('new')];
  const guardrail = together[0]?.incident.guardrail ?? '';
  if (old.length > 0 && now.length > 0) return [{ guardrail, old, new: now, shift: shiftOf(old, now, end) }];
  return together.map(({ side, incident }) => ({
    guardrail,
    old: side === 'old' ? [incident] : [],
    new: side === 'new' ? [incident] : [],
  }));
};

const firstOpened = (incidents: readonly LoggedIncident[]): number =>
  Math.min(...incidents.map(({ opened }) => opened));

const shiftOf = (old: readonly LoggedIncident[], now: readonly LoggedIncident[], end: EpochMinute): Shift => {
  const ended = (all: readonly LoggedIncident[]): number => Math.max(...all.map((incident) => endOf(incident, end)));
  const lasted = (all: readonly LoggedIncident[]): number =>
    all.reduce((sum, incident) => sum + endOf(incident, end) - incident.opened, 0);
  const areOver = [...old, ...now].every(({ resolved }) => resolved !== undefined);
  return {
    opened: firstOpened(now) - firstOpened(old),
    ...(areOver ? { resolved: ended(now) - ended(old) } : undefined),
    lasted: lasted(now) - lasted(old),
  };
};

const isSame = ({ old, new: now }: Match): boolean =>
  old.length === now.length && old.every((incident, index) => isAlike(incident, now[index]));

const isAlike = (left: LoggedIncident, right: LoggedIncident | undefined): boolean =>
  right !== undefined &&
  left.opened === right.opened &&
  left.resolved === right.resolved &&
  left.severity === right.severity &&
  left.messages === right.messages &&
  left.groups.length === right.groups.length &&
  left.groups.every((group) => right.groups.includes(group));
