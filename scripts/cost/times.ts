import { readFileSync } from 'node:fs';
import { meteredTable } from '../../bench/metered-table.ts';
import { meteredWorld } from '../../bench/metered-world.ts';
import { draw, rememberRollups, segmentsOf } from '../../bench/past-payments.ts';
import '../../cli/local/telemetry-env.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { addMinutes, MINUTES_PER_DAY, startOf } from '../../shared/core/units.ts';
import { aContext, aRequest } from '../../test/support/lambda.ts';
import { aRandom, bodyOf, drawPayments, MINUTE } from './payments.ts';

const ROUNDS = 41;

/** Milliseconds of one whole processor, the median of some rounds: a batch by its events, a tick by events a second. */
export const times = async (): Promise<object> => ({
  ingest: Object.fromEntries(await eachInTurn([1, 100, 500, 5_000], ingest)),
  evaluate: Object.fromEntries(await eachInTurn([1, 100, 1_000], evaluate)),
});

const ingest = async (events: number): Promise<number> => {
  const table = meteredTable();
  const clock = { now: () => startOf(addMinutes(MINUTE, 1)) };
  const { ingestHttpHandler } = await import('../../functions/ingest-http/handler.ts');
  const handler = ingestHttpHandler({ segments: dynamoSegments(table), markers: dynamoLateMarkers(table), clock });
  const request = aRequest({ body: bodyOf(drawPayments(aRandom(), events, 20)) });
  return median(() => handler(request, aContext()));
};

const evaluate = async (perSecond: number): Promise<number> => {
  const rules = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
  if (!rules.ok) throw new Error(rules.problems.join('\n'));
  const drawn = draw(perSecond, MINUTE);
  const world = meteredWorld(rules.guardrails, startOf(MINUTE));
  const { deps } = world;
  await rememberRollups(deps.rollups, rules.guardrails, drawn, MINUTE, {
    minutes: MINUTES_PER_DAY,
    longer: MINUTES_PER_DAY,
  });
  let minute = addMinutes(MINUTE, -5);
  for (; minute < MINUTE; minute = addMinutes(minute, 1)) await deps.segments.put(segmentsOf(drawn, minute));
  return median(async () => {
    await deps.segments.put(segmentsOf(drawn, minute));
    minute = addMinutes(minute, 1);
    await world.tick(startOf(minute));
  });
};

const median = async (work: () => Promise<unknown>): Promise<number> => {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(began);
    taken.push((user + system) / 1000);
  }
  return Number((taken.sort((left, right) => left - right)[ROUNDS >> 1] ?? Number.NaN).toPrecision(2));
};

const eachInTurn = async (
  sizes: readonly number[],
  measure: (size: number) => Promise<number>,
): Promise<[number, number][]> => {
  const measured: [number, number][] = [];
  for (const size of sizes) measured.push([size, await measure(size)]);
  return measured;
};
