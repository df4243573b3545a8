import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { vocabularyOf } from '../../../cli/import/options.ts';
import { importPrometheus, type Result } from '../../../cli/import/prometheus.ts';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';
import { simulate } from '../../support/simulate.ts';

const words = vocabularyOf([], []);
const read = (text: string): Result => importPrometheus(text, 'rules.yml', words);
const fixture = (name: string): Result => read(readFileSync(`test/cli/import/${name}`, 'utf8'));
const load = ({ text }: Result) => {
  const loaded = loadGuardrails(text, 'guardrails.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.guardrails;
};

const failing = (limit: number, from = 'payments_total'): string =>
  `sum(rate(${from}{outcome="failed"}[5m])) / sum(rate(${from}[5m])) > ${limit}`;
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
const aRule = (overrides: Partial<Rule> = {}): Rule => ({
  alert: 'PaymentErrors',
  expr: failing(0.05),
  labels: { severity: 'critical' },
  ...overrides,
});
const ofRules = (...rules: readonly Rule[]): Result => read(JSON.stringify({ groups: [{ name: 'g', rules }] }));
const guardrails = (result: Result) => result.imported.map(({ guardrail }) => guardrail);

describe('rules as they are found', () => {
  it('are each translated, with what they say of their readers, or named with the reason', () => {
    const { imported, skipped, records } = fixture('rules.yml');
    expect(
      imported.map(({ id, alerts }) => `${id}: ${alerts.map(({ name, line }) => `${name} ${line}`).join(', ')}`),
    ).toEqual([
      'payment-failure-rate: PaymentFailureRateWarning 9, PaymentFailureRateCritical 22',
      'checkout-latency-high: CheckoutLatencyHigh 34',
      'checkout5xx: Checkout5xx 39',
      'no-payments: NoPayments 43',
      'low-payment-volume: LowPaymentVolume 48',
      'approval-low: ApprovalLow 52',
      'fraud-by-merchant: FraudByMerchant 58',
    ]);
    expect(skipped.map(({ alert }) => `${alert.name} ${alert.line}`)).toEqual([
      'PaymentsAbsent 62',
      'VolumeBelowLastWeek 66',
      'RecordedErrors 69',
      'QueueGrows 72',
      'PodRestarts 75',
      'ErrorBudgetBurn 78',
    ]);
    expect(records).toBe(1);
  });

  it.each(['rules.yml', 'prometheus-rule.yml'])('load as guardrails, from %s', (name) => {
    const result = fixture(name);
    const loaded = load(result);
    expect(loaded.map(({ id }) => id)).toEqual(result.imported.map(({ id }) => id));
    expect(loaded.filter(({ evidence }) => evidence.kind !== 'none')).toEqual([]);
  });

  it('are found below the spec of a PrometheusRule, in several documents and in lists', () => {
    expect(fixture('prometheus-rule.yml').imported.map(({ id, alerts }) => [id, alerts[0]?.line])).toEqual([
      ['payouts-failing', 8],
      ['transfers-slow', 20],
    ]);
  });

  it('keep what they hold, and for whom they are', () => {
    expect(guardrails(fixture('rules.yml'))[0]).toEqual({
      id: 'payment-failure-rate',
      name: 'PaymentFailureRate',
      description: 'Payments of a bank fail',
      owner: 'payments',
      runbook: 'https://runbooks.example.com/payment-failures',
      kind: 'rate',
      bad: { outcome: 'failed' },
      by: ['bank'],
      evidence: 'none',
      window: '5m',
      for: '10m',
      keepFiringFor: '5m',
      warning: { above: '5%' },
      critical: { above: '15%' },
    });
  });
});

describe('two alerts that differ only in threshold and severity are two levels of one guardrail', () => {
  const warning = aRule({ alert: 'PaymentErrorsWarning', labels: { severity: 'warning' } });
  const critical = aRule({ alert: 'PaymentErrorsCritical', expr: failing(0.15) });

  it.each([
    ['the warning first', [warning, critical]],
    ['the critical one first', [critical, warning]],
  ])('%s', (_, rules) => {
    expect(guardrails(ofRules(...rules))).toEqual([
      expect.objectContaining({ id: 'payment-errors', warning: { above: '5%' }, critical: { above: '15%' } }),
    ]);
  });

  it.each<[string, Rule]>([
    ['one is held longer', { ...warning, for: '10m' }],
    ['one counts something else', { ...warning, expr: failing(0.05, 'payouts_total') }],
    ['one looks at another window', { ...warning, expr: failing(0.05).replaceAll('5m', '10m') }],
    ['both are as severe', { ...warning, labels: { severity: 'critical' } }],
    ['the warning comes after the critical one', { ...warning, expr: failing(0.2) }],
    ['both have one limit', { ...warning, expr: failing(0.15) }],
  ])('but not where %s', (_, other) => {
    const result = ofRules(other, critical);
    expect(result.imported.map(({ alerts }) => alerts.length)).toEqual([1, 1]);
    expect(load(result)).toHaveLength(2);
  });

  it.each<[string, Rule, string]>([
    ['critical', { ...critical, expr: failing(0.5) }, 'payment-errors-critical'],
    ['a warning', { ...warning, expr: failing(0.1) }, 'payment-errors-warning'],
  ])('and a third one that is %s is a guardrail of its own', (_, third, id) => {
    const result = ofRules(warning, critical, third);
    expect(load(result).map(({ id: each, levels }) => [each, levels.length])).toEqual([
      ['payment-errors', 2],
      [id, 1],
    ]);
  });
});

describe('of an alert', () => {
  it.each<[string, Partial<Rule>, object]>([
    [
      'a severity by another word is critical or a warning',
      { labels: { severity: 'page' } },
      { critical: { above: '5%' } },
    ],
    ['a ticket is a warning', { labels: { severity: 'ticket' } }, { warning: { above: '5%' } }],
    ['a priority is one of both', { labels: { severity: 'P3' } }, { warning: { above: '5%' } }],
    ['no severity is critical', { labels: {} }, { critical: { above: '5%' } }],
    [
      'a name becomes an id',
      { alert: '5xx: Über-Errors  (EU)' },
      { id: 'alert-5xx-ber-errors-eu', name: '5xx: Über-Errors  (EU)' },
    ],
    ['a hold of no time is none', { for: '0s', keep_firing_for: '1h30m' }, { keepFiringFor: '90m' }],
    ['a hold in seconds stays', { for: '90s' }, { for: '90s' }],
    [
      'a description without templates is taken',
      { annotations: { summary: '{{ $value }}', description: 'what\n  to do' } },
      { description: 'what to do' },
    ],
  ])('%s', (_, overrides, keys) => {
    const result = ofRules(aRule(overrides));
    expect(guardrails(result)[0]).toMatchObject(keys);
    expect(load(result)).toHaveLength(1);
  });

  it.each<[string, Partial<Rule>, string]>([
    [
      'templates',
      { annotations: { summary: '{{ $value }}' } },
      'the annotations are left out: they are templates, and messages say the numbers themselves',
    ],
    [
      'a runbook without an address',
      { annotations: { runbook_url: 'wiki/pay' } },
      'the runbook is left out: it is no plain http or https address',
    ],
    ['a missing severity', { labels: {} }, 'it has no label severity and is taken for critical'],
    ['a severity that is guessed', { labels: { severity: 'info' } }, 'severity info is taken for warning'],
    ['a severity that nobody knows', { labels: { severity: 'blue' } }, 'severity blue is taken for critical'],
  ])('%s: what is left out or guessed is said', (_, overrides, check) => {
    expect(ofRules(aRule(overrides)).imported[0]?.checks).toContain(check);
  });

  it.each<[string, Partial<Rule>, RegExp]>([
    ['a hold that is no time', { for: 'soon' }, /^expected a duration such as 10m, got for: soon/],
    ['a hold of days', { keep_firing_for: '2d' }, /^held for 2d; a limit is held for a day at most/],
  ])('%s is no guardrail', (_, overrides, reason) => {
    expect(ofRules(aRule(overrides)).skipped[0]?.reason).toMatch(reason);
  });

  it('values may have the signs of YAML in them', () => {
    const values = ['a, b', 'c: d', '] }', "it's", '# e', '*f', 'null', ' g '];
    const regex = values.map((value) => value.replaceAll(/[*\]}]/g, '\\\\$&')).join('|');
    const expr = `sum(rate(payments_total{shop=~"(${regex})"}[5m])) > 1`;
    const result = ofRules(aRule({ expr }));
    expect(load(result)[0]?.metrics[0]?.of.find(({ field }) => field === 'shop')?.anyOf).toEqual(
      values.map((value) => ({ kind: 'equals', value })),
    );
  });

  it('alerts of one name get ids of their own', () => {
    const result = ofRules(aRule(), aRule({ expr: failing(0.1, 'payouts_total') }), aRule({ expr: failing(0.2) }));
    expect(load(result).map(({ id }) => id)).toEqual(['payment-errors', 'payment-errors-2', 'payment-errors-3']);
  });
});

