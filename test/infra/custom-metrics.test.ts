import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it, vi } from 'vitest';
import { prices } from '../../cli/cost/prices.ts';
import { evaluateHandler } from '../../functions/evaluate/handler.ts';
import { subscriptionWatch } from '../../functions/evaluate/subscription-watch.ts';
import { ingestQueueHandler } from '../../functions/ingest-queue/handler.ts';
import { ingestStreamHandler } from '../../functions/ingest-stream/handler.ts';
import {
  alarmsOf as countAlarms,
  customMetrics,
  monthlyLine,
  monthlyPrice,
  priceOfMetrics,
} from '../../infra/custom-metrics.ts';
import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { memorySubscriptions } from '../../shared/adapters/memory/subscriptions.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { WHOLE } from '../../shared/core/rollup/series.ts';
import { startOf } from '../../shared/core/units.ts';
import { lookAt, steady } from '../core/evidence/baseline-weeks.ts';
import { aMonthLook, aMonthly, allDay, atTen, minuteAt } from '../core/evidence/months.ts';
import { metricLines } from '../functions/emf.ts';
import { send } from '../functions/ingest-http/send.ts';
import { aGuardrail, aLatencyGuardrail, aRawEvent, aVolumeGuardrail, NOW } from '../support/builders.ts';
import { aContext, aDelivery, aStreamDelivery } from '../support/lambda.ts';
import { captureLogs } from '../support/logs.ts';
import { at, aWorld } from '../support/world.ts';
import { alarmsOf, metricsOf } from './alarms.ts';
import { dashboardOf } from './dashboards.ts';
import { buildStack, scratchFolder, synthesize } from './synth.ts';

vi.hoisted(() => {
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
  process.env['STACK_NAME'] = 'Parapet-staging';
  // As each function has one of its own; the metrics of two must be the same all the same.
  process.env['POWERTOOLS_SERVICE_NAME'] = 'ingest-http';
});

const baseline = { weeks: 4, timezone: 'UTC' };
const latency = aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' } });
const volume = aVolumeGuardrail({ baseline, critical: { below: '50% of baseline' } });
const month = aMonthly();
const rules: Rules = { guardrails: [aGuardrail(), latency, volume, month], silences: [] };
const stackName = 'Parapet-staging';

type Name = string;
const nameOf = (name: string, dimensions: Readonly<Record<string, unknown>>): Name =>
  `${name} ${Object.entries(dimensions)
    .map(([dimension, value]) => `${dimension}=${String(value)}`)
    .sort()
    .join(' ')}`;
const listed = (draws = true): Name[] =>
  customMetrics(stackName, rules, draws).map(({ name, dimensions }) => nameOf(name, dimensions));

/** Has the handlers do all that they write metrics of; the names of what they wrote. */
const written = async (draws: boolean): Promise<Set<Name>> => {
  const logged = captureLogs();
  const events = [aRawEvent(), aRawEvent({ time: NOW - 600_000 }), aRawEvent({ latencyMs: 'slow' })];
  await send({ body: JSON.stringify({ events }) });
  const store = { segments: memorySegments(), markers: memoryLateMarkers(), clock: { now: () => NOW } };
  await ingestQueueHandler(store)(aDelivery(JSON.stringify({ events })), aContext());
  await ingestStreamHandler(store)(aStreamDelivery(JSON.stringify({ events }), 'no batch'), aContext());

  const world = aWorld();
  for (let minute = -10; minute < 0; minute++) await world.traffic(minute, 1, 100);
  const watchSubscriptions = subscriptionWatch(
    memorySubscriptions(() => ({ confirmed: 1, pending: 0 })),
    1,
  );
  const asides = { drawsGuardrails: draws, watchSubscriptions };
  const tick = { scheduledTime: new Date(NOW).toISOString() };
  await evaluateHandler({ ...world.deps, guardrails: [aGuardrail(), latency] }, asides)(tick, aContext());
  // What has months or weeks behind it is counted here and not played.
  const past = [lookAt(volume, { now: steady(0, 90), weeks: Array(4).fill(steady(0, 100)) })];
  const late = minuteAt('2026-11-20');
  const ended = [aMonthLook(month, late, { bad: atTen(2), total: allDay(1000) })];
  for (const [time, looks] of [[at(1), past] as const, [startOf(late), ended] as const]) {
    const series = new Map(looks.map((look) => [look.guardrail.id, new Map([[WHOLE, look.series]])]));
    const counts = { count: async () => ({ series, events: 0, duplicates: 0, conflicts: 0, unreadable: 0 }) };
    const deps = {
      ...aWorld().deps,
      clock: { now: () => time },
      counts,
      guardrails: looks.map((look) => look.guardrail),
    };
    await evaluateHandler(deps, asides)({ scheduledTime: new Date(time).toISOString() }, aContext());
  }
  const lines = metricLines(logged());
  expect(new Set(lines.map(({ namespace }) => namespace))).toEqual(new Set(['Parapet']));
  return new Set(
    lines.flatMap(({ values, dimensions }) => Object.keys(values).map((name) => nameOf(name, dimensions))),
  );
};

