import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateCheck } from '../../../cli/scenario/checks/evaluate.ts';
import { checkText } from '../../../cli/scenario/report/check-text.ts';
import type { Recording } from '../../../cli/scenario/recording.ts';
import { runScenario } from '../../../cli/scenario/run.ts';
import type { Scenario } from '../../../cli/scenario/scenario.ts';
import { aScenario, scenarioText } from './scenarios.ts';

/** Half of ICBC fails from 00:05 to 00:09. It is told at 00:06 and over at 00:25. */
const events = [
  '00:00..00:30 200/min outcome=failed:1% bank=icbc|ccb method=qr:7|card:3',
  '00:05..00:09 where bank=icbc set outcome=failed:60%',
];
const holds = [
  'at: 00:05, guardrail: failures, group: bank=icbc, state: ok, verdict: clear, incident: none',
  'at: 00:06, guardrail: failures, group: bank=icbc, state: firing, verdict: breach, severity: critical, incident: open',
  'at: 00:06, guardrail: failures, group: bank=icbc, reason: limit 15%',
  'at: 00:06, guardrail: failures, group: bank=icbc, reason: opened',
  'at: 00:06, guardrail: failures, group: bank=ccb, state: ok, verdict: clear',
  'at: 00:16, guardrail: failures, group: bank=icbc, state: recovering, verdict: clear, severity: critical',
  'at: 00:30, guardrail: failures, incident: none',
  'at: 00:30, guardrail: payments, verdict: clear, reason: (200/min)',
  'quiet: 00:00..00:05',
  'quiet: 00:06..00:20',
  'quiet: 00:00..00:30, guardrail: payments',
  'messages: 00:05..00:06, count: 1',
  'messages: 00:00..00:30, guardrail: payments, count: 0',
  'messages: 00:00..00:30, reasons: [opened, resolved]',
  'messages: 00:00..00:30, are: [{ reason: opened, naming: bank=icbc }, { reason: resolved, guardrail: failures }]',
  'by: 00:06, opened: failures, severity: critical, naming: bank=icbc',
  'by: 00:06, after: 00:05, opened: failures, text: { contains: ["Who:", bank=icbc] }',
  'by: 00:30, resolved: failures, subject: { contains: RESOLVED }, naming: nobody',
];
const misses = new Map<string, readonly [check: string, expected: string, got: string | RegExp]>([
  [
    'another state',
    ['at: 00:06, guardrail: failures, group: bank=icbc, state: pending', 'state pending', 'state firing'],
  ],
  [
    'another verdict',
    ['at: 00:05, guardrail: failures, group: bank=icbc, verdict: breach', 'verdict breach', 'verdict clear'],
  ],
  [
    'another severity',
    ['at: 00:06, guardrail: failures, group: bank=icbc, severity: warning', 'severity warning', 'severity critical'],
  ],
  ['an incident', ['at: 00:06, guardrail: failures, incident: none', 'incident none', 'incident open']],
  ['no incident', ['at: 00:05, guardrail: failures, incident: open', 'incident open', 'incident none']],
  [
    'another reason',
    [
      'at: 00:06, guardrail: failures, group: bank=icbc, reason: limit 20%',
      'a reason with "limit 20%"',
      /^\d+ of \d+ \(\d.*%\) from 00:0\d to 00:06, limit 15%, chance .*, asked 0.0001$/,
    ],
  ],
  ['a message in a quiet time', ['quiet: 00:05..00:06', 'no message in 00:05..00:06', '1 message']],
  [
    'a message of a guardrail in a quiet time',
    ['quiet: 00:00..00:30, guardrail: failures', 'no message of failures in 00:00..00:30', '2 messages'],
  ],
  ['another number', ['messages: 00:00..00:30, count: 1', '1 message', '2 messages']],
  ['other reasons', ['messages: 00:00..00:30, reasons: [opened]', 'opened', 'opened, resolved']],
  ['no messages', ['messages: 00:00..00:05, reasons: [opened]', 'opened', 'no message']],
  ['more messages', ['messages: 00:00..00:30, are: [{ reason: opened }]', '1 message', '2 messages']],
  [
    'messages of another kind',
    [
      'messages: 00:00..00:30, are: [{ reason: opened }, { reason: closed }]',
      'message 2 with reason closed',
      'reason resolved',
    ],
  ],
  [
    'a message that comes too late',
    [
      'by: 00:05, opened: failures',
      'failures opened by 00:05',
      /^it only at 00:06 opened, naming bank=icbc: CRITICAL /,
    ],
  ],
  ['a message that never comes', ['by: 00:30, stale: failures', 'failures stale by 00:30', 'no such message']],
  [
    'a message that comes too early',
    ['by: 00:30, after: 00:06, opened: failures', 'failures opened after 00:06 and by 00:30', 'no such message'],
  ],
  [
    'a message of a guardrail that is silent',
    ['by: 00:30, opened: payments', 'payments opened by 00:30', 'no such message'],
  ],
  [
    'a culprit where nobody is named',
    ['by: 00:30, resolved: failures, naming: bank=icbc', 'naming bank=icbc', 'naming nobody'],
  ],
  ['another culprit', ['by: 00:06, opened: failures, naming: bank=ccb', 'naming bank=ccb', 'naming bank=icbc']],
  [
    'a severity of a message',
    ['by: 00:06, opened: failures, severity: warning', 'severity warning', 'severity critical'],
  ],
  [
    'another subject',
    [
      'by: 00:06, opened: failures, subject: CRITICAL',
      'subject CRITICAL',
      /^CRITICAL failures: bank=icbc .*, limit 15%$/,
    ],
  ],
  [
    'a text without a part',
    ['by: 00:06, opened: failures, text: { contains: [bank, nowhere] }', 'text with "nowhere"', /^CRITICAL: failures/],
  ],
]);

