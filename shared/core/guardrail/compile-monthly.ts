import { evidenceDefaults } from '../evidence/constants.ts';
import { hours, ratio } from '../units.ts';
import { compilePattern, compileSelection, patternFaults } from './compile-pattern.ts';
import { type Compiled, describedOf } from './described.ts';
import type { Fault } from './fault.ts';
import { type Guardrail, type Metric, type Month, severities } from './guardrail.ts';
import { currencyOf, levelFaults, levelOf, type RawMonthlyLevel } from './monthly-levels.ts';
import { parsePercent } from './quantity.ts';
import type { RawMonthly } from './schema.ts';
import { type Programme, programmes } from './scheme-programmes.ts';

/** A month changes slowly: its critical is told again once a day, its warning once a week. */
const reminders: Guardrail['reminders'] = { critical: hours(24), warning: hours(7 * 24) };

/** Of a rule over a calendar month, with or without a preset; what is written beside a preset takes the place of what it says. */
export const compileMonthly = (raw: RawMonthly): Compiled => {
  const preset = raw.preset === undefined ? undefined : programmes[raw.preset];
  const rule = ruleOf(raw, preset);
  const faults = [
    ...patternFaults('bad', rule.bad),
    ...patternFaults('of', rule.of),
    ...patternFaults('unless', rule.unless?.of),
    ...badFaults(rule.bad),
    ...(rule.of === undefined ? [{ path: ['of'], message: `${withoutPreset}, got none` }] : []),
    ...(rule.levels.length === 0 ? [{ path: [], message: 'expected warning, critical or both, got neither' }] : []),
    ...levelFaults(rule.levels),
  ];
  const levels = rule.levels.map(levelOf);
  const mildest = levels.at(-1);
  if (mildest === undefined || faults.length > 0) return { ok: false, faults };
  const { metrics, ...places } = metricsOf(rule);
  const { metric, direction, rate, text } = mildest;
  const isOfPreset =
    preset !== undefined &&
    severities.some((severity) => raw[severity] === undefined && preset.levels[severity] !== undefined);
  return {
    ok: true,
    guardrail: {
      ...describedOf(
        preset === undefined ? raw : { name: preset.name, description: preset.description, ...raw },
        reminders,
      ),
      metrics,
      levels,
      recovery: { metric, direction, rate, text },
      evidence: { kind: 'proof', breach: evidenceDefaults.month.breach, clear: evidenceDefaults.month.clear },
      month: {
        timezone: raw.timezone,
        against: rule.against,
        ...places,
        // Numbers that somebody wrote instead are not those of the page.
        ...(isOfPreset ? { source: preset.source } : undefined),
      },
    },
  };
};

type Rule = Pick<RawMonthly, 'bad' | 'of' | 'unless'> &
  Pick<Month, 'against'> & { readonly levels: readonly RawMonthlyLevel[] };

const ruleOf = (raw: RawMonthly, preset: Programme | undefined): Rule => {
  const unless = raw.unless ?? preset?.unless;
  return {
    bad: raw.bad ?? preset?.bad,
    of: raw.of ?? preset?.of,
    ...(unless === undefined ? undefined : { unless }),
    against: raw.against ?? preset?.against ?? 'this-month',
    levels: severities.flatMap((severity) => {
      const level = raw[severity] ?? preset?.levels[severity];
      return level === undefined ? [] : [{ ...level, severity }];
    }),
  };
};

const withoutPreset = 'expected a pattern, or preset: visa-vamp or another programme';

const badFaults = (bad: RawMonthly['bad']): Fault[] => {
  if (bad === undefined) return [{ path: ['bad'], message: `${withoutPreset}, got none` }];
  return Object.hasOwn(bad, 'type')
    ? []
    : [
        {
          path: ['bad'],
          message: 'expected a type, such as type: chargeback: what is counted are events of their own',
        },
      ];
};

/** The bad events and those that they are held against, each counted by itself: they may be months apart. */
const metricsOf = ({
  bad,
  of,
  unless,
  levels,
}: Rule): Pick<Guardrail, 'metrics'> & Omit<Month, 'timezone' | 'against'> => {
  const badOnes = compilePattern(bad ?? {});
  const total = compileSelection(of);
  const metrics = [counted(badOnes), counted(total)];
  const exempt =
    unless === undefined
      ? undefined
      : {
          metric: metrics.push(counted([...total, ...compilePattern(unless.of)])) - 1,
          share: parsePercent(unless.share) ?? ratio(1),
        };
  const currency = levels.map(currencyOf).find((code) => code !== undefined);
  const amount =
    currency === undefined
      ? undefined
      : metrics.push({ ...counted(badOnes), weight: { field: 'amount', currency } }) - 1;
  return {
    metrics,
    bad: 0,
    total: 1,
    ...(exempt === undefined ? undefined : { exempt }),
    ...(amount === undefined ? undefined : { amount }),
  };
};

const counted = (pattern: Metric['of']): Metric => ({ of: pattern, bad: { kind: 'none' } });