describe('the list of custom metrics', () => {
  it('is just what the functions write', async () => {
    expect([...(await written(true))].sort()).toEqual(listed().sort());
  });

  it('is just what they write without the values of guardrails', async () => {
    expect([...(await written(false))].sort()).toEqual(listed(false).sort());
  });

  it('has none twice', () => {
    expect(new Set(listed()).size).toBe(listed().length);
  });

  it('is nine, whatever the functions, and one or two for a guardrail', () => {
    expect(listed(false)).toHaveLength(9);
    expect(listed().length - 9).toBe(1 + 2 + 2 + 1);
  });
});

describe('what is read of Parapet itself', () => {
  const template = synthesize({}, stackName, rules);
  const read = [
    ...alarmsOf(template).flatMap(([, alarm]) =>
      metricsOf(alarm)
        .filter(({ name }) => name.startsWith('Parapet '))
        .map(({ name, of }) => [name.replace('Parapet ', ''), ...of.toSorted()].join(' ')),
    ),
    ...dashboardOf(template).flatMap(({ metrics }) =>
      metrics
        .filter(({ namespace }) => namespace === 'Parapet')
        .map(({ name, dimensions }) => nameOf(name, dimensions)),
    ),
  ];

  it('by alarms and the dashboard somebody writes', () => {
    for (const name of read) expect(listed()).toContain(name);
  });

  it('is all that is written: a metric that nobody reads is paid for nothing', () => {
    for (const name of listed()) expect(read).toContain(name);
  });
});

describe('what synth says of the price', () => {
  it('holds the prices that parapet cost has', () => {
    const { customMetric, alarmMetric } = prices;
    const [first, ...beyond] = monthlyPrice.metric;
    expect([first, ...beyond]).toEqual([{ from: 0, usd: customMetric.usd }, ...(customMetric.beyond ?? [])]);
    expect(monthlyPrice.alarmMetric).toBe(alarmMetric.usd);
    expect([customMetric.asOf, alarmMetric.asOf].some((day) => day.startsWith(monthlyPrice.asOf))).toBe(true);
  });

  it.each([
    [0, 0],
    [14, 4.2],
    [10_000, 3_000],
    [10_001, 3_000.1],
    [250_000, 27_000],
    [1_000_001, 64_500.02],
  ])('of %i metrics is $%d', (count, price) => {
    expect(priceOfMetrics(count)).toBeCloseTo(price, 6);
  });

  it('counts each metric that an alarm reads', () => {
    const stack = buildStack({}, stackName, rules);
    const all = alarmsOf(synthesize({}, stackName, rules));
    const metrics = all.reduce((sum, [, alarm]) => sum + metricsOf(alarm).length, 0);
    expect(countAlarms(stack)).toEqual({ alarms: all.length, metrics });
    expect(metrics).toBeGreaterThan(all.length);
    expect(countAlarms(new Stack(new App({ outdir: scratchFolder() }), 'Empty'))).toEqual({ alarms: 0, metrics: 0 });
  });

  it('is one line, and says what can be left out', () => {
    const stack = buildStack({}, stackName, rules);
    const { alarms, metrics } = countAlarms(stack);
    const price = (15 * 0.3 + metrics * 0.1).toFixed(2);
    expect(monthlyLine(stack, rules, true)).toBe(
      `Parapet: 15 custom metrics and ${alarms} alarms on ${metrics} metrics, about $${price} a month of CloudWatch ` +
        `($0.30 a metric, $0.10 a metric of an alarm, us-east-1, ${monthlyPrice.asOf}; an account has ten of each for nothing); ` +
        '-c guardrailMetrics=off leaves 6 metrics out',
    );
    expect(monthlyLine(stack, rules, false)).toMatch(/^Parapet: 9 custom metrics .*for nothing\)$/);
  });
});
