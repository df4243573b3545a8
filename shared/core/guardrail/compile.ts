import { ratio } from '../units.ts';
import { patternFaults } from './compile-pattern.ts';
import { compileMonthly } from './compile-monthly.ts';
import { compileObjective } from './compile-objective.ts';
import { type Compiled, describedOf } from './described.ts';
import { evidenceOf } from './evidence-of.ts';
import type { Fault } from './fault.ts';
import { type Level, type Limit, severities } from './guardrail.ts';
import { keyFaults } from './key-faults.ts';
import { MetricList } from './metric-list.ts';
import { parseDuration } from './quantity.ts';
import type { RawCounted, RawGuardrail } from './schema.ts';

export const compileGuardrail = (raw: RawGuardrail): Compiled => {
  if (raw.kind === 'monthly') return compileMonthly(raw);
  return raw.kind === 'rate' && raw.objective !== undefined ? compileObjective(raw, raw.objective) : compileLimits(raw);
};

const compileLimits = (raw: RawCounted): Compiled => {
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
      ...describedOf(raw),
      metrics: metrics.all,
      levels,
      recovery: { metric: recovery.metric, direction: recovery.direction, rate: recovery.rate, text: recovery.text },
      evidence: evidenceOf(raw),
      ...(raw.baseline === undefined ? undefined : { baseline: raw.baseline }),
      ...(raw.kind === 'latency' ? { percentile: ratio(raw.percentile / 100) } : undefined),
    },
  };
};

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
