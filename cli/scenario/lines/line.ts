import { takeFields, type Field } from './fields.ts';
import { LineFault, Scanner } from './scanner.ts';
import { parseSpan, type Span } from './time.ts';
import { parseScalar, type Ramp } from './values.ts';

/** Events that come at a rate. */
export interface TrafficLine {
  readonly kind: 'traffic';
  readonly span: Span;
  readonly rate: Rate;
  readonly fields: readonly Field[];
}

export interface Rate {
  /** Events a minute, at the beginning of the span and at its end. */
  readonly perMinute: Ramp;
  /** Their number varies by chance (Poisson), as that of real payments does. Otherwise it is the same in each minute. */
  readonly varies: boolean;
}

/** What is different for some of the events of a span: their fields, or that they are not there. */
export interface ChangeLine {
  readonly kind: 'change';
  readonly span: Span;
  readonly where: readonly Condition[];
  readonly change: readonly Field[] | 'drop';
}

/** One of these values, as text. */
export interface Condition {
  readonly name: string;
  readonly anyOf: readonly string[];
  readonly offset: number;
}

const SPAN = /(?:\d{1,2}d )?[\d:]+\.\.(?:\d{1,2}d )?[\d:]+(?= |$)/y;
const RATE = /(~?)(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?\/(s|min|h)(?= |$)/y;
const WHERE = /where(?= |$)/y;
const SET = /set(?= |$)/y;
const DROP = /drop(?= |$)/y;
const CONDITION = /([A-Za-z][\w.-]*)=((?:"[^"]*"|[^\s"])+)/y;

/** `00:00..00:30 100/min outcome=failed:2%`, or `00:10..00:20 where bank=icbc set outcome=failed:60%`. Throws LineFault. */
export const parseLine = (text: string): TrafficLine | ChangeLine => {
  const scanner = new Scanner(text);
  const span = takeSpan(scanner);
  const rate = takeRate(scanner);
  if (rate !== undefined) return { kind: 'traffic', span, rate, fields: takeFields(scanner, false) };
  const where = scanner.take(WHERE) === undefined ? [] : takeConditions(scanner);
  if (scanner.take(SET) !== undefined) return { kind: 'change', span, where, change: takeFields(scanner, true) };
  if (where.length === 0) throw scanner.fault('a rate such as 100/min, or where or set');
  if (scanner.take(DROP) === undefined) throw scanner.fault('set or drop after the conditions');
  if (!scanner.isAtEnd) throw scanner.fault('nothing after drop');
  return { kind: 'change', span, where, change: 'drop' };
};

const PAST = /(\d{1,2})([wd])(?= )/y;
/** Minute rollups are kept for 35 days, and more is never looked at but by monthly limits. */
const MOST = new Map([
  ['w', 5],
  ['d', 35],
]);
const DAYS = new Map([
  ['w', 7],
  ['d', 1],
]);

/** `4w 00:00..02:00 100/min …`: the same hours on each of the four Mondays before. Throws LineFault. */
export const parsePastLine = (text: string): readonly TrafficLine[] => {
  const scanner = new Scanner(text);
  const [, count = '', unit = ''] = scanner.take(PAST) ?? [];
  const most = MOST.get(unit) ?? 0;
  if (count === '' || Number(count) < 1 || Number(count) > most)
    throw new LineFault(
      0,
      `expected how far back, from 1w to 5w or 1d to 35d, such as 4w, got ${text.split(' ')[0] ?? ''}`,
    );
  const start = scanner.offset;
  const line = shifted(start, () => parseLine(text.slice(start)));
  if (line.kind !== 'traffic') throw new LineFault(start, 'expected a rate such as 100/min after the span, got none');
  const { span } = line;
  if (span.to > 24 * 60) throw new LineFault(start, 'expected a span within a day');
  return Array.from({ length: Number(count) }, (_, index) => {
    const back = (index + 1) * (DAYS.get(unit) ?? 1) * 24 * 60;
    return { ...line, span: { from: span.from - back, to: span.to - back } };
  });
};

const shifted = <Value>(by: number, parse: () => Value): Value => {
  try {
    return parse();
  } catch (error) {
    throw error instanceof LineFault ? new LineFault(error.offset + by, error.message) : error;
  }
};

const takeSpan = (scanner: Scanner): Span => {
  const { offset } = scanner;
  const fault = scanner.fault('a span such as 00:00..00:30');
  const span = parseSpan(scanner.take(SPAN)?.[0] ?? '');
  if (span === undefined) throw fault;
  if (span.from >= span.to) throw new LineFault(offset, 'expected a span that ends after it begins');
  return span;
};

const takeRate = (scanner: Scanner): Rate | undefined => {
  const { offset } = scanner;
  const [, varies, from, to = from, unit = ''] = scanner.take(RATE) ?? [];
  if (from === undefined) return undefined;
  const scale = unit === 's' ? 60 : unit === 'h' ? 1 / 60 : 1;
  const perMinute = { from: Number(from) * scale, to: Number(to) * scale };
  if (Math.max(perMinute.from, perMinute.to) === 0) throw new LineFault(offset, 'expected a rate above 0');
  return { perMinute, varies: varies === '~' };
};

const takeConditions = (scanner: Scanner): readonly Condition[] => {
  const where: Condition[] = [];
  for (;;) {
    const { offset } = scanner;
    const [, name, text = ''] = scanner.take(CONDITION) ?? [];
    if (name === undefined) break;
    where.push({ name, anyOf: text.split('|').map((value) => String(parseScalar(value, offset))), offset });
  }
  if (where.length === 0) throw scanner.fault('a condition such as bank=icbc after where');
  return where;
};
