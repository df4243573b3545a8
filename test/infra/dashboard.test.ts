import { describe, expect, it } from 'vitest';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { alarmsOf, everything } from './alarms.ts';
import { dashboardOf, type Widget } from './dashboards.ts';
import { resources, synthesize } from './synth.ts';

const loaded = loadGuardrails(
  `guardrails:
  - { id: failures, name: Failures, kind: rate, bad: { outcome: [failed] }, warning: { above: 5% }, critical: { above: 15% } }
  - { id: approval, kind: rate, bad: { outcome: [succeeded] }, critical: { below: 80% } }
  - { id: slow, name: Slow, kind: latency, percentile: 95, warning: { above: 800ms }, critical: { above: 2s } }
  - { id: orders, kind: volume, critical: { below: 20/min } }
  - { id: usual, kind: rate, baseline: { weeks: 4, timezone: UTC }, bad: { fraud: true }, warning: { above: 2x baseline }, critical: { above: 3x baseline } }
  - { id: slower, kind: latency, percentile: 99, baseline: { weeks: 4, timezone: UTC }, critical: { above: 2x baseline } }
  - { id: fewer, kind: volume, baseline: { weeks: 3, timezone: UTC }, critical: { below: 50% of baseline } }
  - { id: promise, kind: rate, bad: { outcome: [failed] }, objective: 99.9% }
  - { id: chargebacks, kind: monthly, timezone: UTC, bad: { type: chargeback }, of: {}, critical: { ratio: 1.5%, count: 100 } }
`,
  'rules.yaml',
);
const rules: Rules = { guardrails: loaded.ok ? loaded.guardrails : [], silences: [] };
const template = synthesize({}, 'Parapet-staging', rules);
const widgets = dashboardOf(template);
const titled = (title: string, among = widgets): Widget => {
  const [found, ...others] = among.filter((widget) => widget.title === title);
  if (found === undefined || others.length > 0) throw new Error(`expected one widget ${title}, got ${others.length}`);
  return found;
};

it('the rules of this test load', () => {
  expect(loaded).toMatchObject({ ok: true });
});

/** Of a graph: what is drawn, and the lines with their side. */
const drawn = ({ metrics, expressions, annotations }: Widget) => ({
  values: metrics.map(({ name, dimensions: { slowerThan }, options }) =>
    [name, ...(slowerThan === undefined ? [] : [slowerThan]), String(options['label'])].join(' | '),
  ),
  limits: [
    ...annotations.map(({ value, label = '', fill = '' }) => `${value} ${fill}: ${label}`),
    ...expressions.map(({ expression, label = '' }) => `${expression}: ${label}`),
  ],
});

describe('the graph of a guardrail', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['Failures', ['GuardrailValue | value'], ['15 above: critical: 15%', '5 above: warning: 5%']],
    ['approval', ['GuardrailValue | value'], ['80 below: critical: 80%']],
    [
      'Slow',
      ['GuardrailValue | 2s | slower than 2s (critical)', 'GuardrailValue | 800ms | slower than 800ms (warning)'],
      ['5 above: limit: 5% of them'],
    ],
    ['orders', ['GuardrailValue | value'], ['20 below: critical: 20/min']],
    [
      'usual',
      ['GuardrailValue | value', 'GuardrailNormal | normal at this time'],
      ['normal * 3: critical: 3x baseline', 'normal * 2: warning: 2x baseline'],
    ],
    [
      'slower',
      ['GuardrailValue | value', 'GuardrailNormal | normal at this time'],
      ['normal * 2: critical: 2x baseline'],
    ],
    [
      'fewer',
      ['GuardrailValue | value', 'GuardrailNormal | normal at this time'],
      ['normal * 0.5: critical: 50% of baseline'],
    ],
    [
      'promise',
      ['GuardrailValue | value'],
      [
        '1.44 above: critical: 14.4x budget over 1 h',
        '0.6 above: critical: 6x budget over 6 h',
        '0.3 above: warning: 3x budget over 24 h',
        '0.1 above: warning: 1x budget over 72 h',
      ],
    ],
    ['chargebacks', ['GuardrailValue | value'], ['1.5 above: critical: 1.5% and 100']],
  ])('%s shows its value and every limit', (title, values, limits) => {
    expect(drawn(titled(title))).toMatchObject({ values, limits });
  });

  it('is there for each', () => {
    const graphs = widgets.filter(({ metrics }) => metrics.some(({ name }) => name === 'GuardrailValue'));
    expect(graphs.map(({ title }) => title)).toEqual(rules.guardrails.map(({ name }) => name));
  });

  it.each([
    ['Failures', '%'],
    ['Slow', '%'],
    ['orders', 'events a minute'],
    ['slower', 'ms'],
    ['chargebacks', '%'],
  ])('%s has its axis in %s', (title, label) => {
    expect(titled(title).properties['yAxis']).toMatchObject({ left: { label, min: 0 } });
  });

  it('names what a moving limit is a multiple of', () => {
    const [, normal] = titled('usual').metrics;
    expect(normal?.options).toMatchObject({ id: 'normal' });
  });

  it('of a month has a point an hour', () => {
    const periods = (title: string) => titled(title).metrics.map(({ options }) => options['period']);
    expect([periods('chargebacks'), periods('Failures')]).toEqual([[3600], [60]]);
  });

  it('is not there where values are no metrics, and that is said', () => {
    const without = dashboardOf(synthesize({ guardrailMetrics: false }, 'Parapet', rules));
    expect(without.flatMap(({ metrics }) => metrics).filter(({ name }) => name.startsWith('Guardrail'))).toEqual([]);
    expect(JSON.stringify(without)).toContain('guardrailMetrics is off');
  });
});

