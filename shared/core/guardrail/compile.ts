import { durationMs, type DurationMs, hours, MS_PER_MINUTE, ratio } from '../units.ts';
import { evidenceDefaults } from '../evidence/constants.ts';
import { patternFaults } from './compile-pattern.ts';
import type { Fault } from './fault.ts';
import { type Evidence, type Guardrail, type Level, type Limit, type Severity, severities } from './guardrail.ts';
import { keyFaults } from './key-faults.ts';
import { MetricList } from './metric-list.ts';
import { parseDuration } from './quantity.ts';
import type { RawGuardrail } from './schema.ts';

export type Compiled =
  | { readonly ok: true; readonly guardrail: Guardrail }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export const compileGuardrail = (raw: RawGuardrail): Compiled => {
  const faults: Fault[] = [
    ...patternFaults('of', raw.of),
    ...(raw.kind === 'rate' ? patternFaults('bad', raw.bad) : []),
    ...keyFaults(raw),
  ];
  const metrics = new MetricList(raw);
  const levels: Level[] = [];
  let unread = false;
  for (const severity of severities) {
    const level = raw[severity];
    if (level === undefined) continue;
    const direction = level.above === undefined ? 'below' : 'above';
    const text = level.above ?? level.below ?? '';
    const limit = metrics.limit(text, direction);
    if (typeof limit === 'string') {
      unread = true;
      faults.push({ path: [severity, direction], message: limit });
    } else levels.push({ ...limit, severity });
  }
  if (levels.length === 0 && !unread)
    faults.push({ path: [], message: 'expected warning, critical or both, got neither' });
  faults.push(...orderFaults(levels));

  const mildest = levels.at(-1);
  const recovery = raw.recover === undefined ? mildest : metrics.limit(raw.recover, mildest?.direction ?? 'above');
  if (typeof recovery === 'string') faults.push({ path: ['recover'], message: recovery });
  if (recovery === undefined || typeof recovery === 'string' || mildest === undefined || faults.length > 0)
    return { ok: false, faults };
  if (isBeyond(recovery, mildest)) {
    return {
      ok: false,
      faults: [
        { path: ['recover'], message: `expected a limit on the good side of ${mildest.text}, got ${recovery.text}` },
      ],
    };
  }
  return {
    ok: true,
    guardrail: {
      id: raw.id,
      name: raw.name ?? raw.id,
      kind: raw.kind,
      ...(raw.description === undefined ? undefined : { description: raw.description }),
      ...(raw.owner === undefined ? undefined : { owner: raw.owner }),
      ...(raw.runbook === undefined ? undefined : { runbook: raw.runbook }),
      metrics: metrics.all,
      by: raw.by ?? [],
      levels,
      recovery: { metric: recovery.metric, direction: recovery.direction, rate: recovery.rate, text: recovery.text },
      evidence: evidenceOf(raw),
      reminders: remindersOf(raw.remind),
      ...(raw.kind === 'latency' ? { percentile: ratio(raw.percentile / 100) } : undefined),
    },
  };
};

const evidenceOf = (raw: RawGuardrail): Evidence =>
  raw.evidence === 'none'
    ? {
        kind: 'none',
        windowMinutes: durationOf(raw.window) / MS_PER_MINUTE,
        // A volume compares no events too: they are 0 a minute.
        minEvents: raw.kind === 'volume' ? 0 : (raw.minEvents ?? 1),
        for: durationOf(raw.for),
        keepFiringFor: durationOf(raw.keepFiringFor),
      }
    : {
        kind: 'proof',
        breach: ratio(raw.evidence?.breach ?? evidenceDefaults.breach),
        clear: ratio(raw.evidence?.clear ?? evidenceDefaults.clear),
      };

/** A duration that the schema has seen; none is 0. */
const durationOf = (text: string | undefined): DurationMs =>
  (text === undefined ? undefined : parseDuration(text)) ?? durationMs(0);

/** A warning can wait for the next day, what is critical should not outlive half a shift unseen. */
const reminderDefaults: Guardrail['reminders'] = { critical: hours(4), warning: hours(24) };

const remindersOf = (raw: RawGuardrail['remind']): Guardrail['reminders'] =>
  severities.reduce<Partial<Record<Severity, DurationMs>>>((reminders, severity) => {
    const text = raw?.[severity];
    // `never` is no duration.
    const after = text === undefined ? reminderDefaults[severity] : parseDuration(text);
    return after === undefined ? reminders : { ...reminders, [severity]: after };
  }, {});

/** How far out a limit lies: for two limits in one direction the larger is the worse one. */
const severityOf = (limit: Limit): number => {
  const value: number = parseDuration(limit.text) ?? limit.rate;
  return limit.direction === 'above' ? value : -value;
};

const isBeyond = (limit: Limit, other: Limit): boolean => severityOf(limit) > severityOf(other);

const orderFaults = (levels: readonly Level[]): Fault[] => {
  const [critical, warning] = levels;
  if (critical === undefined || warning === undefined) return [];
  if (critical.direction !== warning.direction) {
    return [{ path: ['critical'], message: 'expected the same of above and below as in warning' }];
  }
  if (!isBeyond(critical, warning)) {
    return [
      {
        path: ['critical', critical.direction],
        message: `expected a limit worse than that of warning (${warning.text}), got ${critical.text}`,
      },
    ];
  }
  return [];
};
