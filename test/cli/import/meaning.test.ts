import { describe, expect, it } from 'vitest';
import { importing, meant } from './imported.ts';

const all = 'sum(rate(payments_total[5m]))';
const failed = 'sum(rate(payments_total{outcome="failed"}[5m]))';
const failures = { kind: 'rate', bad: { outcome: 'failed' }, window: '5m', critical: { above: '5%' } };
const approval = { kind: 'rate', bad: { outcome: 'succeeded' }, window: '5m', critical: { below: '95%' } };
const slow = { kind: 'latency', percentile: 95, window: '5m', critical: { above: '800ms' } };
const seconds = 'rate(payment_duration_seconds_bucket[5m])';

describe('an alert on a share becomes a rate', () => {
  it.each<[string, string, object]>([
    ['as it is', `${failed} / ${all} > 0.05`, failures],
    ['in percent', `100 * ${failed} / ${all} > 5`, failures],
    ['in percent, with the hundred behind', `${failed} / ${all} * 100 > 5`, failures],
    ['with the limit computed', `${failed} / ${all} > (5 / 100)`, failures],
    ['with the limit on the left', `0.05 < ${failed} / ${all}`, failures],
    ['multiplied out', `${failed} > 0.05 * ${all}`, failures],
    ['in parentheses and over lines', `(\n${failed}\n/ # of all\n(${all})\n) > 0.05`, failures],
    ['of increases', `${failed} / ${all} > 0.05`.replaceAll('rate(', 'increase('), failures],
    ['where no failure is no series', `(${failed} or vector(0)) / ${all} > 0.05`, failures],
    ['of what is left of one', `1 - ${all.replace('total', 'total{result="success"}')} / ${all} > 0.05`, approval],
    [
      'of what is left of all',
      `(${all} - ${all.replace('total', 'total{result="success"}')}) / ${all} > 0.05`,
      approval,
    ],
    ['that must not fall', `${all.replace('total', 'total{status="ok"}')} / ${all} < 0.95`, approval],
    ['of negative numbers', `-${failed} / ${all} < -0.05`, failures],
    ['only where there is traffic', `${failed} / ${all} > 0.05 and ${all} > 1`, { ...failures, minEvents: 301 }],
    [
      'only from so many on',
      `${failed} / ${all} > 0.05 and ${all.replace('rate', 'increase')} >= 50`,
      { ...failures, minEvents: 50 },
    ],
    [
      'by labels',
      'sum by (bank) (rate(payments_total{outcome="failed"}[5m])) / sum(rate(payments_total[5m])) by (bank) > 0.05',
      { ...failures, by: ['bank'] },
    ],
    [
      'of two metrics',
      'sum(rate(payment_failures_total{bank="icbc"}[5m])) / sum(rate(payments_total{bank="icbc"}[5m])) > 0.05',
      { ...failures, of: { bank: 'icbc' }, bad: { outcome: ['failed', 'timeout'] } },
    ],
    [
      'of payouts',
      'sum(rate(payouts_rejected_total[5m])) / sum(rate(payouts_total[5m])) > 0.05',
      { ...failures, of: { type: 'payout' }, bad: { outcome: 'declined' } },
    ],
    [
      'of a part of the outcomes',
      'sum(rate(payments_total{outcome="failed"}[5m])) / sum(rate(payments_total{outcome=~"succeeded|failed"}[5m])) > 0.05',
      { ...failures, of: { outcome: ['succeeded', 'failed'] } },
    ],
    [
      'of fraud',
      `${failed.replace('outcome="failed"', 'fraud="true"')} / ${all} > 0.05`,
      { ...failures, bad: { fraud: true } },
    ],
  ])('%s', (_, expr, guardrail) => {
    expect(meant(expr)).toEqual(guardrail);
  });
});

