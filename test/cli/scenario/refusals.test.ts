import { describe, expect, it } from 'vitest';
import { testText } from '../../../cli/scenario/test-file.ts';
import { problemsOf, scenarioText } from './scenarios.ts';

const traffic = '00:00..00:10 100/min bank=icbc|ccb';
/** Where the second line under `events` stands. */
const LINE = 8;

const lines = new Map<string, readonly [line: string, column: number, message: string]>([
  ['a span that is none', ['0:05..00:09 1/min', 5, 'expected a span such as 00:00..00:30, got 0:05..00:09']],
  ['a time that no day has', ['00:00..24:30 1/min', 5, 'expected a span such as 00:00..00:30, got 00:00..24:30']],
  ['a span that ends before it begins', ['00:05..00:04 1/min', 5, 'expected a span that ends after it begins']],
  [
    'a rate of another unit',
    ['00:00..00:01 9/mins', 18, 'expected a rate such as 100/min, or where or set, got 9/mins'],
  ],
  ['a rate of none', ['00:00..00:01 0/min', 18, 'expected a rate above 0']],
  [
    'an outcome that is none',
    [
      '00:00..00:01 1/min outcome=faild:2%',
      32,
      'expected one of succeeded, failed, declined, timeout, cancelled, pending, got faild; did you mean failed?',
    ],
  ],
  [
    'a field that is misspelt',
    ['00:00..00:01 1/min outcom=failed', 24, 'expected a field or an attribute, got outcom; did you mean outcome?'],
  ],
  [
    'a field in other letters',
    ['00:00..00:01 1/min latencyms=5', 24, 'expected a field or an attribute, got latencyms; did you mean latencyMs?'],
  ],
  ['an id', ['00:00..00:01 1/min id=x', 24, 'expected no id: it is made up here; an explicit event can have one']],
  ['a field twice', ['00:00..00:01 1/min a=1 a=2', 28, 'expected a once, got it again']],
  ['a field without a value', ['00:00..00:01 1/min a=', 24, 'expected a field such as outcome=failed:2%, got a=']],
  [
    'a bar with nothing behind it',
    ['00:00..00:01 1/min a=x|', 28, 'expected a value such as icbc or m{1..50}, got nothing'],
  ],
  ['a range that is empty', ['00:00..00:01 1/min a=m{2..1}', 26, 'expected a range of 1 to 10000 values, got m{2..1}']],
  [
    'shares of some values',
    ['00:00..00:01 1/min a=x:2%|y', 26, 'expected a share of each value or of none, got x:2%|y'],
  ],
  [
    'shares and weights',
    ['00:00..00:01 1/min a=x:2%|y:3', 26, 'expected a share of each value or of none, got x:2%|y:3'],
  ],
  [
    'shares of more than all',
    ['00:00..00:01 1/min a=x:60%|y:50%', 26, 'expected shares of at most 100% together, got x:60%|y:50%'],
  ],
  [
    'shares that grow to more than all',
    ['00:00..00:01 1/min a=x:60%|y:1%..50%', 26, 'expected shares of at most 100% together, got x:60%|y:1%..50%'],
  ],
  ['weights of nothing', ['00:00..00:01 1/min a=x:0', 26, 'expected a weight above 0, got x:0']],
  ['a weight that rises', ['00:00..00:01 1/min a=x:2..5%', 26, 'expected a share such as 2%..8%, got 2..5%']],
  [
    'a number that is none',
    ['00:00..00:01 1/min latencyMs=fast', 34, 'expected a number such as 300, 300±20% or 300..900, got fast'],
  ],
  ['a delay that is none', ['00:00..00:01 1/min late=5', 29, 'expected a delay such as 5m or 0m..15m, got 5']],
  [
    'copies that are no number',
    ['00:00..00:01 1/min again=2', 30, 'expected a share such as 3% or a number such as 8x, got 2'],
  ],
  [
    'fraud that is neither',
    ['00:00..00:01 1/min fraud=maybe', 30, 'expected true, false or a share such as 1%, got maybe'],
  ],
  ['an arrival at no time', ['00:00..00:01 1/min arrives=soon', 32, 'expected a time such as 00:45, got soon']],
  [
    'conditions without a change',
    ['00:00..00:01 where bank=icbc', 33, 'expected set or drop after the conditions, got the end of the line'],
  ],
  [
    'a change without conditions',
    ['00:00..00:01 where set a=1', 24, 'expected a condition such as bank=icbc after where, got set'],
  ],
  [
    'a change of nothing',
    ['00:00..00:01 set', 21, 'expected a field such as outcome=failed:60%, got the end of the line'],
  ],
  ['more after drop', ['00:00..00:01 where bank=icbc drop all', 39, 'expected nothing after drop, got all']],
  ['a value that no event has', ['00:00..00:01 where bank=icb drop', 24, 'no event has bank=icb; did you mean icbc?']],
  ['an attribute that no event has', ['00:00..00:01 where bnk=icbc drop', 24, 'no event has bnk; did you mean bank?']],
  [
    'an explicit event at no time',
    ['{ at: 1:00, event: {} }', 11, 'at: expected a time such as 00:31 or 00:31:05, got "1:00"'],
  ],
  [
    'an explicit event of an unknown key',
    ['{ at: 00:01, evnt: {} }', 24, 'evnt: not a key that is known here; did you mean event?'],
  ],
]);

