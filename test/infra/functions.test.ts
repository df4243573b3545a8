import { describe, expect, it } from 'vitest';
import { properties, resource, resources, synthesize, target } from './synth.ts';

const template = synthesize();
const ids = ['EvaluatorFunction', 'HttpIngestFunction', 'QueueIngestFunction'] as const;
const functionOf = (id: string, from = template) => properties(from, 'AWS::Lambda::Function', id);
const environment = (id: string) => (functionOf(id)['Environment'] as { Variables: Record<string, unknown> }).Variables;

it('there are three functions', () => {
  expect([...resources(template, 'AWS::Lambda::Function').keys()].sort()).toEqual([...ids]);
});

describe.each(ids)('%s', (id) => {
  it('runs on arm64', () => {
    expect(functionOf(id)['Architectures']).toEqual(['arm64']);
  });

  it('runs on Node 24', () => {
    expect(functionOf(id)['Runtime']).toBe('nodejs24.x');
  });

  it('keeps its log for 30 days', () => {
    const { LogGroup } = functionOf(id)['LoggingConfig'] as { LogGroup: unknown };
    expect(properties(template, 'AWS::Logs::LogGroup', target(LogGroup))['RetentionInDays']).toBe(30);
  });

  it('knows the table and the name of its stack', () => {
    expect(environment(id)).toMatchObject({
      TABLE_NAME: { Ref: expect.stringMatching(/^StoreTable/) },
      STACK_NAME: 'Parapet',
    });
  });

  it('has no name of its own, so that a second stack can stand beside the first', () => {
    expect(functionOf(id)).not.toHaveProperty('FunctionName');
  });
});

it.each([
  ['EvaluatorFunction', 'evaluate'],
  ['HttpIngestFunction', 'ingest-http'],
  ['QueueIngestFunction', 'ingest-queue'],
])('%s writes its metrics as the service %s in the namespace Parapet', (id, service) => {
  expect(environment(id)).toMatchObject({
    POWERTOOLS_SERVICE_NAME: service,
    POWERTOOLS_METRICS_NAMESPACE: 'Parapet',
  });
});

it.each([
  ['EvaluatorFunction', 50, 1769],
  ['HttpIngestFunction', 10, 512],
  ['QueueIngestFunction', 10, 512],
])('%s has %i s and %i MB', (id, timeout, memory) => {
  expect(functionOf(id)).toMatchObject({ Timeout: timeout, MemorySize: memory });
});

describe('reserved concurrency', () => {
  it.each([
    ['EvaluatorFunction', 1],
    ['HttpIngestFunction', 50],
    ['QueueIngestFunction', 5],
  ])('of %s is %i', (id, reserved) => {
    expect(functionOf(id)['ReservedConcurrentExecutions']).toBe(reserved);
  });

  it('is nowhere when it is off', () => {
    const off = synthesize({ reserveConcurrency: false });
    for (const id of ids) expect(functionOf(id, off)).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('of all functions fits beside the 100 that an account of 1 000 must leave free', () => {
    const reserved = ids.map((id) => Number(functionOf(id)['ReservedConcurrentExecutions']));
    expect(reserved.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(900);
  });
});

it.each(['HttpIngestFunction', 'QueueIngestFunction'])(
  '%s is deployed after evaluate, which reads what it writes',
  (id) => {
    const { DependsOn } = resource(template, 'AWS::Lambda::Function', id);
    expect(DependsOn?.map((each) => target({ Ref: each }))).toContain('EvaluatorFunction');
  },
);
