import { describe, expect, it } from 'vitest';
import { properties, resources, synthesize, target } from './synth.ts';

const template = synthesize({}, 'Parapet-staging');
const alarm = (id: string) => properties(template, 'AWS::CloudWatch::Alarm', id);
const heartbeat = alarm('SelfWatchHeartbeat');
const setAside = alarm('SelfWatchNotificationSetAside');
const unreadable = alarm('SelfWatchUnreadableSegments');

describe('the heartbeat alarm', () => {
  it('sounds when five minutes have no heartbeat', () => {
    expect(heartbeat).toMatchObject({
      MetricName: 'Heartbeat',
      Statistic: 'Sum',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 5,
    });
  });

  it('takes silence for a breach, because a stopped evaluator writes no zeros', () => {
    expect(heartbeat['TreatMissingData']).toBe('breaching');
  });

  it('tells when the heart beats again', () => {
    expect((heartbeat['OKActions'] as unknown[]).map(target)).toEqual(['AlertsTopic']);
  });
});

describe('the alarm on notifications set aside', () => {
  it('sounds at the first', () => {
    expect(setAside).toMatchObject({
      MetricName: 'NotificationsSetAside',
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      Period: 60,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  it('never says that it is over: the notification stays unsent', () => {
    expect(setAside).not.toHaveProperty('OKActions');
  });
});

it('the alarm on segments that can not be read sounds at the first and says when it is over', () => {
  expect(unreadable).toMatchObject({
    MetricName: 'SegmentsUnreadable',
    Threshold: 0,
    TreatMissingData: 'notBreaching',
  });
  expect((unreadable['OKActions'] as unknown[]).map(target)).toEqual(['AlertsTopic']);
});

it('these are all alarms', () => {
  expect([...resources(template, 'AWS::CloudWatch::Alarm').keys()].sort()).toEqual([
    'SelfWatchHeartbeat',
    'SelfWatchNotificationSetAside',
    'SelfWatchUnreadableSegments',
  ]);
});

describe.each([
  ['heartbeat', heartbeat],
  ['notifications set aside', setAside],
  ['segments that can not be read', unreadable],
])('the alarm on %s', (_name, each) => {
  it('speaks to the topic', () => {
    expect((each['AlarmActions'] as unknown[]).map(target)).toEqual(['AlertsTopic']);
  });

  it('watches the metric of this stack only', () => {
    expect(each).toMatchObject({
      Namespace: 'Parapet',
      Dimensions: [
        { Name: 'service', Value: 'evaluate' },
        { Name: 'stack', Value: 'Parapet-staging' },
      ],
    });
  });

  it('names the function whose log to read', () => {
    expect(target(each['AlarmDescription'])).toMatch(/Read the log of the function EvaluatorFunction\.$/);
  });
});
