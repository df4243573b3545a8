import { type Item, sizeOf } from '../../bench/item-size.ts';
import { meteredTable } from '../../bench/metered-table.ts';
import type { Payment } from '../../cli/demo/payments.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { type Part, partsOf } from '../../shared/core/rollup/part.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { mergeRollups, type Rollup, rollupOf } from '../../shared/core/rollup/rollup.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, MS_PER_MINUTE, startOf } from '../../shared/core/units.ts';
import { rollupUnits } from '../../shared/ports/rollups.ts';
import { aRandom, bodyOf, drawPayments, eventsOf, MINUTE } from './payments.ts';

export type Curve = readonly (readonly [at: number, bytes: number])[];

const BANKS = 20;
const EVENTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] as const;
const GROUPS = [1, 20, 200] as const;
const EVENTS_PER_GROUP = 30;
/** Minutes that are drawn; an hour repeats them. */
const DRAWN = 3;
/** The length of the id that a writer leaves in a rollup. */
const WRITER = crypto.randomUUID();

/** An event as JSON, in a batch. */
export const eventBytes = (): number => {
  const payments = drawPayments(aRandom(), 1_000, BANKS);
  return Math.round(Buffer.byteLength(bodyOf(payments)) / payments.length);
};

/** A segment as an item, by its events, as the adapter writes it and the engine counts it. */
export const segmentBytes = async (): Promise<Curve> => {
  const random = aRandom();
  const curve: [number, number][] = [];
  for (const events of EVENTS) {
    const rounds = Math.ceil(2_000 / events);
    const table = meteredTable();
    const store = dynamoSegments(table);
    for (let round = 0; round < rounds; round++)
      await store.put(encodeBatch(eventsOf(drawPayments(random, events, BANKS))).segments);
    for await (const { segments } of store.read(MINUTE, addMinutes(MINUTE, 1), startOf(MINUTE)))
      if (segments.length !== rounds) throw new Error(`expected ${rounds} segments, got ${segments.length}`);
    curve.push([events, Math.round(table.usage.bytes / rounds)]);
  }
  return curve;
};

/** A guardrail for each kind of rollup: see `rollupKindOf`. */
const RULES = `guardrails:
  - { id: counts, kind: rate, bad: { outcome: [failed, timeout] }, by: [bank], critical: { above: 15% } }
  - { id: value, kind: rate, bad: { outcome: [failed] }, weight: amount, currency: CNY, by: [bank], critical: { above: 15% } }
  - { id: sketch, kind: latency, percentile: 95, critical: { above: 2s } }
  - { id: sketches, kind: latency, percentile: 95, by: [bank], baseline: { weeks: 4, timezone: UTC }, critical: { above: 3x baseline } }
`;

/** A rollup as an item, by kind, unit and groups, each of which had events in every minute. */
export const rollupBytes = async (): Promise<Record<string, Record<string, Curve>>> => {
  const loaded = loadGuardrails(RULES, 'rules');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const random = aRandom();
  const kinds: Record<string, Record<string, [number, number][]>> = {};
  for (const guardrail of loaded.guardrails) {
    const units: Record<string, [number, number][]> = {};
    for (const groups of guardrail.by.length === 0 ? [1] : GROUPS) {
      const part = partsOf([guardrail]).find(({ by }) => (by === '') === (groups === 1));
      if (part === undefined) throw new Error('expected a part');
      const drawn = Array.from({ length: DRAWN }, () => drawPayments(random, EVENTS_PER_GROUP * groups, groups));
      const ofMinute = drawn.map((payments) => rollupOf(part, MINUTE, distinct(payments)));
      const hour = mergeRollups(Array.from({ length: 60 / DRAWN }, () => ofMinute).flat());
      const ofUnits = { minute: ofMinute[0] ?? hour, hour, day: mergeRollups(Array.from({ length: 24 }, () => hour)) };
      for (const unit of rollupUnits) (units[unit] ??= []).push([groups, await itemBytes(part, unit, ofUnits[unit])]);
    }
    kinds[guardrail.id] = units;
  }
  return kinds;
};

const distinct = (payments: readonly Payment[]) =>
  dedupe(encodeBatch(eventsOf(payments)).segments.map((segment) => decodeSegment(segment)));

const itemBytes = async (part: Part, unit: 'minute' | 'hour' | 'day', rollup: Rollup): Promise<number> => {
  const table = meteredTable();
  const store = dynamoRollups(table);
  await store.put(part, unit, { start: MINUTE, data: encodeRollup(rollup) }, 0, WRITER);
  await store.read(part, unit, MINUTE, addMinutes(MINUTE, 1), startOf(MINUTE));
  return table.usage.bytes;
};

/** An event as an item of its own, with names of one letter: as small as somebody who counts units would make it. */
export const eventItemBytes = (): number => {
  const payments = drawPayments(aRandom(), 1_000, BANKS);
  return Math.round(payments.reduce((sum, payment) => sum + sizeOf(itemOf(payment)), 0) / payments.length);
};

const itemOf = ({ id, time, outcome, latencyMs, fraud, amount, currency, attributes }: Payment): Item => {
  const { method = '', bank = '', merchant = '', region = '', reason } = attributes;
  return {
    pk: { S: 'wallet#2026-03-02T12:00' },
    sk: { S: id },
    t: { N: String(Date.parse(time) % MS_PER_MINUTE) },
    o: { S: outcome },
    ...(latencyMs === undefined ? undefined : { l: { N: String(latencyMs) } }),
    ...(fraud === undefined ? undefined : { f: { N: '1' } }),
    a: { N: String(amount) },
    c: { S: currency },
    m: { S: method },
    b: { S: bank },
    h: { S: merchant },
    g: { S: region },
    ...(reason === undefined ? undefined : { r: { S: reason } }),
    x: { N: '1772442000' },
  };
};
