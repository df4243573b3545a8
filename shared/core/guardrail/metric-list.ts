import { limits } from '../limits.ts';
import { type PerMinute, ratio, type Ratio } from '../units.ts';
import { compilePattern, compileSelection } from './compile-pattern.ts';
import type { BadRule, Limit, Metric } from './guardrail.ts';
import { parseDuration, parseFrequency, parseMultiple, parsePercent } from './quantity.ts';
import type { RawCounted } from './schema.ts';

/** The count pairs that the limits of a guardrail need: one for a rate or a volume, one for each latency limit. */
export class MetricList {
  readonly all: Metric[] = [];
  readonly #raw: RawCounted;
  readonly #common: Omit<Metric, 'bad'>;

  constructor(raw: RawCounted) {
    this.#raw = raw;
    this.#common = {
      of: compileSelection(raw.of),
      ...(raw.countBy === undefined ? undefined : { countBy: raw.countBy }),
      ...(raw.kind !== 'rate' || raw.weight === undefined || raw.currency === undefined
        ? undefined
        : { weight: { field: raw.weight, currency: raw.currency } }),
    };
    if (raw.kind === 'rate') this.#add({ kind: 'pattern', pattern: compilePattern(raw.bad) });
    if (raw.kind === 'volume') this.#add({ kind: 'none' });
    if (raw.kind === 'latency' && raw.baseline !== undefined) this.#add({ kind: 'unanswered' });
  }

  /** The limit, or what is wrong with it. */
  limit(text: string, direction: Limit['direction']): Limit | string {
    if (this.#raw.baseline !== undefined) return this.#ofBaseline(text, direction);
    if (parseMultiple(text) !== undefined)
      return `expected baseline: { weeks: 4 } beside a limit such as ${text}, got none`;
    switch (this.#raw.kind) {
      case 'rate': {
        const rate = parsePercent(text);
        return rate === undefined
          ? `expected a percentage such as 3% on a rate, got ${text}`
          : this.#ofRate(rate, direction, text);
      }
      case 'volume': {
        const rate = parseFrequency(text);
        return rate === undefined
          ? `expected events in a time such as 20/min on a volume, got ${text}`
          : this.#ofRate(rate, direction, text);
      }
      case 'latency':
        return this.#ofLatency(text, direction, this.#raw.percentile);
    }
  }

  #ofBaseline(text: string, direction: Limit['direction']): Limit | string {
    const times = parseMultiple(text);
    if (times === undefined) return `expected a multiple such as 2x baseline or 50% of baseline, got ${text}`;
    if (this.#raw.kind === 'latency' && direction === 'below') return noFault;
    if (direction === 'above' ? times <= 1 : times >= 1)
      return `expected ${direction === 'above' ? 'more' : 'less'} than the baseline, got ${text}: what is normal would break it`;
    return { metric: 0, direction, rate: times, text };
  }

  #ofRate(rate: Ratio | PerMinute, direction: Limit['direction'], text: string): Limit {
    return { metric: 0, direction, rate, text };
  }

  #ofLatency(text: string, direction: Limit['direction'], percentile: number): Limit | string {
    const limitMs = parseDuration(text);
    if (limitMs === undefined) return `expected a duration such as 800ms on a latency, got ${text}`;
    if (direction === 'below') return noFault;
    if (limitMs >= limits.latencyMs) return `expected a duration below 10m, got ${text}: no event can be slower`;
    const known = this.all.findIndex(({ bad }) => bad.kind === 'slower' && bad.limitMs === limitMs);
    const metric = known === -1 ? this.#add({ kind: 'slower', limitMs }) : known;
    // 'p95 above 800 ms' says that more than 5 % are slower than 800 ms.
    return { metric, direction, rate: ratio(Number((1 - percentile / 100).toFixed(6))), text };
  }

  /** The place of the metric. */
  #add(bad: BadRule): number {
    const { of, ...counted } = this.#common;
    return this.all.push({ of, bad, ...counted }) - 1;
  }
}

const noFault = 'expected above: a latency that falls below a limit is no fault';
