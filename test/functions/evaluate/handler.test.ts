import type { Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import { evaluateHandler } from '../../../functions/evaluate/handler.ts';
import { tickOf } from '../../../functions/evaluate/tick-event.ts';
import { NOW } from '../../support/builders.ts';
import { captureLogs } from '../../support/logs.ts';
import { at, aWorld, brittle } from '../../support/world.ts';
import { metricLines } from '../emf.ts';

vi.hoisted(() => (process.env['POWERTOOLS_METRICS_DISABLED'] = 'false'));

const context = { functionName: 'evaluate', awsRequestId: 'request', memoryLimitInMB: '1769' } as Context;
const event = { scheduledTime: '2026-03-02T09:00:00Z' };

describe('evaluate', () => {
  it('judges the minute that it was scheduled for', async () => {
    const report = await evaluateHandler(aWorld().deps)(event, context);
    expect(report).toMatchObject({ status: 'done', tick: NOW, decisions: { 'payment-failures': 'no incident' } });
  });

  it('refuses an event without a scheduled time, and says where one comes from', async () => {
    expect(() => tickOf({ scheduledTime: 'now' })).toThrow('expected an ISO 8601 time from the schedule');
    await expect(evaluateHandler(aWorld().deps)({ scheduledTime: '' }, context)).rejects.toThrow('scheduledTime');
  });

  it('beats outside for a tick that judged everything, and for no other', async () => {
    let beats = 0;
    const beat = async (): Promise<void> => void beats++;
    const world = aWorld();
    for (let minute = -3; minute < 0; minute++) await world.traffic(minute, 80, 100);
    const failing = {
      ...world.deps,
      incidents: brittle(world.incidents, (_, method) => (method === 'save' ? 'before' : undefined)),
    };
    expect(await evaluateHandler(failing, { beat })(event, context)).toMatchObject({
      status: 'done',
      failures: [{ guardrail: 'payment-failures' }],
    });
    expect(beats).toBe(0);
    const next = { ...world.deps, clock: { now: () => at(1) } };
    await evaluateHandler(next, { beat })({ scheduledTime: '2026-03-02T09:01:00Z' }, context);
    expect(beats).toBe(1);
    await evaluateHandler(next, { beat })({ scheduledTime: '2026-03-02T09:01:00Z' }, context);
    expect(beats).toBe(1);
  });

  it('tells values of guardrails and the subscriptions beside a tick that was done, and of no other', async () => {
    const logged = captureLogs();
    const world = aWorld();
    for (let minute = -5; minute < 0; minute++) await world.traffic(minute, 4, 100);
    const watched: number[] = [];
    const asides = { drawsGuardrails: true, watchSubscriptions: async (tick: number) => void watched.push(tick) };
    const handler = evaluateHandler(world.deps, asides);
    await handler(event, context);
    await handler(event, context);
    const values = metricLines(logged()).filter(({ dimensions }) => dimensions['guardrail'] !== undefined);
    expect(values).toEqual([
      {
        namespace: 'Parapet',
        dimensions: { stack: 'local', guardrail: 'payment-failures' },
        values: { GuardrailValue: 4 },
        units: { GuardrailValue: 'Percent' },
      },
    ]);
    expect(watched).toEqual([NOW]);
  });

  it('tells none of it unless it is asked to', async () => {
    const logged = captureLogs();
    const world = aWorld();
    await world.traffic(-1, 4, 100);
    await evaluateHandler(world.deps)(event, context);
    expect(metricLines(logged()).map(({ dimensions }) => dimensions)).toEqual([
      { service: 'evaluate', stack: 'local' },
    ]);
  });
});