/** Where the first check stands. */
const FIRST_LINE = 10;

let scenario: Scenario;
let recording: Recording;
beforeAll(async () => {
  const checks = [...holds, ...[...misses.values()].map(([check]) => check)];
  scenario = await aScenario(scenarioText(events, { expect: checks }));
  recording = await runScenario(scenario);
});

describe('a check holds', () => {
  it.each(holds.map((check, index) => [check, index] as const))('%s', (_, index) => {
    const check = scenario.checks[index];
    expect(check === undefined ? undefined : (evaluateCheck(check, scenario, recording)?.misses ?? [])).toEqual([]);
  });
});

describe('a check misses', () => {
  it.each([...misses].map(([name, [, expected, got]], index) => [name, index, expected, got] as const))(
    '%s',
    (_, index, expected, got) => {
      const check = scenario.checks[holds.length + index];
      const failure = check === undefined ? undefined : evaluateCheck(check, scenario, recording);
      expect(failure?.misses).toHaveLength(1);
      const [miss] = failure?.misses ?? [];
      expect(miss?.place.line).toBe(FIRST_LINE + holds.length + index);
      expect(miss?.expected).toBe(expected);
      const isAsExpected = typeof got === 'string' ? miss?.got === got : got.test(miss?.got ?? '');
      expect([miss?.got, isAsExpected]).toEqual([miss?.got, true]);
    },
  );

  it('in several ways, and each is told', async () => {
    const check = 'at: 00:06, guardrail: failures, group: bank=icbc, state: ok, verdict: clear';
    const twice = await aScenario(scenarioText(events, { expect: [check] }));
    const [only] = twice.checks;
    const failure = only === undefined ? undefined : evaluateCheck(only, twice, await runScenario(twice));
    expect(failure?.misses.map(({ place, expected, got }) => [place.column, expected, got])).toEqual([
      [64, 'state ok', 'state firing'],
      [77, 'verdict clear', 'verdict breach'],
    ]);
    expect(failure?.context).toEqual([
      expect.stringMatching(/^it was firing, breach: \d+ of \d+ \(.*%\) from 00:05 to 00:06, limit 15%, chance /),
      'the decision: opened',
      'messages until then:',
      expect.stringMatching(/^ {2}00:06 opened, naming bank=icbc: CRITICAL failures: bank=icbc .*%, limit 15%$/),
    ]);
  });
});

describe('a check in words', () => {
  it.each([
    [
      'at: 00:05, guardrail: failures, group: bank=icbc, state: ok, reason: x',
      'at 00:05 failures, bank=icbc: state ok, reason "x"',
    ],
    ['at: 1d 03:00, guardrail: failures, incident: open', 'at 1d 03:00 failures, overall: incident open'],
    ['quiet: 23:00..1d 00:00, guardrail: failures', 'quiet 23:00..1d 00:00 of failures'],
    ['messages: 00:00..00:10, count: 0', 'messages 00:00..00:10: 0'],
    ['messages: 00:00..00:10, reasons: [opened, resolved]', 'messages 00:00..00:10: opened, resolved'],
    [
      'messages: 00:00..00:10, are: [{ reason: opened, naming: nobody }, { reason: resolved }]',
      'messages 00:00..00:10: reason opened, naming nobody; reason resolved',
    ],
    [
      'by: 00:05, after: 00:04, opened: failures, subject: { contains: [a, b] }',
      'after 00:04 by 00:05 failures opened, subject with "a" and "b"',
    ],
    ['by: 00:05, opened: failures, text: "a\\nb\\n"', 'by 00:05 failures opened, text "a …"'],
  ])('%s', async (check, words) => {
    const [only] = (await aScenario(scenarioText(events, { expect: [check] }))).checks;
    expect(only === undefined ? undefined : checkText(only)).toBe(words);
  });
});

describe('what is seen at a tick', () => {
  it('of a group without any event is absent, and ok', async () => {
    const quiet = await aScenario(
      scenarioText(['00:00..00:10 10/min bank=icbc', '00:08..00:10 1/min bank=ccb'], {
        expect: ['at: 00:05, guardrail: failures, group: bank=ccb, verdict: absent, state: ok'],
      }),
    );
    const [check] = quiet.checks;
    expect(check === undefined ? check : evaluateCheck(check, quiet, await runScenario(quiet))).toBeUndefined();
  });

  it('of a plain comparison is a breach or clear, and inconclusive where there was too little to compare', async () => {
    const text = scenarioText(['00:00..00:03 2/min', '00:03..00:06 100/min', '00:06..00:10 100/min outcome=failed'], {
      expect: [
        'at: 00:02, guardrail: plain, verdict: inconclusive, reason: too few',
        'at: 00:06, guardrail: plain, verdict: clear',
        'at: 00:10, guardrail: plain, verdict: breach, severity: warning, reason: limit 5%',
      ],
    }).replace(
      / {2}- \{ id: payments.*/,
      '  - { id: plain, kind: rate, bad: { outcome: [failed] }, evidence: none, window: 2m, minEvents: 50, for: 30m, warning: { above: 5% } }',
    );
    const plain = await aScenario(text);
    const run = await runScenario(plain);
    expect(plain.checks.map((check) => evaluateCheck(check, plain, run)?.misses ?? [])).toEqual([[], [], []]);
  });
});