describe('a line that can’t be read is told with its column', () => {
  it.each([...lines])('%s', async (_, [line, column, message]) => {
    const problems = await problemsOf(scenarioText([traffic, line]));
    expect(problems.map((problem) => problem.replace(/events\[1\](\.|: )/, ''))).toContain(
      `${LINE}:${column}: ${message}`,
    );
  });

  it('also in quotes', async () => {
    expect(await problemsOf(scenarioText([traffic, '"00:00..00:01 1/min outcom=failed"']))).toEqual([
      `${LINE}:25: events[1]: expected a field or an attribute, got outcom; did you mean outcome?`,
    ]);
  });

  it('and of one that is folded over several, where it begins', async () => {
    const [problem] = await problemsOf(scenarioText([traffic, '>-\n    00:00..00:01 1/min\n    outcom=failed']));
    expect(problem).toMatch(/^8:5: events\[1\]: expected a field or an attribute, got outcom/);
  });

  it.each([
    ['6w 00:00..01:00 1/min', 'expected how far back, from 1w to 5w or 1d to 35d, such as 4w, got 6w'],
    ['00:00..01:00 1/min', 'expected how far back, from 1w to 5w or 1d to 35d, such as 4w, got 00:00..01:00'],
    ['1w 00:00..01:00 set a=1', 'expected a rate such as 100/min after the span, got none'],
    ['1w 23:00..1d 02:00 1/min', 'expected a span within a day'],
  ])('of history: %s', async (line, message) => {
    const [problem] = await problemsOf(scenarioText([traffic], { more: `history:\n  - ${line}` }));
    expect(problem?.replace(/^6:\d+: history\[0\]: /, '')).toBe(message);
  });
});

