import type { AttributeValue } from '../../../shared/core/event/event.ts';
import { parseDuration } from '../../../shared/core/guardrail/quantity.ts';
import type { DurationMs } from '../../../shared/core/units.ts';
import { LineFault } from './scanner.ts';

/** A number that may move from the first to the second over the span of its line. */
export interface Ramp {
  readonly from: number;
  readonly to: number;
}

const steady = (value: number): Ramp => ({ from: value, to: value });
/** `progress` is 0 at the beginning of the span and 1 at its end. */
export const at = ({ from, to }: Ramp, progress: number): number => from + (to - from) * progress;

/** One of several values, by its weight. */
export interface Option<Value> {
  readonly value: Value;
  readonly weight: Ramp;
}

/** What a field is drawn from. `none`: the weight of having no value, where shares are less than 100 %. */
export interface Choice<Value> {
  readonly options: readonly Option<Value>[];
  readonly none: boolean;
}

/** A number as it is written: `300`, `300..900`, each with `±20%`; `x3` is three times what it was. */
export interface NumberForm {
  readonly level: Ramp;
  /** 0.2 for `±20%`: evenly between 80 % and 120 %. */
  readonly jitter: number;
  readonly isFactor: boolean;
}

/** How late an event arrives, evenly between the two. */
export interface Delay {
  readonly least: DurationMs;
  readonly most: DurationMs;
}

type Parse<Value> = (text: string, offset: number) => Value;

const RANGE = /^([^{}]*)\{(\d+)\.\.(\d+)\}([^{}]*)$/;
/** A card number of each payment is not what groups are for, and each value costs a draw. */
const MOST_VALUES = 10_000;

/**
 * `failed:2%|declined:5%` (shares of all), `qr:7|card:3` (weights), `icbc|ccb` (alike); `m{1..50}` stands for fifty values,
 * which share a weight that follows. `offset` is where the text begins in its line.
 */
export const parseChoice = <Value>(text: string, offset: number, parse: Parse<Value>): Choice<Value> => {
  const options: Option<Value>[] = [];
  const units = new Set<string>();
  let begin = offset;
  for (const part of text.split('|')) {
    const { suffix, unit, weight } = weightOf(part, begin);
    const values = valuesOf(part.slice(0, part.length - suffix.length), begin);
    const each =
      weight === undefined ? steady(1) : { from: weight.from / values.length, to: weight.to / values.length };
    for (const value of values) options.push({ value: parse(value, begin), weight: each });
    units.add(unit);
    begin += part.length + 1;
  }
  const isShares = units.has('%');
  const sum = (end: 'from' | 'to'): number => options.reduce((total, { weight }) => total + weight[end], 0);
  if (isShares && units.size > 1) throw new LineFault(offset, `expected a share of each value or of none, got ${text}`);
  if (isShares && Math.max(sum('from'), sum('to')) > 1 + 1e-9)
    throw new LineFault(offset, `expected shares of at most 100% together, got ${text}`);
  if (!isShares && sum('from') === 0) throw new LineFault(offset, `expected a weight above 0, got ${text}`);
  return { options, none: isShares };
};

const WEIGHT = /:(\d+(?:\.\d+)?)(%?)(?:\.\.(\d+(?:\.\d+)?)%)?$/;

const weightOf = (part: string, offset: number): { suffix: string; unit: '%' | ''; weight?: Ramp } => {
  const [suffix = '', amount, percent, later] = WEIGHT.exec(part) ?? [];
  if (amount === undefined) return { suffix, unit: '' };
  if (percent === '%')
    return { suffix, unit: '%', weight: { from: Number(amount) / 100, to: Number(later ?? amount) / 100 } };
  if (later !== undefined) throw new LineFault(offset, `expected a share such as 2%..8%, got ${suffix.slice(1)}`);
  return { suffix, unit: '', weight: steady(Number(amount)) };
};

/** What is between the bars: a value, or a range of them. */
const valuesOf = (text: string, offset: number): readonly string[] => {
  const [, before = '', first = '', last = '', after = ''] = RANGE.exec(text) ?? [];
  if (first === '') {
    if (text === '' || /[{}]/.test(text))
      throw new LineFault(offset, `expected a value such as icbc or m{1..50}, got ${text === '' ? 'nothing' : text}`);
    return [text];
  }
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > MOST_VALUES)
    throw new LineFault(offset, `expected a range of 1 to ${MOST_VALUES} values, got ${text}`);
  return Array.from(
    { length: count },
    (_, index) => `${before}${String(Number(first) + index).padStart(first.length, '0')}${after}`,
  );
};

/** Text, unless it is true, false or a number as JSON writes it; `"1042"` is text all the same. */
export const parseScalar: Parse<AttributeValue> = (text) => {
  if (text.startsWith('"') && text.endsWith('"') && text.length > 1) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  return text === String(Number(text)) && Number.isFinite(Number(text)) ? Number(text) : text;
};

const NUMBER = /^(x?)(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?(?:(?:±|\+-)(\d+(?:\.\d+)?)%)?$/;

export const parseNumber: Parse<NumberForm> = (text, offset) => {
  const [, factor, from, to, jitter] = NUMBER.exec(text) ?? [];
  if (from === undefined || Number(jitter ?? 0) > 100)
    throw new LineFault(offset, `expected a number such as 300, 300±20% or 300..900, got ${text}`);
  return {
    level: { from: Number(from), to: Number(to ?? from) },
    jitter: Number(jitter ?? 0) / 100,
    isFactor: factor === 'x',
  };
};

export const parseDelay: Parse<Delay> = (text, offset) => {
  const [least = '', most = least, ...more] = text.split('..');
  const [from, to] = [parseDuration(least), parseDuration(most)];
  if (from === undefined || to === undefined || from > to || more.length > 0)
    throw new LineFault(offset, `expected a delay such as 5m or 0m..15m, got ${text}`);
  return { least: from, most: to };
};

/** How often an event is sent again: `8x`. */
export const parseTimes: Parse<number> = (text, offset) => {
  const times = Number(/^(\d{1,3})x$/.exec(text)?.[1] ?? 0);
  if (times === 0) throw new LineFault(offset, `expected a share such as 3% or a number such as 8x, got ${text}`);
  return times;
};
