import { retention } from '../../../shared/core/retention.ts';
import { type Part, partsOf } from '../../../shared/core/rollup/part.ts';
import { days, type DurationMs, MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import type { RollupUnit } from '../../../shared/ports/rollups.ts';
import { assumed } from '../assumed.ts';
import { batchesPerSecond, type Deployment } from '../deployment.ts';
import { HOURS_PER_MONTH, MINUTES_PER_MONTH } from '../prices.ts';
import { readUnits, rollupItemBytes, segmentItemBytes, writeUnits } from '../sizes.ts';
import type { Asked } from './asked.ts';
import type { PlayedHour } from './hour-of-ticks.ts';

/** What the table is asked for in a month, in its units. */
export interface TableDemand {
  readonly segments: { readonly count: number; readonly bytes: number; readonly unitsEach: number };
  readonly rollups: { readonly parts: number; readonly writeUnits: number; readonly readUnits: number };
  /** Of raw events, by ticks. */
  readonly rawReadUnits: number;
  /** The tick, the cursor, states, silences, histories, markers. */
  readonly small: { readonly writeUnits: number; readonly readUnits: number };
  /** Markers, and minutes that are sealed again. */
  readonly late: { readonly segments: number; readonly writeUnits: number; readonly readUnits: number };
  readonly storedBytes: { readonly segments: number; readonly rollups: number };
  /** Rollups that a tick reads. */
  readonly rollupsPerTick: number;
}

export const tableDemandOf = (deployment: Deployment, hour: PlayedHour): TableDemand => {
  const { guardrails, minutesPerBatch, eventsPerBatch } = deployment;
  const bytes = segmentItemBytes(eventsPerBatch / minutesPerBatch);
  const segmentsPerMinute = 60 * batchesPerSecond(deployment) * minutesPerBatch;
  const sizes: Sizes = {
    rawBytesPerMinute: segmentsPerMinute * bytes,
    rollupBytes: (part, unit) => rollupItemBytes(part, unit, deployment.groupsPerAttribute),
  };
  const parts = partsOf(guardrails);
  const { ticks } = hour;
  const used = unitsOf(ticks, sizes);
  const dayEnds = unitsOf(sealedDay(parts), sizes);
  // Read by each tick in one query; written once an hour to say that events came.
  const states = { read: readUnits(guardrails.length * assumed.stateBytes), writtenAnHour: guardrails.length };
  return {
    segments: { count: segmentsPerMinute * MINUTES_PER_MONTH, bytes, unitsEach: writeUnits(bytes) },
    rollups: {
      parts: parts.length,
      writeUnits: HOURS_PER_MONTH * (used.rollups.write + dayEnds.rollups.write / 24),
      readUnits: HOURS_PER_MONTH * (used.rollups.read + dayEnds.rollups.read / 24),
    },
    rawReadUnits: HOURS_PER_MONTH * used.raw,
    small: {
      writeUnits: HOURS_PER_MONTH * (ticks.smallWrites + states.writtenAnHour),
      readUnits: HOURS_PER_MONTH * ticks.smallReads + states.read * MINUTES_PER_MONTH,
    },
    late: lateDemand(deployment, hour, sizes),
    storedBytes: {
      segments: stored(segmentsPerMinute, bytes, retention.segment),
      rollups: sumOf(parts, (part) => storedRollups(part, sizes)),
    },
    rollupsPerTick: sumOf(ticks.rollupReads, ({ items }) => items) / MINUTES_PER_HOUR,
  };
};

interface Sizes {
  readonly rawBytesPerMinute: number;
  readonly rollupBytes: (part: Part, unit: RollupUnit) => number;
}

interface Units {
  readonly rollups: { readonly read: number; readonly write: number };
  readonly raw: number;
}

const unitsOf = ({ rollupReads, rollupWrites, rawReads }: Asked, { rollupBytes, rawBytesPerMinute }: Sizes): Units => ({
  rollups: {
    read: sumOf(rollupReads, ({ part, unit, items }) => readUnits(items * rollupBytes(part, unit))),
    write: sumOf(rollupWrites, ({ part, unit }) => writeUnits(rollupBytes(part, unit))),
  },
  raw: sumOf(rawReads, ({ minutes, queries }) => queries * readUnits((minutes * rawBytesPerMinute) / queries)),
});

/** Of the last minute of a day, beside what every hour brings: its version, its hours, and the day. */
const sealedDay = (parts: readonly Part[]): Asked => ({
  rollupReads: parts.flatMap((part) => [
    { part, unit: 'day', items: 0 },
    { part, unit: 'hour', items: 24 },
  ]),
  rollupWrites: parts.map((part) => ({ part, unit: 'day' })),
  rawReads: [],
  smallReads: 0,
  smallWrites: 0,
});

/** A marker is written before each segment that comes late and removed in the end; in between its minute is sealed again. */
const lateDemand = (
  deployment: Deployment,
  { sealing: usual, lateSealing: late }: PlayedHour,
  sizes: Sizes,
): TableDemand['late'] => {
  const segments = 60 * batchesPerSecond(deployment) * deployment.minutesPerBatch * deployment.lateBatches;
  const [after, before] = [unitsOf(late, sizes), unitsOf(usual, sizes)];
  const markers = late.smallWrites - usual.smallWrites;
  const [reads, writes] = [
    after.rollups.read + after.raw + late.smallReads - before.rollups.read - before.raw - usual.smallReads,
    after.rollups.write - before.rollups.write,
  ];
  // Several segments of one minute have it sealed again once.
  const minutes = Math.min(segments, assumed.late.mostMinutes);
  return {
    segments: segments * MINUTES_PER_MONTH,
    writeUnits: HOURS_PER_MONTH * (minutes * writes + segments * markers),
    readUnits: HOURS_PER_MONTH * minutes * reads,
  };
};

const stored = (perMinute: number, bytes: number, kept: DurationMs): number =>
  perMinute * MINUTES_PER_DAY * ((kept + assumed.expiryDelay) / days(1)) * (bytes + assumed.storedItemOverhead);

const storedRollups = (part: Part, { rollupBytes }: Sizes): number =>
  stored(1, rollupBytes(part, 'minute'), retention.minuteRollup) +
  stored(1 / MINUTES_PER_HOUR, rollupBytes(part, 'hour'), retention.longRollup) +
  stored(1 / MINUTES_PER_DAY, rollupBytes(part, 'day'), retention.longRollup);

const sumOf = <Each>(all: readonly Each[], of: (each: Each) => number): number =>
  all.reduce((sum, each) => sum + of(each), 0);