describe('the dashboard', () => {
  it('begins with every alarm and the heartbeat', () => {
    const [alarms, heartbeat] = widgets;
    expect(alarms?.type).toBe('alarm');
    expect(new Set(alarms?.properties['alarms'] as string[])).toEqual(new Set(alarmsOf(template).map(([id]) => id)));
    expect(heartbeat?.metrics.map(({ name }) => name)).toEqual(['Heartbeat']);
  });

  it('shows what the newest tick decided of each guardrail, a few beside each other', () => {
    const queries = widgets.filter(({ type }) => type === 'log').map(({ properties }) => String(properties['query']));
    expect(queries).toHaveLength(2);
    for (const query of queries) expect(query).toMatch(/^SOURCE 'EvaluatorFunctionLog' \| filter message = "tick"\n/);
    const shown = queries.flatMap((query) => [...query.matchAll(/`decisions\.([^`]+)`/g)].map(([, id]) => id));
    expect(shown).toEqual(rules.guardrails.map(({ id }) => id));
  });

  it('shows what comes in, and what of it is late or refused', () => {
    expect(titled('Events a minute').metrics.map(({ name }) => name)).toEqual(['EventsStored', 'EventsRefused']);
    expect(titled('Of the events of an hour').expressions.map(({ label }) => label)).toEqual(['late', 'refused']);
    expect(titled('HTTPS requests').metrics.map(({ name }) => name)).toEqual(['Count', '4xx', '5xx']);
    expect(titled('Event queue: oldest message').metrics).toMatchObject([
      { dimensions: { QueueName: 'QueueIngestQueue' } },
    ]);
  });

  it('shows what costs, of all functions', () => {
    expect(titled('DynamoDB').metrics.map(({ name }) => name)).toEqual([
      'ConsumedWriteCapacityUnits',
      'ConsumedReadCapacityUnits',
    ]);
    expect(titled('SQS and SNS').metrics).toHaveLength(5);
    for (const [stack, from] of [
      [template, widgets],
      [everything, dashboardOf(everything)],
    ] as const)
      for (const title of ['Lambda: time', 'Lambda: calls'])
        expect(new Set(titled(title, from).metrics.map(({ dimensions }) => dimensions['FunctionName']))).toEqual(
          new Set(resources(stack, 'AWS::Lambda::Function').keys()),
        );
  });

  it('draws nothing over something else, and nothing beyond the 24 columns', () => {
    const taken = new Set<string>();
    const wrong: string[] = [];
    for (const { at, title } of widgets)
      for (let x = at.x; x < at.x + at.width; x++)
        for (let y = at.y; y < at.y + at.height; y++) {
          if (x >= 24 || taken.has(`${x} ${y}`)) wrong.push(title);
          taken.add(`${x} ${y}`);
        }
    expect(wrong).toEqual([]);
    expect(taken.size).toBeGreaterThan(24 * 20);
  });

  it('has no name of its own, so that a second stack can have one too', () => {
    for (const { Properties } of resources(template, 'AWS::CloudWatch::Dashboard').values())
      expect(Properties).not.toHaveProperty('DashboardName');
  });

  it('is left out when it is off', () => {
    expect(resources(synthesize({ dashboard: false }), 'AWS::CloudWatch::Dashboard').size).toBe(0);
  });
});
