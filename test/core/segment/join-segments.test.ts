import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOfAll } from '../../../shared/core/guardrail/counted-fields.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { Measure } from '../../../shared/core/rollup/measure.ts';
import { rollupsOf } from '../../../shared/core/rollup/rollup.ts';
import { partsOf } from '../../../shared/core/rollup/part.ts';
import type { CountedMinute } from '../../../shared/core/segment/dedupe.ts';
import { joinSegments } from '../../../shared/core/segment/join-segments.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  anEvent,
  aVolumeGuardrail,
  aWeightedGuardrail,
  THIS_MINUTE,
} from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';
import { aBaselineLatencyGuardrail, distinctMinutes, segments } from '../rollup/counting.ts';

const by = ['bank', 'source', 'missing'];
const everyField = new Set(['bank', 'order', 'source', 'type', 'outcome', 'currency', 'fraud', 'latencyMs', 'amount']);

describe('the segments of a minute as one', () => {
  it.each<[string, Guardrail]>([
    ['a rate', aGuardrail({ bad: { outcome: ['failed', 'timeout'] }, by })],
    ['a rate of what has an attribute', aGuardrail({ of: { bank: [{ exists: true }] }, bad: { order: 'a' }, by })],
    [
      'a rate of what has none',
      aGuardrail({ of: { bank: [{ exists: false }] }, bad: { latencyMs: [{ numeric: ['>', 800] }] } }),
    ],
    ['latency, for each limit', aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' }, by })],
    ['latency with a baseline', aBaselineLatencyGuardrail({ by })],
    ['volume', aVolumeGuardrail({ by })],
    ['value', aWeightedGuardrail({ by })],
    ['distinct values', aGuardrail({ countBy: 'order', by })],
  ])('count as they do one by one: %s', (_sentence, guardrail) => {
    const counted = (minute: CountedMinute) => {
      const measure = new Measure(guardrail, THIS_MINUTE, 1);
      measure.add(THIS_MINUTE, minute);
      return [measure.series, [...rollupsOf(partsOf([guardrail]), THIS_MINUTE, minute).values()]];
    };
    fc.assert(
      fc.property(segments, ({ lists }) => {
        for (const distinct of distinctMinutes(lists).values())
          expect(counted(joinSegments(distinct, fieldsOfAll([guardrail])))).toEqual(counted(distinct));
      }),
      { numRuns: 100 },
    );
  });

  it('are one, with the columns that are asked for alone, and a value of several of them once', () => {
    const minute = distinctMinutes([
      [anEvent({ id: 'a', attributes: { bank: 'icbc', merchant: 'm1' } })],
      [
        anEvent({ id: 'b', attributes: { bank: 'ccb', method: 'qr' } }),
        anEvent({ id: 'c', attributes: { bank: 'icbc' } }),
      ],
    ]).get(THIS_MINUTE);
    const [joined, ...more] = joinSegments(minute ?? { segments: [] }, new Set(['bank', 'outcome', 'amount'])).segments;
    expect(more).toEqual([]);
    expect(joined?.columns.count).toBe(3);
    expect([...(joined?.columns.attributes.keys() ?? [])]).toEqual(['bank']);
    expect([...(joined?.columns.fields.keys() ?? [])]).toEqual(['outcome']);
    expect(joined?.columns.attributes.get('bank')?.values).toEqual(['icbc', 'ccb']);
  });

  it('are the segment itself where there is only one', () => {
    const minute = { segments: [{ columns: columnsOf([anEvent()]), keep: Uint8Array.of(1) }] };
    expect(joinSegments(minute, everyField)).toBe(minute);
  });

  it.each([255, 256, 65_535, 65_536, 70_000])('have codes that hold %i values', (count) => {
    const codes = Uint32Array.from({ length: count }, (_, row) => row + 1);
    const values = Array.from(codes, (code) => `order${code}`);
    const columns = {
      count,
      fields: new Map(),
      numbers: new Map(),
      attributes: new Map([['order', { values, codes }]]),
    };
    const one = { columns: { ...columns, count: 1, attributes: new Map() }, keep: Uint8Array.of(0) };
    const keep = new Uint8Array(count).fill(1);
    const [joined] = joinSegments({ segments: [one, { columns, keep }, one] }, new Set(['order'])).segments;
    const column = joined?.columns.attributes.get('order');
    expect(column?.values).toEqual(values);
    expect(Array.from(column?.codes ?? [])).toEqual([0, ...codes, 0]);
    expect(column?.codes.BYTES_PER_ELEMENT).toBe(count < 256 ? 1 : count < 65_536 ? 2 : 4);
    expect(joined?.keep).toEqual(Uint8Array.of(0, ...keep, 0));
  });
});
