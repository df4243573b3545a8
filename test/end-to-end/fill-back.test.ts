import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoPartHistories } from '../../shared/adapters/dynamodb/part-histories.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { mergeRollups, rollupOf } from '../../shared/core/rollup/rollup.ts';
import { decodeRollup } from '../../shared/core/rollup/decode-rollup.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, type EpochMinute } from '../../shared/core/units.ts';
import { aGuardrail, anEvent, THIS_MINUTE } from '../support/builders.ts';
import { type Engine, engines } from '../support/engines.ts';
import { at, aWorld } from '../support/world.ts';

let engine: Engine | undefined;
beforeAll(async () => {
  engine = await engines[0]?.start();
});
afterAll(() => engine?.stop());

const old = aGuardrail();
const added = aGuardrail({ id: 'declines', name: 'Declines', bad: { outcome: ['failed'] } });

it('a rule that is added to a running system has its history after a tick, over the wire', async () => {
  const table = await engine?.table();
  if (table === undefined) throw new Error('no engine');
  const [segments, rollups] = [dynamoSegments(table), dynamoRollups(table)];
  const world = aWorld({
    guardrails: [old],
    segments,
    rollups,
    counts: countRolled({ segments, rollups }),
    histories: dynamoPartHistories(table),
    markers: dynamoLateMarkers(table),
    incidents: dynamoIncidents(table),
    silences: dynamoSilences(table),
    ticks: dynamoTicks(table),
  });
  const events = Array.from({ length: 125 * 3 }, (_, index) =>
    anEvent({
      time: addMs(at(index % 125), durationMs(index)),
      outcome: index % 40 === 0 ? 'failed' : 'succeeded',
      attributes: { bank: index % 3 === 0 ? 'icbc' : 'ccb' },
    }),
  );
  await segments.put(encodeBatch(events).segments);
  await world.tick(63);
  await world.tick(122);

  const first = await world.tick(123, { guardrails: [old, added] });
  expect(first).toMatchObject({ status: 'done', judged: 2, failures: [], sealed: { filled: 120, unfilled: 0 } });
  expect(first.decisions['declines']).toBe('no incident; warming up: counted from 2026-03-02 10:00 UTC on');
  expect(await world.tick(124, { guardrails: [old, added] })).toMatchObject({
    warmingUp: {},
    sealed: { minutes: 1, filled: 0, unfilled: 0 },
  });

  const minuteAt = (minute: number): EpochMinute => addMinutes(THIS_MINUTE, minute);
  for (const part of partsOf([added])) {
    const minutes = await rollups.read(part, 'minute', minuteAt(-60), minuteAt(125), at(125));
    expect(minutes.map(({ start }) => start - THIS_MINUTE)).toEqual(Array.from({ length: 122 }, (_, minute) => minute));
    for await (const { minute, segments: stored } of segments.read(minuteAt(0), minuteAt(122), at(125))) {
      const expected = rollupOf(part, minute, dedupe(stored.map((segment) => decodeSegment(segment))));
      const data = minutes.find(({ start }) => start === minute)?.data;
      expect(data && decodeRollup(data)).toEqual(expected);
    }
    const hours = await rollups.read(part, 'hour', minuteAt(-60), minuteAt(125), at(125));
    expect(hours.map(({ start }) => start - THIS_MINUTE)).toEqual([0, 60]);
    for (const { start, data } of hours) {
      const ofHour = minutes.filter((minute) => minute.start >= start && minute.start < start + 60);
      expect(decodeRollup(data)).toEqual(mergeRollups(ofHour.map((minute) => decodeRollup(minute.data))));
    }
  }
});
