import type { Budget } from '../core/explain/explanation.ts';
import type { Guardrail, Objective } from '../core/guardrail/guardrail.ts';
import { isEnd, type Notification } from '../core/incident/notification.ts';
import { metricId, type Part } from '../core/rollup/part.ts';
import type { Rollup } from '../core/rollup/rollup.ts';
import { attributeOf, groupKey, type GroupKey, OTHER } from '../core/rollup/series.ts';
import type { Tally } from '../core/rollup/tally.ts';
import {
  addMinutes,
  dayOf,
  type EpochMinute,
  epochMinute,
  type EpochMs,
  hourOf,
  minuteOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
} from '../core/units.ts';
import type { RollupStore, RollupUnit } from '../ports/rollups.ts';
import { rollupOrNone } from './read-rollups.ts';

/**
 * What is left of the error budget of the group that a message names first, or of the peak's where it tells of an end.
 * Counted from rollups: the last minutes, which are not sealed yet, are left out. Undefined for what has no objective, and
 * for a group whose counts lie among the others somewhere. Throws when the store does: the message then goes without.
 */
export const explainBudget = async (
  notification: Notification,
  guardrail: Guardrail,
  rollups: RollupStore,
  asOf: EpochMs,
): Promise<Budget | undefined> => {
  const { objective, metrics } = guardrail;
  const [metric] = metrics;
  const group = groupOf(notification);
  if (objective === undefined || metric === undefined || isRest(group)) return undefined;
  const sealed = await rollups.sealedThrough();
  if (sealed === undefined) return undefined;

  const to = epochMinute(Math.min(sealed + 1, minuteOf(asOf)));
  const past = new Past(rollups, { id: metricId(metric), metric, by: attributeOf(group) }, asOf);
  const counted = await past.count(group, hourOf(addMinutes(to, -objective.days * MINUTES_PER_DAY)), to);
  if (counted === undefined || counted.total === 0) return undefined;
  const { from, bad, total } = counted;
  const allowed = total * (1 - objective.target);
  return {
    group,
    from,
    to,
    bad,
    total,
    left: 1 - bad / allowed,
    ...goneAt(notification, objective, to, allowed - bad),
    objective: objective.text,
    days: objective.days,
  };
};

const groupOf = ({ reason, members: [first], peak }: Notification): GroupKey =>
  isEnd(reason) ? peak.group : (first?.group ?? peak.group);

const restOf = (group: GroupKey): GroupKey => groupKey(attributeOf(group), OTHER);
const isRest = (group: GroupKey): boolean => group === restOf(group);

/** From the last counted minute on: what came after it has spent some already. */
const goneAt = (
  { reason, members: [first] }: Notification,
  { days }: Objective,
  to: EpochMinute,
  remaining: number,
): Pick<Budget, 'goneAt'> => {
  if (isEnd(reason) || first === undefined || remaining <= 0) return {};
  const { proof } = first;
  const minutes = Math.ceil((remaining * (proof.to - proof.from)) / proof.bad);
  return minutes <= days * MINUTES_PER_DAY ? { goneAt: addMinutes(to, minutes) } : {};
};

type Counted = Pick<Tally, 'bad' | 'total'> & { readonly from: EpochMinute };

const lengths: Readonly<Record<RollupUnit, number>> = { minute: 1, hour: MINUTES_PER_HOUR, day: MINUTES_PER_DAY };

/** The rollups of a part, each stretch of them read when it is first asked for. */
class Past {
  readonly #store: RollupStore;
  readonly #part: Part;
  readonly #asOf: EpochMs;
  readonly #stretches = new Map<string, ReadonlyMap<EpochMinute, Rollup>>();

  constructor(store: RollupStore, part: Part, asOf: EpochMs) {
    this.#store = store;
    this.#part = part;
    this.#asOf = asOf;
  }

  /**
   * From `to` backwards to `oldest`, an hour, in the longest stretches that lie within it; one that is not known is
   * counted by shorter ones. Ends where nothing is known. Undefined where the group is not told apart from others.
   */
  async count(group: GroupKey, oldest: EpochMinute, to: EpochMinute): Promise<Counted | undefined> {
    const sum = { from: to, bad: 0, total: 0 };
    while (sum.from > oldest) {
      const found = await this.#longestUpTo(sum.from, oldest);
      if (found === undefined) break;
      const { from, rollup } = found;
      const tally = rollup.groups.get(group);
      if (tally === undefined && rollup.groups.has(restOf(group))) return undefined;
      sum.from = from;
      sum.bad += tally?.bad ?? 0;
      sum.total += tally?.total ?? 0;
    }
    return sum;
  }

  async #longestUpTo(
    to: EpochMinute,
    oldest: EpochMinute,
  ): Promise<{ readonly from: EpochMinute; readonly rollup: Rollup } | undefined> {
    for (const unit of ['day', 'hour', 'minute'] as const) {
      const from = addMinutes(to, -lengths[unit]);
      if (from % lengths[unit] !== 0) continue;
      const rollup = (await this.#stretchWith(unit, from, oldest)).get(from);
      if (rollup !== undefined) return { from, rollup };
    }
    return undefined;
  }

  /** All days from `oldest` on in one go, hours by the day, minutes by the hour. */
  async #stretchWith(
    unit: RollupUnit,
    start: EpochMinute,
    oldest: EpochMinute,
  ): Promise<ReadonlyMap<EpochMinute, Rollup>> {
    const [from, to] =
      unit === 'day'
        ? [oldest, dayOf(minuteOf(this.#asOf))]
        : unit === 'hour'
          ? [dayOf(start), addMinutes(dayOf(start), MINUTES_PER_DAY)]
          : [hourOf(start), addMinutes(hourOf(start), MINUTES_PER_HOUR)];
    const name = `${unit} ${from}`;
    const known = this.#stretches.get(name) ?? (await this.#read(unit, from, to));
    this.#stretches.set(name, known);
    return known;
  }

  async #read(unit: RollupUnit, from: EpochMinute, to: EpochMinute): Promise<ReadonlyMap<EpochMinute, Rollup>> {
    const known = new Map<EpochMinute, Rollup>();
    for (const { start, data } of await this.#store.read(this.#part, unit, from, to, this.#asOf)) {
      const rollup = rollupOrNone(data);
      if (rollup !== undefined) known.set(start, rollup);
    }
    return known;
  }
}