describe('a label matcher becomes a pattern', () => {
  it.each<[string, string, unknown]>([
    ['a value', 'bank="icbc"', { bank: 'icbc' }],
    [
      'another value, which a series without the label has too',
      'bank!="icbc"',
      { bank: [{ 'anything-but': ['icbc'] }, { exists: false }] },
    ],
    ['alternatives', 'bank=~"icbc|ccb"', { bank: ['icbc', 'ccb'] }],
    ['alternatives in a group, anchored', 'bank=~"^(icbc|ccb)$"', { bank: ['icbc', 'ccb'] }],
    ['a prefix', 'route=~"/pay/.*"', { route: { prefix: '/pay/' } }],
    ['a prefix beside a value', 'route=~"/pay/.+|/refund"', { route: ['/refund', { prefix: '/pay/' }] }],
    [
      'no prefix',
      'route!~"/health.*|/metrics.*"',
      { route: [{ 'anything-but': { prefix: ['/health', '/metrics'] } }, { exists: false }] },
    ],
    ['a point that is meant', String.raw`host_name=~"pay\\.example\\.com"`, { host_name: 'pay.example.com' }],
    ['a number, which events may carry as one', 'shop="12"', { shop: ['12', 12] }],
    ['true, which events may carry as such', 'retry="true"', { retry: [true, 'true'] }],
    ['an empty label, which is none', 'bank=""', { bank: { exists: false } }],
    ['a label that is there', 'bank!=""', { bank: { exists: true } }],
    ['a label that is there, as an expression', 'bank=~".+"', { bank: { exists: true } }],
    ['whatever it is', 'bank=~".*"', undefined],
    ['an outcome by another word', 'result="declined"', { outcome: 'declined' }],
    ['a class of codes', 'code=~"5.."', { outcome: ['failed', 'timeout'] }],
    ['a class of codes, in digits', String.raw`code=~"5\\d{2}"`, { outcome: ['failed', 'timeout'] }],
    ['all but a class of codes', 'code!~"2.."', { outcome: ['failed', 'declined', 'timeout', 'cancelled', 'pending'] }],
    ['a code', 'code="504"', { outcome: 'timeout' }],
    ['a label by another name', 'payment_method="qr"', { method: 'qr' }],
    ['the producer', 'job="wallet-ios"', { source: 'wallet-ios' }],
    ['where Prometheus read it', 'namespace="prod", bank="icbc"', { bank: 'icbc' }],
    ['in quotes', '"bank"="icbc"', { bank: 'icbc' }],
  ])('%s', (_, matcher, of) => {
    expect(meant(`sum(rate(payments_total{${matcher}}[5m])) < 1`)).toEqual({
      kind: 'volume',
      ...(of !== undefined && { of }),
      window: '5m',
      critical: { below: '1/s' },
    });
  });
});

describe('an alert on a number of events becomes a volume', () => {
  it.each<[string, string, object]>([
    ['in a second', 'sum(rate(payments_total[5m])) < 0.3', { window: '5m', critical: { below: '0.3/s' } }],
    ['in a minute', 'sum(rate(payments_total[5m])) * 60 < 20', { window: '5m', critical: { below: '20/min' } }],
    ['in the window', 'sum(increase(payments_total[30m])) < 100', { window: '30m', critical: { below: '200/h' } }],
    [
      'none at all: half an event in the window',
      'sum(rate(payments_total[10m])) == 0',
      { window: '10m', critical: { below: '3/h' } },
    ],
    [
      'none at all, by another sign',
      'sum(increase(payments_total[5m])) <= 0',
      { window: '5m', critical: { below: '6/h' } },
    ],
    ['less than one', 'sum(increase(payments_total[1h])) < 1', { window: '60m', critical: { below: '1/h' } }],
    [
      'too many',
      'sum by (bank) (rate(payment_errors_total[5m])) > 2',
      { of: { outcome: ['failed', 'timeout'] }, by: ['bank'], window: '5m', critical: { above: '2/s' } },
    ],
  ])('%s', (_, expr, guardrail) => {
    expect(meant(expr)).toEqual({ kind: 'volume', ...guardrail });
  });
});

