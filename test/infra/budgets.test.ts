import { describe, expect, it } from 'vitest';
import { budgets } from '../../shared/budgets.ts';
import { hours, MS_PER_MINUTE } from '../../shared/core/units.ts';
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

  describe('those of a message on its way to a pager:', () => {
    const forwarding = synthesize({ subscriptions: [{ kind: 'pagerDuty', parameter: '/parapet/pagerduty' }] });
    const id = 'SubscriptionspagerDutyparapetpagerdutyForwarder';
    const of = (type: string, resource: string, property: string): number =>
      Number(properties(forwarding, type, `${id}${resource}`)[property]) * 1000;
    const timeLimit = of('AWS::Lambda::Function', 'Function', 'Timeout');

    it('the table, the secret, two posts, the secret again and two posts more end in time to set the wait', () => {
      const post = 2 * budgets.forwardRequestTimeout;
      expect(slowestCall + 2 * (slowestCall + post)).toBeLessThan(timeLimit - budgets.forwardReserve);
      expect(slowestCall).toBeLessThan(budgets.forwardReserve);
    });

    it('it stays hidden for six times the timeout of its function', () => {
      expect(of('AWS::SQS::Queue', 'Queue', 'VisibilityTimeout')).toBeGreaterThanOrEqual(6 * timeLimit);
    });

    it('all its tries end before SQS forgets it, those that were cut off too', () => {
      const slowest = Math.max(budgets.forwardLongestWait, budgets.forwardVisibility) + timeLimit;
      expect(budgets.forwardReceives * slowest).toBeLessThan(of('AWS::SQS::Queue', 'Queue', 'MessageRetentionPeriod'));
    });

    it('a wait is one that SQS takes', () => {
      expect(budgets.forwardLongestWait).toBeLessThanOrEqual(hours(12));
    });

    it('it is late only after the time that a tick may take to tell it', () => {
      expect(budgets.forwardLate).toBeGreaterThan(budgets.evaluateTimeout);
    });
  });
});