const checks = new Map<string, readonly [check: string, message: string]>([
  [
    'a guardrail that is not in the rules',
    [
      'at: 00:05, guardrail: failurs, state: ok',
      'expect[0].guardrail: expected a guardrail of the rules (failures, payments), got failurs; did you mean failures?',
    ],
  ],
  [
    'a group that no event can have',
    [
      'at: 00:05, guardrail: failures, group: bank=icb, state: ok',
      'expect[0].group: no event has bank=icb; did you mean icbc?',
    ],
  ],
  [
    'a group by which nothing is judged',
    [
      'at: 00:05, guardrail: failures, group: bnk=icbc, state: ok',
      'expect[0].group: failures is judged by bank, got bnk=icbc; did you mean bank?',
    ],
  ],
  [
    'a group of a guardrail without any',
    [
      'at: 00:05, guardrail: payments, group: bank=icbc, state: ok',
      'expect[0].group: payments has no groups, got bank=icbc',
    ],
  ],
  [
    'an unknown key',
    ['at: 00:05, guardrail: failures, sate: ok', 'expect[0].sate: not a key that is known here; did you mean state?'],
  ],
  [
    'a state that is none',
    [
      'at: 00:05, guardrail: failures, state: fring',
      'expect[0].state: expected one of ok, pending, firing, recovering, stale, got "fring"; did you mean firing?',
    ],
  ],
  [
    'nothing that is expected',
    [
      'at: 00:05, guardrail: failures',
      'expect[0].at: expected state, verdict, severity, reason or incident beside it, got none',
    ],
  ],
  [
    'messages of no kind',
    ['messages: 00:00..00:10', 'expect[0].messages: expected count, reasons or are beside it, got none'],
  ],
  [
    'a guardrail of messages that is not in the rules',
    [
      'quiet: 00:00..00:10, guardrail: payment',
      'expect[0].guardrail: expected a guardrail of the rules (failures, payments), got payment; did you mean payments?',
    ],
  ],
  [
    'no time',
    [
      'at: 5, guardrail: failures, state: ok',
      'expect[0].at: expected a time such as 00:33, or 1d 03:00 on the day after, got 5',
    ],
  ],
  [
    'two kinds at once',
    ['quiet: 00:00..00:10, at: 00:05', 'expect[0]: expected one of at, messages, quiet, by, got at and quiet'],
  ],
  [
    'another kind',
    [
      'bye: 00:05, opened: failures',
      'expect[0]: expected one of at, messages, quiet, by, got bye, opened; did you mean by?',
    ],
  ],
  [
    'no reason',
    ['by: 00:05', 'expect[0].by: expected one reason beside it, such as opened: with a guardrail, got none'],
  ],
  [
    'two reasons',
    [
      'by: 00:05, opened: failures, resolved: failures',
      'expect[0].by: expected one reason beside it, such as opened: with a guardrail, got opened and resolved',
    ],
  ],
  [
    'an opening of what is not there',
    ['by: 00:05, opened: x', 'expect[0].opened: expected a guardrail of the rules (failures, payments), got x'],
  ],
]);

describe('a check that can’t be made is an error, not one that holds', () => {
  it.each([...checks])('%s', async (_, [check, message]) => {
    const problems = await problemsOf(scenarioText([traffic], { expect: [check] }));
    expect(problems.map((problem) => problem.replace(/^\d+:\d+: /, ''))).toEqual([message]);
  });
});

describe('a file', () => {
  const files = new Map<string, readonly [text: string, problem: string]>([
    ['that is no YAML', ['a: [', '1:5: Flow sequence']],
    ['that is no mapping', ['x', '1:1: the file: expected a mapping, got text']],
    ['without checks', [scenarioText([traffic]).replace(/expect:[^]*/, ''), '1:1: expect: expected a list of checks']],
    [
      'with an empty list of them',
      [scenarioText([traffic]).replace(/expect:[^]*/, 'expect: []'), 'expected at least one check'],
    ],
    [
      'with an unknown key',
      [`${scenarioText([traffic])}evnts: []\n`, 'evnts: not a key that is known here; did you mean events?'],
    ],
    [
      'with rules in two places',
      [`${scenarioText([traffic])}rules: x.yaml\n`, 'rules: expected a path or guardrails, got both'],
    ],
    [
      'with rules that are wrong',
      [scenarioText([traffic]).replace('above: 15%', 'abve: 15%'), '3:91: guardrails[0].critical.abve'],
    ],
    [
      'whose rules are nowhere',
      [scenarioText([traffic]).replace(/guardrails:\n(.*\n){2}/, 'rules: nope.yaml\n'), 'got none at nope.yaml'],
    ],
  ]);

  it.each([...files])('%s is told as such', async (_, [text, problem]) => {
    expect((await problemsOf(text)).join('\n')).toContain(problem);
  });
});

describe('what only shows when the events are made is told by line', () => {
  it.each([
    [
      'an event that the API would refuse',
      '00:00..00:01 1/min amount=5',
      'an event of it would be refused: amount and currency: expected both or neither, got one',
    ],
    [
      'a change that changes nothing',
      '00:20..00:30 where bank=icbc drop',
      'expected to change an event, found none in its span',
    ],
    [
      'what arrives too late to be counted',
      '00:00..00:01 1/min arrives=2d 00:00',
      'expected events that arrive within 25h, got one of 00:00 at 2d 00:00',
    ],
  ])('%s', async (_, line, message) => {
    const { problems } = await testText(scenarioText([traffic, line]), 'scenario.yaml');
    expect(problems).toEqual([`scenario.yaml:${LINE}:5: ${message}`]);
  });
});
