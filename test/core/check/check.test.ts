import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkRules } from '../../../shared/core/check/check.ts';
import { NOW } from '../../support/builders.ts';
import { aFile, good, linesOf } from './checking.ts';

const rate = (keys: string): string => aFile([`{ id: a, kind: rate, bad: { outcome: failed }, ${keys} }`]);
const latency = (keys: string): string => aFile([`{ id: a, kind: latency, percentile: 95, ${keys} }`]);
const objective = (keys: string): string => rate(`objective: 99%, ${keys}`);

describe('a file of guardrails', () => {
  it('of which nothing can be said has its rules', () => {
    const { findings, rules } = checkRules(aFile([good]), NOW);
    expect(findings).toEqual([]);
    expect(rules).toMatchObject({ guardrails: [{ id: 'a' }], silences: [] });
  });

  it('that this repository ships is one of these', () => {
    expect(linesOf(readFileSync('guardrails.yaml', 'utf8'))).toEqual([]);
  });

  it('with a warning has its rules all the same', () => {
    const over = 'silences: [{ why: x, by: y, from: 2026-01-01T00:00Z, until: 2026-01-02T00:00Z }]';
    const { findings, rules } = checkRules(aFile([good], over), NOW);
    expect(findings).toMatchObject([{ severity: 'warning', kind: 'silence-over' }]);
    expect(rules?.silences).toHaveLength(1);
  });

  it('with an error has none, though it loads', () => {
    const { findings, rules, read } = checkRules(aFile([good, good.replace('id: a', 'id: b')]), NOW);
    expect(findings).toMatchObject([{ severity: 'error', kind: 'same-meaning' }]);
    expect(rules).toBeUndefined();
    expect(read?.guardrails).toHaveLength(2);
  });

  it('is told from its beginning to its end, whatever is found', () => {
    const over = 'silences: [{ why: x, by: y, from: 2026-01-01T00:00Z, until: 2026-01-02T00:00Z }]';
    const byAmount = '{ id: c, kind: rate, bad: { outcome: failed }, by: [amount], critical: { above: 3% } }';
    const weaker = good.replace('id: a', 'id: b').replace('3%', '4%');
    expect(
      checkRules(`${over}\n${aFile([good, weaker, byAmount])}`, NOW).findings.map(({ line, kind }) => [line, kind]),
    ).toEqual([
      [1, 'silence-over'],
      [4, 'says-nothing-new'],
      [5, 'no-groups'],
    ]);
  });
});

