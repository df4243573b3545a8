import { type Payment, paymentsBetween } from '../cli/demo/payments.ts';
import { seededRandom } from '../cli/demo/random.ts';
import { newestSealable } from '../shared/app/seal.ts';
import { readBatch } from '../shared/core/event/batch.ts';
import type { Guardrail } from '../shared/core/guardrail/guardrail.ts';
import { partsOf } from '../shared/core/rollup/part.ts';
import { encodeRollup } from '../shared/core/rollup/encode-rollup.ts';
import { mergeRollups, rollupOf } from '../shared/core/rollup/rollup.ts';
import { decodeSegment } from '../shared/core/segment/decode-segment.ts';
import type { EncodedSegment } from '../shared/core/segment/encoded-segment.ts';
import { dedupe } from '../shared/core/segment/dedupe.ts';
import { encodeBatch } from '../shared/core/segment/encode-batch.ts';
import {
  addMinutes,
  dayOf,
  type EpochMinute,
  type EpochMs,
  hourOf,
  minutes,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  startOf,
} from '../shared/core/units.ts';
import type { RollupStore } from '../shared/ports/rollups.ts';

export const EVENTS_PER_BATCH = 500;
/** Minutes of payments that are drawn; the history repeats them. */
const DRAWN_MINUTES = 5;

export type Drawn = readonly (readonly EncodedSegment[])[];

/** Some minutes of payments, as the producers' batches become segments. */
export const draw = (perSecond: number, start: EpochMinute): Drawn => {
  const random = seededRandom(1);
  return Array.from({ length: DRAWN_MINUTES }, () =>
    segmentsOfPayments(paymentsBetween(random, startOf(start), minutes(1), 'wallet', perSecond * 60), startOf(start)),
  );
};

/** The payments of a minute, in batches that came at `now`. */
export const segmentsOfPayments = (payments: readonly Payment[], now: EpochMs): readonly EncodedSegment[] =>
  Array.from({ length: Math.ceil(payments.length / EVENTS_PER_BATCH) }, (_, index) =>
    payments.slice(index * EVENTS_PER_BATCH, (index + 1) * EVENTS_PER_BATCH),
  ).flatMap((events) => {
    const batch = readBatch(JSON.stringify({ events }), 'batch', now);
    if (!batch.ok) throw new Error(batch.refusal.message);
    return encodeBatch(batch.events).segments;
  });

/** A segment tells times from the start of its minute on, so that it is as good in another. */
export const segmentsOf = (drawn: Drawn, minute: EpochMinute): readonly EncodedSegment[] =>
  (drawn[minute % DRAWN_MINUTES] ?? []).map((segment) => ({ ...segment, minute }));

/** How many minutes back there are rollups of each kind. */
export interface Remembered {
  readonly minutes: number;
  readonly longer: number;
}

/** Puts the rollups that sealing would have left, up to the cursor and with it. */
export const rememberRollups = async (
  rollups: RollupStore,
  guardrails: readonly Guardrail[],
  drawn: Drawn,
  start: EpochMinute,
  past: Remembered,
): Promise<void> => {
  const through = newestSealable(startOf(start));
  for (const part of partsOf(guardrails)) {
    const ofMinute = drawn.map((each) => rollupOf(part, start, dedupe(each.map((segment) => decodeSegment(segment)))));
    const ofHour = mergeRollups(Array.from({ length: MINUTES_PER_HOUR / DRAWN_MINUTES }, () => ofMinute).flat());
    const data = ofMinute.map(encodeRollup);
    const hour = encodeRollup(ofHour);
    const day = encodeRollup(mergeRollups(Array.from({ length: MINUTES_PER_DAY / MINUTES_PER_HOUR }, () => ofHour)));
    const put = (unit: 'minute' | 'hour' | 'day', at: EpochMinute, bytes: Uint8Array): Promise<boolean> =>
      rollups.put(part, unit, { start: at, data: bytes }, 0, 'bench');
    for (let at = hourOf(addMinutes(start, -past.minutes)); at <= through; at = addMinutes(at, 1))
      await put('minute', at, data[at % DRAWN_MINUTES] ?? new Uint8Array());
    const [hours, days] = [hourOf(addMinutes(start, -past.longer)), dayOf(addMinutes(start, -past.longer))];
    for (let at = hours; addMinutes(at, MINUTES_PER_HOUR - 1) <= through; at = addMinutes(at, MINUTES_PER_HOUR))
      await put('hour', at, hour);
    for (let at = days; addMinutes(at, MINUTES_PER_DAY - 1) <= through; at = addMinutes(at, MINUTES_PER_DAY))
      await put('day', at, day);
  }
  await rollups.advance(through, undefined, 'bench');
};
