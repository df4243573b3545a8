import { inflateSync } from 'node:zlib';
import { fieldsOfAll } from '../../shared/core/guardrail/counted-fields.ts';
import { Measure } from '../../shared/core/rollup/measure.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { joinSegments } from '../../shared/core/segment/join-segments.ts';
import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';
import { LONGEST_WINDOW_MINUTES } from '../../shared/core/evidence/constants.ts';
import { median } from '../ingest/in-turn.ts';
import { verdictsOf } from './parapet.ts';
import { failures, latency } from './rules.ts';

const phases = ['inflate', 'unpack', 'dedupe', 'join', 'four group-bys', 'p95', 'judge'] as const;
type Phase = (typeof phases)[number];

/** CPU in ms of each phase of an evaluation: the median of so many, minute by minute as a tick goes. */
export const phasesOf = (
  segments: readonly EncodedSegment[],
  now: EpochMinute,
  turns: number,
): ReadonlyMap<Phase, number> => {
  const byMinute = Map.groupBy(segments, ({ minute }) => minute);
  const spent = new Map(phases.map((phase) => [phase, [] as number[]]));
  for (let turn = -2; turn < turns; turn++) {
    const sums = onePass(byMinute, now);
    // Inflating is part of decoding, and measured apart.
    sums.unpack -= sums.inflate;
    if (turn >= 0) for (const phase of phases) spent.get(phase)?.push(sums[phase]);
  }
  return new Map([...spent].map(([phase, each]) => [phase, median(each)]));
};

const onePass = (
  byMinute: ReadonlyMap<EpochMinute, readonly EncodedSegment[]>,
  now: EpochMinute,
): Record<Phase, number> => {
  const sums: Record<Phase, number> = {
    inflate: 0,
    unpack: 0,
    dedupe: 0,
    join: 0,
    'four group-bys': 0,
    p95: 0,
    judge: 0,
  };
  const timed = <Result>(phase: Phase, run: () => Result): Result => {
    const began = process.cpuUsage();
    const result = run();
    const { user, system } = process.cpuUsage(began);
    sums[phase] += (user + system) / 1000;
    return result;
  };
  const from = addMinutes(now, -LONGEST_WINDOW_MINUTES);
  const fields = fieldsOfAll([failures, latency]);
  const byAttributes = new Measure(failures, from, LONGEST_WINDOW_MINUTES);
  const ofLatency = new Measure(latency, from, LONGEST_WINDOW_MINUTES);
  for (const [minute, stored] of byMinute) {
    timed('inflate', () => {
      for (const { data } of stored) inflateSync(data);
    });
    const columns = timed('unpack', () => stored.map((segment) => decodeSegment(segment)));
    const distinct = timed('dedupe', () => dedupe(columns));
    const joined = timed('join', () => joinSegments(distinct, fields));
    timed('four group-bys', () => {
      byAttributes.add(minute, joined);
    });
    timed('p95', () => {
      ofLatency.add(minute, joined);
    });
  }
  timed('judge', () => verdictsOf(byAttributes.series, ofLatency.series, now));
  return sums;
};