describe('a file is refused', () => {
  it.each<[string, string, RegExp]>([
    ['that is no YAML', 'groups: [', /^rules\.yml:\d+: expected YAML: /],
    [
      'that is a chart',
      '{{- if .Values.on }}\ngroups: []\n{{- end }}',
      /^rules\.yml:\d: expected YAML: .*a Helm chart is rendered first, with helm template/s,
    ],
    [
      'that has other things in it',
      'scrape_configs: []\nglobal: {}',
      /^rules\.yml: expected groups: with rules, .* got a mapping of scrape_configs, global$/,
    ],
    ['that has a list in it', '- alert: A', /got a list$/],
    ['that is empty', '', /got nothing$/],
    ['whose groups are empty', 'groups: [{ name: a, rules: [] }]', /got a mapping of groups$/],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('an alert fires', () => {
  it('in the minute in which Prometheus would fire it, and is over when Prometheus ends it', () => {
    const [guardrail] = load(ofRules(aRule({ for: '3m', keep_firing_for: '4m' })));
    if (guardrail === undefined) throw new Error('expected a guardrail');
    // A fifth of 100 fails from minute 10 to 29: over five minutes more than 5 % in minutes 11 to 33.
    const bad = (minute: number): number => (minute >= 10 && minute < 30 ? 20 : 0);
    const share = (now: number): number => [1, 2, 3, 4, 5].reduce((sum, back) => sum + bad(now - back), 0) / 500;
    const isActive = (now: number): boolean => share(now) > 0.05;
    const minutes = Array.from({ length: 60 }, (_, minute) => minute);
    const fires = minutes.find((now) => [0, 1, 2, 3].every((back) => isActive(now - back)));
    const ends = minutes.find((now) => now > (fires ?? 0) && [0, 1, 2, 3, 4].every((back) => !isActive(now - back)));
    const { said } = simulate(guardrail, 60, (minute) => [bad(minute), 100]);
    expect(said).toEqual([
      { at: fires, reason: 'opened' },
      { at: ends, reason: 'resolved' },
    ]);
  });
});

describe('whatever is in a file of rules', () => {
  const mostly = <Value>(usual: fc.Arbitrary<Value>, odd: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
    fc.oneof({ arbitrary: usual, weight: 6 }, { arbitrary: odd, weight: 1 });
  const label = mostly(
    fc.constantFrom('bank', 'payment_method', 'job', 'instance', 'shop'),
    fc.constantFrom('outcome', 'code', 'le', '_x', 'type'),
  );
  const value = mostly(fc.constantFrom('failed', 'a|b', 'x.*', '', '12', 'true'), fc.string({ maxLength: 6 }));
  const matcher = fc
    .tuple(label, fc.constantFrom('=', '!=', '=~', '!~'), value)
    .map(([name, operator, text]) => `${name}${operator}${JSON.stringify(text)}`);
  const selector = fc
    .tuple(
      mostly(
        fc.constantFrom('payments_total', 'payment_seconds_bucket'),
        fc.constantFrom('payment_errors_total', 'up'),
      ),
      fc.array(matcher, { maxLength: 2 }),
      fc.array(label, { maxLength: 2 }),
      mostly(fc.constant('rate'), fc.constantFrom('increase', 'irate')),
      mostly(fc.constantFrom('5m', '1h'), fc.constantFrom('30s', '2h', '90s')),
    )
    .map(([metric, matchers, by, call, range]) => (more: readonly string[], labels: readonly string[] = []) => {
      const inside = [...matchers, ...more].join(',');
      return `sum by (${[...by, ...labels].join(',')}) (${call}(${metric}{${inside}}[${range}]))`;
    });
  const limit = mostly(fc.double({ min: 0.001, max: 0.99, noNaN: true }), fc.constantFrom(0, -1, 5, 1e9));
  const expr = mostly(
    fc.oneof(
      fc.tuple(selector, limit).map(([sum, above]) => `${sum(['outcome="failed"'])} / ${sum([])} > ${above}`),
      fc.tuple(selector, limit).map(([sum, below]) => `60 * ${sum([])} < ${below}`),
      fc.tuple(selector, limit).map(([sum, above]) => `histogram_quantile(0.95, ${sum([], ['le'])}) >= ${above}`),
    ),
    fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.tuple(selector, selector, limit).map(([a, b, above]) => `${a([])} / ${b([])} > ${above}`),
    ),
  );
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const rule: fc.Arbitrary<Rule> = fc.record({
    alert: text,
    expr,
    for: mostly(fc.constantFrom('0s', '5m', '1d'), fc.constantFrom('2d', 'x')),
    labels: fc.record({ severity: fc.constantFrom('critical', 'warning', 'x'), team: text }),
    annotations: fc.record({ description: text, runbook_url: fc.oneof(text, fc.webUrl()) }),
  });

  it('becomes guardrails that load, or a reason, and no alert gets lost', () => {
    let loadedOnes = 0;
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (rules) => {
        const result = ofRules(...rules);
        const became = result.imported.reduce((sum, { alerts }) => sum + alerts.length, 0);
        expect(became + result.skipped.length).toBe(rules.length);
        expect(result.skipped.filter(({ reason }) => reason === '')).toEqual([]);
        if (result.imported.length === 0) return;
        expect(load(result)).toHaveLength(result.imported.length);
        // The text is YAML of the same keys, whatever names and notes have in them.
        expect(parse(result.text)).toEqual({ guardrails: JSON.parse(JSON.stringify(guardrails(result))) as unknown });
        loadedOnes += result.imported.length;
      }),
      { numRuns: 250 },
    );
    expect(loadedOnes).toBeGreaterThan(50);
  });
});
