import {
  addMinutes,
  addMs,
  type DurationMs,
  durationMs,
  type EpochMinute,
  type EpochMs,
  minuteOf,
  startOf,
} from '../../shared/core/units.ts';
import type { History, Minute, Sending } from './history.ts';
import { past, type Release, startAt } from './past.ts';
import { Timeline } from './timeline.ts';
import { type Scope, type SentEvent, World } from './world.ts';

/** Ticks without a disturbance after which nothing may be left to do. */
const MOST_TICKS = 8;

export interface Lived {
  readonly world: World;
  /** The minute in which it began. */
  readonly start: EpochMinute;
  /** The minute in which it ended. */
  readonly now: EpochMinute;
  /** Of the last ticks: the one that has all the rules of the history. */
  readonly release: Release;
  /** How many of the last ticks it took until no marker was left. */
  readonly drained: number;
}

/** Lives through a history, then through ticks that nothing disturbs until all that was late has been sealed, and filled back. */
export const live = async ({ eve, lead, skew, minutes: all }: History, scope: Scope): Promise<Lived> => {
  const start = startAt(eve, lead);
  const hasMore = all.some(({ evaluators }) => evaluators.some(({ release }) => release === 'more'));
  const release = hasMore ? 'more' : 'usual';
  let now = start;
  const timeline = new Timeline(startOf(start));
  const world = new World(await past(eve, lead), timeline, scope);
  for (const minute of all) {
    begin(minute, now, skew, world);
    now = addMinutes(now, 1 + minute.gap);
  }
  await timeline.run();
  now = addMinutes(now, 5);
  for (let ticks = 1; ticks <= MOST_TICKS; ticks++) {
    const tick = startOf(now);
    timeline.at(tick, () =>
      world.evaluator(tick, { seed: ticks, slowest: durationMs(5), skew: durationMs(0), fault: undefined }, release),
    );
    await timeline.run();
    const left = await world.stores.markers.read(tick, 10_000);
    const isSealed = (await world.stores.rollups.sealedThrough()) === addMinutes(now, -3);
    if (left.length === 0 && isSealed && (await world.isFilled(release)))
      return { world, start, now, release, drained: ticks };
    now = addMinutes(now, 1);
  }
  throw new Error(`markers are left after ${MOST_TICKS} ticks, or minutes are not sealed or not filled back`);
};

const begin = ({ evaluators, sendings }: Minute, now: EpochMinute, skew: DurationMs, world: World): void => {
  for (const { delay, release = 'usual', ...pace } of evaluators)
    world.timeline.at(addMs(startOf(now), delay), () =>
      world.evaluator(startOf(now), { ...pace, skew: durationMs(0) }, release),
    );
  for (const sending of sendings) send(sending, addMs(startOf(now), sending.offset), skew, world);
};

const send = ({ events, again, ...pace }: Sending, time: EpochMs, skew: DurationMs, world: World): void => {
  const conditions = { ...pace, skew };
  const sent = events.map((event) => eventOf(event, time));
  world.timeline.at(time, () => {
    world.producer(sent, conditions, () => {
      if (again === undefined) return;
      world.met.add('a batch that was sent again');
      world.timeline.in(again, () =>
        world.producer(sent, { ...conditions, seed: conditions.seed + 1, fault: undefined }, () => undefined),
      );
    });
  });
};

const eventOf = ({ age, place, outcome }: Sending['events'][number], time: EpochMs): SentEvent => {
  const minute = addMinutes(minuteOf(time), -age);
  return { id: `${minute}-${place}`, time: addMs(startOf(minute), durationMs(place)), outcome };
};
