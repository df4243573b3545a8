import { seal } from '../../shared/app/seal.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import {
  addMinutes,
  addMs,
  dayOf,
  durationMs,
  type EpochMinute,
  type EpochMs,
  hours,
  MINUTES_PER_DAY,
  startOf,
} from '../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, anEvent, THIS_MINUTE } from '../support/builders.ts';
import { emptyStores, type Stores } from './stores.ts';

/** Three parts: a rate, the same by bank, and a latency with its sketch. */
export const guardrails: readonly Guardrail[] = [aGuardrail({ by: ['bank'] }), aLatencyGuardrail()];

/** What evaluators are released with: the usual rules, or one more. It has one part, by which nothing was ever counted before. */
export type Release = 'usual' | 'more';
const more = [...guardrails, aGuardrail({ id: 'failed-only', bad: { outcome: ['failed'] } })];
export const rulesOf = (release: Release): readonly Guardrail[] => (release === 'usual' ? guardrails : more);

/** Whether an hour ends in the first minutes of a history, or a day. */
export type Eve = 'hour' | 'day';

export const endOf = (eve: Eve): EpochMinute =>
  eve === 'hour' ? THIS_MINUTE : addMinutes(dayOf(THIS_MINUTE), MINUTES_PER_DAY);

/** The minute at whose start a history begins: so many before the hour, or the day, is over. */
export const startAt = (eve: Eve, lead: number): EpochMinute => addMinutes(endOf(eve), -lead);

/** The first minute that was ever sealed: an hour and a day that end in a history are known from their beginning on. */
export const firstSealed = (eve: Eve): EpochMinute => addMinutes(endOf(eve), eve === 'hour' ? -120 : -MINUTES_PER_DAY);

/** Whether an event lay in a minute before a history began at `start`. */
export const hasPast = (minute: EpochMinute, eve: Eve, start: EpochMinute): boolean =>
  minute >= firstSealed(eve) && minute < start && minute % 7 < 2;

/** What was done to the stores before a history. */
type Deed = (stores: Stores) => Promise<unknown>;
const pasts = new Map<string, readonly Deed[]>();

/** Stores in which everything before a history lies as it should, with a few events now and then. */
export const past = async (eve: Eve, lead: number): Promise<Stores> => {
  const key = `${eve} ${lead}`;
  const deeds = pasts.get(key) ?? (await live(eve, lead));
  pasts.set(key, deeds);
  const stores = emptyStores();
  for (const deed of deeds) await deed(stores);
  return stores;
};

const live = async (eve: Eve, lead: number): Promise<readonly Deed[]> => {
  const deeds: Deed[] = [];
  const stores = emptyStores();
  const rollups: Stores['rollups'] = {
    ...stores.rollups,
    put: (...args) => {
      deeds.push((others) => others.rollups.put(...args));
      return stores.rollups.put(...args);
    },
    advance: (...args) => {
      deeds.push((others) => others.rollups.advance(...args));
      return stores.rollups.advance(...args);
    },
  };
  const histories: Stores['histories'] = {
    ...stores.histories,
    save: (...args) => {
      deeds.push((others) => others.histories.save(...args));
      return stores.histories.save(...args);
    },
  };
  const [first, start] = [firstSealed(eve), startAt(eve, lead)];
  const events = Array.from({ length: start - first }, (_, index) => addMinutes(first, index))
    .filter((minute) => hasPast(minute, eve, start))
    .map((minute) => anEvent({ id: `past-${minute}`, time: startOf(minute), attributes: { bank: 'icbc' } }));
  const { segments } = encodeBatch(events);
  deeds.push((others) => others.segments.put(segments));
  await stores.segments.put(segments);
  // A first sealing begins with the hour before.
  for (const minute of [addMinutes(first, 63), start]) {
    const tick = startOf(minute);
    await seal(
      { ...stores, rollups, histories, guardrails, clock: { now: () => tick } },
      tick,
      `past-${minute}`,
      later(tick),
    );
  }
  return deeds;
};

const later = (tick: EpochMs): EpochMs => addMs(tick, durationMs(hours(1)));
