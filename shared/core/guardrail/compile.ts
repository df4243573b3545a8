import { DEFAULT_TYPE, outcomes } from '../event/event.ts';
import { ratio } from '../units.ts';
import { evidenceDefaults } from '../evidence/constants.ts';
import { type Guardrail, type Level, type Limit, type Metric, severities } from './guardrail.ts';
import { comparisons, type FieldPattern, type Matcher, type NumericBound, type Pattern } from './pattern.ts';
import { parseDuration, parsePercent } from './quantity.ts';
import type { RawGuardrail, RawMatcher, RawPattern } from './schema.ts';

/** A fault beyond the form of the file: where in the guardrail, and what was expected and came. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type Compiled =
  | { readonly ok: true; readonly guardrail: Guardrail }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export const compileGuardrail = (raw: RawGuardrail): Compiled => {
  const faults: Fault[] = [
    ...patternFaults('of', raw.of),
    ...(raw.kind === 'rate' ? patternFaults('bad', raw.bad) : []),
  ];
  const metrics = new MetricList(raw);
  const levels: Level[] = [];
  for (const severity of severities) {
    const level = raw[severity];
    if (level === undefined) continue;
    const direction = level.above === undefined ? 'below' : 'above';
    const text = level.above ?? level.below ?? '';
    const limit = metrics.limit(text, direction);
    if (typeof limit === 'string') faults.push({ path: [severity, direction], message: limit });
    else levels.push({ ...limit, severity });
  }
  if (levels.length === 0 && faults.length === 0)
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
      evidence: {
        breach: ratio(raw.evidence?.breach ?? evidenceDefaults.breach),
        clear: ratio(raw.evidence?.clear ?? evidenceDefaults.clear),
      },
      ...(raw.kind === 'latency' ? { percentile: ratio(raw.percentile / 100) } : undefined),
    },
  };
};

/** The count pairs that the limits of a guardrail need: one for a rate, one for each latency limit. */
class MetricList {
  readonly all: Metric[] = [];
  readonly #raw: RawGuardrail;
  readonly #of: Pattern;

  constructor(raw: RawGuardrail) {
    this.#raw = raw;
    const of = compilePattern(raw.of ?? {});
    const saysType = of.some(({ field }) => field === 'type');
    this.#of = saysType ? of : [{ field: 'type', anyOf: [{ kind: 'equals', value: DEFAULT_TYPE }] }, ...of];
    if (raw.kind === 'rate')
      this.all.push({ of: this.#of, bad: { kind: 'pattern', pattern: compilePattern(raw.bad) } });
  }

  /** The limit, or what is wrong with it. */
  limit(text: string, direction: Limit['direction']): Limit | string {
    if (this.#raw.kind === 'rate') {
      const rate = parsePercent(text);
      return rate === undefined
        ? `expected a percentage such as 3% on a rate, got ${text}`
        : { metric: 0, direction, rate, text };
    }
    const limitMs = parseDuration(text);
    if (limitMs === undefined) return `expected a duration such as 800ms on a latency, got ${text}`;
    if (direction === 'below') return 'expected above: a latency that falls below a limit is no fault';
    let metric = this.all.findIndex(({ bad }) => bad.kind === 'slower' && bad.limitMs === limitMs);
    if (metric === -1) metric = this.all.push({ of: this.#of, bad: { kind: 'slower', limitMs } }) - 1;
    // 'p95 above 800 ms' says that more than 5 % are slower than 800 ms.
    return { metric, direction, rate: ratio(Number((1 - this.#raw.percentile / 100).toFixed(6))), text };
  }
}

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

/** The fields whose values are known: one misspelt would match nothing, and the guardrail would be silent for ever. */
const knownValues = new Map<string, readonly (string | boolean)[]>([
  ['outcome', outcomes],
  ['fraud', [true, false]],
]);

const patternFaults = (key: string, raw: RawPattern | undefined): Fault[] =>
  [...knownValues].flatMap(([field, known]) =>
    listOf(raw?.[field])
      .flatMap(valuesOf)
      .filter((value) => !known.some((right) => right === value))
      .map((value) => ({
        path: [key, field],
        message: `expected one of ${known.join(', ')}, got ${JSON.stringify(value)}`,
      })),
  );

/** The values that a matcher names whole, also those that it shuts out. */
const valuesOf = (matcher: RawMatcher): readonly (string | number | boolean)[] => {
  if (typeof matcher !== 'object') return [matcher];
  if (!('anything-but' in matcher)) return [];
  const but = matcher['anything-but'];
  return typeof but === 'object' && 'prefix' in but ? [] : listOf(but);
};

export const compilePattern = (raw: RawPattern): Pattern =>
  Object.entries(raw).map(([field, matchers]): FieldPattern => ({
    field,
    anyOf: listOf(matchers).map(compileMatcher),
  }));

const listOf = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Item[]) : [value as Item];

const compileMatcher = (raw: RawMatcher): Matcher => {
  if (typeof raw !== 'object') return { kind: 'equals', value: raw };
  if ('prefix' in raw) return { kind: 'prefix', prefix: raw.prefix };
  if ('exists' in raw) return { kind: 'exists', exists: raw.exists };
  if ('numeric' in raw) return { kind: 'numeric', bounds: boundsOf(raw.numeric) };
  const but = raw['anything-but'];
  if (typeof but === 'object' && 'prefix' in but)
    return { kind: 'anything-but', values: [], prefixes: listOf(but.prefix) };
  return { kind: 'anything-but', values: listOf(but), prefixes: [] };
};

const boundsOf = (items: readonly (string | number)[]): NumericBound[] =>
  items.flatMap((item, index): NumericBound[] => {
    const value = items[index + 1];
    const comparison = comparisons.find((known) => known === item);
    return comparison === undefined || typeof value !== 'number' ? [] : [{ comparison, value }];
  });