describe('what the loader refuses the check says in its words:', () => {
  const cases = new Map<string, readonly [text: string, lines: readonly string[]]>([
    [
      'no YAML',
      [
        'guardrails: [',
        ['g.yaml:1:14: Flow sequence in block collection must be sufficiently indented and end with a ]'],
      ],
    ],
    [
      'a key misspelt',
      [
        rate('criticle: { above: 3% }'),
        ['g.yaml:2:62: guardrails[0].criticle: not a key that is known here; did you mean critical?'],
      ],
    ],
    [
      'a kind misspelt',
      [
        aFile(['{ id: a, kind: latncy }']),
        [
          'g.yaml:2:20: guardrails[0].kind: expected one of rate, latency, volume, monthly, got "latncy"; did you mean latency?',
        ],
      ],
    ],
    [
      'an outcome misspelt',
      [
        aFile(['{ id: a, kind: rate, bad: { outcome: faild }, critical: { above: 3% } }']),
        [
          'g.yaml:2:42: guardrails[0].bad.outcome: expected one of succeeded, failed, declined, timeout, cancelled, pending, got "faild"; did you mean failed?',
        ],
      ],
    ],
    [
      'a scheme misspelt',
      [
        aFile(['{ id: a, kind: monthly, preset: visa-vmp }']),
        [
          'g.yaml:2:37: guardrails[0].preset: expected one of visa-vamp, mastercard-ecm, mastercard-efm, got "visa-vmp"; did you mean visa-vamp?',
        ],
      ],
    ],
    [
      'a time zone misspelt',
      [
        rate('baseline: { timezone: Asia/Shangai }, critical: { above: 2x baseline }'),
        [
          'g.yaml:2:74: guardrails[0].baseline.timezone: expected a time zone such as Asia/Shanghai, got "Asia/Shangai"; did you mean Asia/Shanghai?',
        ],
      ],
    ],
    [
      'a day misspelt',
      [
        aFile(
          [good],
          'silences: [{ why: x, by: y, weekly: { days: [sum], from: 02:00, until: 04:00, timezone: UTC } }]',
        ),
        [
          'g.yaml:3:46: silences[0].weekly.days[0]: expected days among mon, tue, wed, thu, fri, sat, sun, got "sum"; did you mean sun?',
        ],
      ],
    ],
    [
      'a silence of a guardrail misspelt',
      [
        aFile(
          [good.replace('id: a', 'id: cards')],
          'silences: [{ why: x, by: y, guardrails: [crads], from: 2026-04-01T00:00Z, until: 2026-04-02T00:00Z }]',
        ),
        [
          'g.yaml:3:42: silences[0].guardrails[0]: expected the id of a guardrail of this file, got crads; did you mean cards?',
        ],
      ],
    ],
    [
      'a threshold of more than all',
      [
        rate('critical: { above: 300% }'),
        [
          'g.yaml:2:71: guardrails[0].critical.above: expected a limit such as 3% (rate), 800ms (latency), 20/min (volume) or 2x baseline, got "300%"',
        ],
      ],
    ],
    [
      'a threshold of a latency that no event can reach',
      [
        latency('critical: { above: 11m }'),
        ['g.yaml:2:64: guardrails[0].critical.above: expected a duration below 10m, got 11m: no event can be slower'],
      ],
    ],
    [
      'a warning beyond critical',
      [
        rate('warning: { above: 9% }, critical: { above: 3% }'),
        ['g.yaml:2:95: guardrails[0].critical.above: expected a limit worse than that of warning (9%), got 3%'],
      ],
    ],
    [
      'a warning beyond critical of a limit from below',
      [
        rate('warning: { below: 80% }, critical: { below: 90% }'),
        ['g.yaml:2:96: guardrails[0].critical.below: expected a limit worse than that of warning (80%), got 90%'],
      ],
    ],
    [
      'a recovery on the wrong side',
      [
        rate('critical: { above: 3% }, recover: 5%'),
        ['g.yaml:2:86: guardrails[0].recover: expected a limit on the good side of 3%, got 5%'],
      ],
    ],
    [
      'a burn rate that can never be reached',
      [
        objective('burn: { critical: [{ factor: 144, long: 1h, short: 5m }] }'),
        [
          'g.yaml:2:97: guardrails[0].burn.critical[0].factor: expected a factor below 100, or an objective of more than 99.306%, got 144: with 99% all events failing burns 100 times the budget',
        ],
      ],
    ],
    [
      'a promise so low that no standard burn rate can be reached',
      [
        rate('objective: 90%'),
        [
          'g.yaml:2:63: guardrails[0].objective: expected more than 93.06%, or burn: with factors below 10, got 90%: a burn rate of 14.4 can never be reached where all events failing burns 10 times the budget',
        ],
      ],
    ],
    [
      'a silence without an end',
      [
        aFile([good], 'silences: [{ why: x, by: y, from: 2026-04-01T00:00Z }]'),
        ['g.yaml:3:12: silences[0]: expected from and until, or weekly: a silence without an end would last for ever'],
      ],
    ],
    [
      'a silence of a year',
      [
        aFile([good], 'silences: [{ why: x, by: y, from: 2026-04-01T00:00Z, until: 2027-04-01T00:00Z }]'),
        [
          'g.yaml:3:61: silences[0].until: expected a time at most 30 days after from (2026-04-01T00:00Z), got 2027-04-01T00:00Z',
        ],
      ],
    ],
    [
      'a volume that is expected in no time',
      [
        rate('critical: { above: 3% }, expects: 20'),
        ['g.yaml:2:86: guardrails[0].expects: expected events in a time such as 20/min, 5/h or 20/d, got 20'],
      ],
    ],
  ]);
  it.each([...cases])('%s', (_, [text, lines]) => {
    expect(linesOf(text)).toEqual(lines);
    expect(checkRules(text, NOW).findings.map(({ kind, severity }) => [kind, severity])).toEqual(
      lines.map(() => ['refused', 'error']),
    );
  });
});
