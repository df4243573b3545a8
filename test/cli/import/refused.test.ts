import { describe, expect, it } from 'vitest';
import { meant } from './imported.ts';

const all = 'sum(rate(payments_total[5m]))';
const failed = 'sum(rate(payments_total{outcome="failed"}[5m]))';
const share = `${failed} / ${all}`;

describe('an alert is not translated, and its owner told why, for', () => {
  it.each<[string, string, RegExp]>([
    ['absence', 'absent(payments_total)', /^absent\(\) asks whether a series is there; .* kind: volume/],
    ['absence over time', 'absent_over_time(payments_total[5m])', /^absent_over_time\(\) asks/],
    ['a forecast', 'predict_linear(payments_total[1h], 3600) > 5', /^predict_linear\(\) looks ahead; an objective/],
    [
      'the past',
      `${all} < 0.5 * sum(rate(payments_total[5m] offset 1w))`,
      /^offset compares with the past; write baseline/,
    ],
    ['a fixed time', 'sum(rate(payments_total[5m] @ 100)) > 1', /^@ looks at a fixed time/],
    ['a subquery', `max_over_time((${all})[1h:]) > 5`, /^max_over_time\(\)/],
    ['a subquery inside', `sum(rate((${all})[1h:5m])) > 5`, /^a subquery judges what was judged before/],
    [
      'a recording rule',
      'job:payment_errors:ratio5m > 0.05',
      /^job:payment_errors:ratio5m is the result of a recording rule/,
    ],
    [
      'a join',
      `${failed} / ignoring(outcome) group_left ${all} > 0.05`,
      /^\/ with on, ignoring or group_left joins series/,
    ],
    ['another join', `${failed} / on(bank) ${all} > 0.05`, /^\/ with on, ignoring or group_left/],
    ['unless', `${all} > 5 unless ${failed} > 1`, /^unless takes series away/],
    ['or', `${all} > 5 or ${all} < 1`, /^or gives what either side has; write a rule for each/],
    ['another aggregation', 'avg(rate(payments_total[5m])) > 5', /^avg\(\) of series: only sum\(\) counts events/],
    ['the largest', `topk(3, ${all}) > 5`, /^topk\(\) of series/],
    ['the last two scrapes', 'sum(irate(payments_total[5m])) > 5', /^irate\(\) looks at the last two scrapes/],
    [
      'a function of its own',
      `round(${all}) > 5`,
      /^round\(\): a guardrail compares counts, shares of counts and percentiles/,
    ],
    [
      'what is left of labels',
      'sum without (instance) (rate(payments_total[5m])) > 5',
      /^without leaves labels that cannot be known/,
    ],
    [
      'each series',
      'rate(payments_total[5m]) > 5',
      /^rate\(\) is not summed, so that each series would be judged on its own/,
    ],
    ['a gauge', 'up{job="payments"} == 0', /^up is compared as it is, like a gauge/],
    [
      'a metric of something else',
      'sum(rate(node_network_errs_total[5m])) > 5',
      /^node_network_errs_total is not known to count payments; .* --metric node_network_errs_total/,
    ],
    [
      'a word that is no outcome',
      'sum(rate(payments_total{outcome="odd"}[5m])) > 5',
      /^outcome="odd": odd is none of the outcomes that are known .* --map outcome=ATTRIBUTE/,
    ],
    [
      'a code that may mean anything',
      'sum(rate(payments_total{code=~"4.."}[5m])) > 5',
      /^code=~"4\.\.": 4\.\. is none of the outcomes/,
    ],
    [
      'a label that is a field of events',
      'sum by (type) (rate(payments_total[5m])) > 5',
      /^label type has the name of a field of events.* --map type=FIELD/,
    ],
    [
      'a label that can be no attribute',
      'sum by (_shard) (rate(payments_total[5m])) > 5',
      /^label _shard can be no attribute/,
    ],
    [
      'a regular expression',
      'sum(rate(payments_total{bank=~"i[cb]+"}[5m])) > 5',
      /^bank=~"i\[cb\]\+": a pattern has values and prefixes/,
    ],
    [
      'values and prefixes shut out',
      'sum(rate(payments_total{bank!~"icbc|c.*"}[5m])) > 5',
      /a pattern shuts out values or prefixes, not both/,
    ],
    [
      'two matchers of a label',
      'sum(rate(payments_total{bank!="a",bank!="b"}[5m])) > 5',
      /^two matchers of bank: a pattern has one list of values/,
    ],
    ['no limit', share, /^expected a comparison with a limit/],
    ['a limit that is nearly always crossed', `${share} != 0.05`, /^!= holds nearly always/],
    ['a value that is hardly ever met', `${share} == 0.05`, /^== 0.05: a limit is crossed/],
    ['a comparison that gives a number', `${share} > bool 0.05`, /^a comparison with bool gives 1 or 0/],
    ['a share beyond all', `${share} > 5`, /^a share above 500% is none; with 100 \* a \/ b/],
    ['a share of nothing', `${share} > 0`, /^a limit of 0% leaves one side empty/],
    ['two numbers', '5 > 3', /^two numbers are compared/],
    ['two shares', `${share} > 2 * (${share} + 1)`, /^both sides are computed/],
    [
      'an average',
      'sum(rate(payment_duration_seconds_sum[5m])) / sum(rate(payment_duration_seconds_count[5m])) > 1',
      /^an average hides the slow ones; write kind: latency/,
    ],
    [
      'sides of other windows',
      `${failed} / sum(rate(payments_total[10m])) > 0.05`,
      /^the two sides of the share look at different windows/,
    ],
    [
      'sides of other labels',
      `sum by (bank) (rate(payments_total{outcome="failed"}[5m])) / ${all} > 0.05`,
      /^the two sides of the share are summed by different labels/,
    ],
    [
      'a part of other events',
      `${failed} / sum(rate(payments_total{method="qr"}[5m])) > 0.05`,
      /^a share needs a part of the same events: the lower side asks for method, and the upper one for any/,
    ],
    ['a part that is the whole', `${all} / ${all} > 0.05`, /^both sides count the same events/],
    [
      'events of another type',
      `sum(rate(chargebacks_total[5m])) / ${all} > 0.01`,
      /^chargebacks_total counts events of a type of their own.* kind: monthly/,
    ],
    ['a sum of sums', `${failed} / (${failed} + ${all}) > 0.05`, /^expected sum\(rate\(\.\.\.\)\)/],
    [
      'a window of seconds',
      'sum(rate(payments_total[90s])) > 5',
      /^a window of 90s; a plain comparison has whole minutes from 1m to 60m$/,
    ],
    [
      'a window of hours',
      'sum(rate(payments_total[2h])) > 5',
      /^a window of 2h; .* and an objective looks back over days$/,
    ],
    ['a window that is computed', 'sum(rate(payments_total[5m * 2])) > 5', /^a window that is computed/],
    [
      'a percentile that is none',
      'histogram_quantile(0.2, sum by (le) (rate(payment_seconds_bucket[5m]))) > 1',
      /^a percentile of 20; a guardrail takes 50 to 99.9/,
    ],
    [
      'a latency that falls',
      'histogram_quantile(0.9, sum by (le) (rate(payment_seconds_bucket[5m]))) < 1',
      /^a latency that falls below a limit is no fault/,
    ],
    [
      'a latency of ten minutes',
      'histogram_quantile(0.9, sum by (le) (rate(payment_seconds_bucket[5m]))) > 600',
      /^critical.above: expected a duration below 10m/,
    ],
    [
      'buckets without their bounds',
      'histogram_quantile(0.9, sum(rate(payment_seconds_bucket[5m]))) > 1',
      /^the buckets are summed without le/,
    ],
    [
      'a bucket of other events',
      'sum(rate(payment_seconds_bucket{le="1"}[5m])) / sum(rate(payment_seconds_count{bank="icbc"}[5m])) < 0.9',
      /^a bucket is held against other events/,
    ],
    [
      'a burn rate',
      `${share} > 0.05 and ${share.replaceAll('5m', '60m')} > 0.05`,
      /^a share over two windows is a burn rate; write objective: 99.9%/,
    ],
    [
      'another condition',
      `${share} > 0.05 and sum(rate(refunds_total[5m])) > 1`,
      /^and joins two conditions; only one on the number of the same events/,
    ],
    ['an upper bound on traffic', `${share} > 0.05 and ${all} < 1`, /^and joins two conditions/],
    ['three conditions', `${share} > 0.05 and ${all} > 1 and ${all} > 2`, /^and of more than two conditions/],
    [
      'what is no PromQL',
      'sum(rate(payments_total{[5m])) > 1',
      /^not PromQL: expected something else at character 25, "\[5m\]/,
    ],
    ['nothing', ' ', /^expected expr, got none/],
  ])('%s', (_, expr, reason) => {
    expect(meant(expr)).toMatch(reason);
  });
});
