import { describe, expect, it } from 'vitest';
import { budgets } from '../../shared/budgets.ts';
import { MS_PER_MINUTE } from '../../shared/core/units.ts';
import { properties, synthesize } from './synth.ts';

const template = synthesize();
const seconds = (type: string, id: string, property: string): number =>
  Number(properties(template, type, id)[property]);
const timeout = (id: string): number => seconds('AWS::Lambda::Function', id, 'Timeout') * 1000;
const slowestCall = budgets.sdkAttempts * (budgets.sdkConnectTimeout + budgets.sdkRequestTimeout);

describe('budgets fit into each other:', () => {
  it.each(['HttpIngestFunction', 'QueueIngestFunction'])('all attempts of a call end before %s must answer', (id) => {
    expect(slowestCall).toBeLessThan(timeout(id) - budgets.ingestReserve);
  });

  it('evaluate has time for several slow calls', () => {
    expect(slowestCall * 3).toBeLessThan(timeout('EvaluatorFunction'));
  });

  it('evaluate ends before the next tick', () => {
    expect(timeout('EvaluatorFunction')).toBeLessThan(MS_PER_MINUTE);
  });

  it('a message stays hidden for six times the timeout of its function, as AWS asks', () => {
    const visibility = seconds('AWS::SQS::Queue', 'QueueIngestQueue', 'VisibilityTimeout') * 1000;
    expect(visibility).toBeGreaterThanOrEqual(6 * timeout('QueueIngestFunction'));
  });

  it('ingest answers before the 30 s of an HTTP API are over', () => {
    expect(timeout('HttpIngestFunction')).toBeLessThan(30_000);
  });
});