describe('an alert on a percentile becomes a latency', () => {
  it.each<[string, string, object]>([
    ['of buckets in seconds', `histogram_quantile(0.95, sum by (le) (${seconds})) > 0.8`, slow],
    [
      'of buckets in seconds, compared in milliseconds',
      `histogram_quantile(0.95, sum by (le) (${seconds})) * 1e3 > 800`,
      slow,
    ],
    [
      'of buckets in milliseconds',
      `histogram_quantile(0.95, sum(rate(payment_latency_ms_bucket[5m])) by (le)) > 800`,
      slow,
    ],
    ['of a native histogram', 'histogram_quantile(0.95, sum(rate(payment_duration_seconds[5m]))) > 0.8', slow],
    [
      'by a label',
      `histogram_quantile(0.95, sum by (le, bank) (${seconds})) > 2`,
      { ...slow, by: ['bank'], critical: { above: '2s' } },
    ],
    ['with a percentile that is computed', `histogram_quantile(95 / 100, sum by (le) (${seconds})) > 0.8`, slow],
    [
      'as the share of a bucket',
      'sum(rate(payment_duration_seconds_bucket{le="0.8"}[5m])) / sum(rate(payment_duration_seconds_count[5m])) < 0.95',
      slow,
    ],
    [
      'as the share beyond a bucket',
      '1 - sum(rate(payment_duration_seconds_bucket{le="0.8"}[5m])) / sum(rate(payment_duration_seconds_count[5m])) > 0.05',
      slow,
    ],
    [
      'as the share of a bucket of the last one',
      'sum(rate(payment_duration_seconds_bucket{le="0.8"}[5m])) / sum(rate(payment_duration_seconds_bucket{le="+Inf"}[5m])) < 0.95',
      slow,
    ],
  ])('%s', (_, expr, guardrail) => {
    expect(meant(expr)).toEqual(guardrail);
  });
});

describe('what names mean is said where it is not usual', () => {
  const http = 'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05';

  it('of a metric that counts payments', () => {
    expect(meant(http, [], ['http_requests_total'])).toEqual({ ...failures, bad: { outcome: ['failed', 'timeout'] } });
  });

  it('of a metric that counts some of them', () => {
    expect(
      meant(
        'sum(rate(errs[5m])) / sum(rate(reqs[5m])) > 0.05',
        [],
        ['errs=outcome:failed|timeout,fraud:false', 'reqs='],
      ),
    ).toEqual({
      ...failures,
      bad: { outcome: ['failed', 'timeout'], fraud: false },
    });
  });

  it('of the three metrics of a histogram at once', () => {
    const expr =
      'histogram_quantile(0.95, sum by (le) (rate(http_duration_seconds_bucket[5m]))) > 0.8 and sum(rate(http_duration_seconds_count[5m])) > 1';
    expect(meant(expr, [], ['http_duration_seconds=type:refund'])).toEqual({
      ...slow,
      of: { type: 'refund' },
      minEvents: 301,
    });
  });

  it('of a label that is an attribute', () => {
    const expr = 'sum(rate(payments_total{status="flagged"}[5m])) > 1';
    expect(meant(expr, ['status=review'])).toMatchObject({ of: { review: 'flagged' } });
  });

  it('of a label that events do not have', () => {
    expect(meant('sum by (app, bank) (rate(payments_total{app="x"}[5m])) > 1', ['app='])).toEqual({
      kind: 'volume',
      by: ['bank'],
      window: '5m',
      critical: { above: '1/s' },
    });
  });
});

describe('what was guessed is said', () => {
  it.each<[string, string, string]>([
    ['a metric', `${all} < 1`, 'payments_total is taken for all payments'],
    [
      'a metric of failures',
      'sum(rate(payment_errors_total[5m])) > 1',
      'payment_errors_total is taken for events with outcome failed or timeout; --metric payment_errors_total=FIELD:VALUE says otherwise',
    ],
    [
      'a label',
      'sum(rate(payments_total{gateway="a"}[5m])) > 1',
      'label gateway is read as psp; --map gateway=FIELD says otherwise',
    ],
    [
      'a word for an outcome',
      'sum(rate(payments_total{outcome="error"}[5m])) > 1',
      'outcome error is read as outcome failed',
    ],
    [
      'a label of the scrape',
      'sum(rate(payments_total{pod="a"}[5m])) > 1',
      'label pod is left out: it says where Prometheus read, not what was paid',
    ],
    [
      'all that did not succeed',
      'sum(rate(payments_total{outcome!="succeeded"}[5m])) > 1',
      'whatever is not succeeded counts, failed, declined, timeout, cancelled, pending; outages alone are failed and timeout',
    ],
    [
      'a unit',
      'histogram_quantile(0.9, sum by (le) (rate(payment_latency_bucket[5m]))) > 1',
      'payment_latency_bucket does not say its unit and is taken for seconds',
    ],
    ['a limit that may be reached', `${all} >= 1`, 'a limit that is just reached is not broken, as with > and <'],
    [
      'pairs',
      'sum by (bank, method) (rate(payments_total[5m])) > 1',
      'each of bank and method is judged for itself, where Prometheus judges every pair',
    ],
  ])('%s', (_, expr, check) => {
    expect(importing(expr).imported[0]?.checks).toContain(check);
  });
});
