import { describe, expect, it } from 'vitest';
import { properties, resources, synthesize, target } from './synth.ts';

const template = synthesize();
const stage = properties(template, 'AWS::ApiGatewayV2::Stage', 'HttpIngestStage');
const accessLog = stage['AccessLogSettings'] as { DestinationArn: unknown; Format: string };

it('the only route is POST /v1/events, for signed requests', () => {
  expect([...resources(template, 'AWS::ApiGatewayV2::Route').values()].map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({ RouteKey: 'POST /v1/events', AuthorizationType: 'AWS_IAM' }),
  ]);
});

it('only this API may invoke ingest-http', () => {
  const permissions = [...resources(template, 'AWS::Lambda::Permission').values()].map(({ Properties }) => Properties);
  expect(permissions).toHaveLength(1);
  expect(permissions[0]).toMatchObject({ Principal: 'apigateway.amazonaws.com', Action: 'lambda:InvokeFunction' });
  expect(target(permissions[0]?.['FunctionName'])).toBe('HttpIngestFunction');
  expect(target(permissions[0]?.['SourceArn'])).toMatch(/:execute-api:.*:HttpIngestApi\/\*\/\*\/v1\/events$/);
});

describe('the stage', () => {
  it('is the default one, so that the path begins with /v1', () => {
    expect(stage['StageName']).toBe('$default');
  });

  it('is throttled', () => {
    expect(stage['DefaultRouteSettings']).toEqual({ ThrottlingRateLimit: 500, ThrottlingBurstLimit: 50 });
  });

  it('lets through no more at once than Lambda may run', () => {
    const { ReservedConcurrentExecutions } = properties(template, 'AWS::Lambda::Function', 'HttpIngestFunction');
    const { ThrottlingBurstLimit } = stage['DefaultRouteSettings'] as { ThrottlingBurstLimit: number };
    expect(ThrottlingBurstLimit).toBeLessThanOrEqual(Number(ReservedConcurrentExecutions));
  });
});

describe('the access log', () => {
  it('is kept for 30 days', () => {
    const log = properties(template, 'AWS::Logs::LogGroup', target(accessLog.DestinationArn));
    expect(log['RetentionInDays']).toBe(30);
  });

  it('is JSON and holds nothing of a body, a header or a query', () => {
    const fields = Object.values(JSON.parse(accessLog.Format) as Record<string, string>);
    expect(fields.toSorted()).toEqual([
      '$context.error.message',
      '$context.identity.userArn',
      '$context.integration.status',
      '$context.integrationErrorMessage',
      '$context.integrationLatency',
      '$context.requestId',
      '$context.requestTime',
      '$context.responseLatency',
      '$context.responseLength',
      '$context.routeKey',
      '$context.status',
    ]);
  });
});
