import { describe, expect, test } from 'vitest';
import { type Alert, differences, type Expected, isOf, readDelivery } from '../../e2e/alert.ts';

const members = [
  {
    group: '',
    severity: 'warning',
    from: '2026-03-02T09:01:00.000Z',
    to: '2026-03-02T09:03:00.000Z',
    bad: 3,
    total: 4,
  },
  {
    group: 'bank=icbc',
    severity: 'critical',
    from: '2026-03-02T09:01:00.000Z',
    to: '2026-03-02T09:03:00.000Z',
    bad: 2,
    total: 3,
  },
];
const parapet = {
  dedupKey: 'e2e-failures-20260302T0903Z#1',
  incident: 'e2e-failures-20260302T0903Z',
  reason: 'opened',
  status: 'firing',
  severity: 'critical',
  guardrail: { id: 'e2e-failures', name: 'End-to-end failures', kind: 'rate' },
  members,
};
const message = {
  AlarmName: 'parapet-e2e-failures',
  NewStateValue: 'ALARM',
  NewStateReason: 'End-to-end failures: bank=icbc 66.7%, limit 15%',
  parapet,
};
const attributes = {
  guardrail: 'e2e-failures',
  severity: 'critical',
  status: 'firing',
  reason: 'opened',
  dedupKey: 'e2e-failures-20260302T0903Z#1',
};

/** As SNS writes it to a queue. */
const delivered = (of: object, attributesOf: Readonly<Record<string, string>> = attributes): string =>
  JSON.stringify({
    Type: 'Notification',
    Message: JSON.stringify(of),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributesOf).map(([name, value]) => [name, { Type: 'String', Value: value }]),
    ),
  });

const sample = (id: string, time: string, bank: string, outcome: string) => ({
  id,
  time: `2026-03-02T09:0${time}.000Z`,
  outcome,
  attributes: { bank },
});
const expected: Expected = {
  guardrail: 'e2e-failures',
  group: 'bank=icbc',
  severity: 'critical',
  sent: [
    sample('before', '0:59', 'icbc', 'failed'),
    sample('a', '1:00', 'icbc', 'failed'),
    sample('b', '1:30', 'icbc', 'timeout'),
    sample('b', '1:30', 'icbc', 'timeout'),
    sample('c', '2:59', 'icbc', 'declined'),
    sample('d', '2:00', 'abc', 'failed'),
    sample('after', '3:00', 'icbc', 'failed'),
  ],
};

const read = (body: string): Alert => {
  const delivery = readDelivery(body);
  if ('other' in delivery) throw new Error(delivery.other);
  return delivery.alert;
};

describe('the alert', () => {
  test('is the one of this guardrail whose counts are those of what was sent, each event once', () => {
    expect(differences(read(delivered(message)), expected)).toEqual([]);
  });

  const others = new Map<string, [object, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'where it says that it is over',
      [
        { ...message, NewStateValue: 'OK', parapet: { ...parapet, status: 'resolved' } },
        { ...attributes, status: 'resolved' },
        ['parapet.status: expected firing, got resolved', 'NewStateValue: expected ALARM, got OK'],
      ],
    ],
    [
      'where its counts miss an event',
      [
        { ...message, parapet: { ...parapet, members: [{ ...members[1], bad: 1, total: 2 }] } },
        attributes,
        ['bad events of bank=icbc: expected 2, got 1', 'all events of bank=icbc: expected 3, got 2'],
      ],
    ],
    [
      'where it counts an event twice',
      [
        { ...message, parapet: { ...parapet, members: [{ ...members[1], total: 4 }] } },
        attributes,
        ['all events of bank=icbc: expected 3, got 4'],
      ],
    ],
    [
      'where it counts another member wrongly',
      [
        { ...message, parapet: { ...parapet, members: [{ ...members[0], total: 5 }, members[1]] } },
        attributes,
        ['all events of the whole guardrail: expected 4, got 5'],
      ],
    ],
    [
      'where it does not name the bank',
      [
        { ...message, parapet: { ...parapet, members: members.slice(0, 1) } },
        attributes,
        ['parapet.members: expected bank=icbc, got nothing', 'severity of bank=icbc: expected critical, got nothing'],
      ],
    ],
    [
      'where it is not the first of its incident',
      [
        { ...message, parapet: { ...parapet, reason: 'stale' } },
        { ...attributes, reason: 'stale' },
        ['parapet.reason: expected opened, got stale'],
      ],
    ],
    [
      'where it is of less severity',
      [
        { ...message, parapet: { ...parapet, severity: 'warning' } },
        { ...attributes, severity: 'warning' },
        ['parapet.severity: expected critical, got warning'],
      ],
    ],
    [
      'where its attributes say otherwise than it does, so that filter policies miss it',
      [message, { ...attributes, severity: 'warning' }, ['attribute severity: expected critical, got warning']],
    ],
  ]);
  test('is not one of another guardrail', () => {
    const other = { ...message, parapet: { ...parapet, guardrail: { id: 'approval' } } };
    expect([message, other].map((of) => isOf(read(delivered(of)), expected))).toEqual([true, false]);
  });

  test.each([...others])('is not right %s', (_, [of, attributesOf, wrong]) => {
    expect(differences(read(delivered(of, attributesOf)), expected)).toEqual(wrong);
  });
});

describe('what else is on the topic', () => {
  const others = new Map<string, [string, RegExp]>([
    [
      'an alarm of CloudWatch',
      [
        delivered({ AlarmName: 'x', NewStateValue: 'ALARM', NewStateReason: 'y' }),
        /no alert of a guardrail: .*AlarmName/,
      ],
    ],
    ['text', [JSON.stringify({ Type: 'Notification', Message: 'hello' }), /no alert of a guardrail: hello/]],
    ['no notification', ['{}', /no SNS notification: \{\}/]],
    ['no JSON', ['hello', /no SNS notification: hello/]],
  ]);
  test.each([...others])('is told apart: %s', (_, [body, words]) => {
    const delivery = readDelivery(body);
    expect('other' in delivery ? delivery.other : 'an alert').toMatch(words);
  });
});
