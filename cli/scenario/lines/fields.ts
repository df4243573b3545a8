import { type AttributeValue, type Outcome, outcomes } from '../../../shared/core/event/event.ts';
import { patterns } from '../../../shared/core/event/schema.ts';
import { didYouMean, nearest } from '../../../shared/core/guardrail/nearest.ts';
import { LineFault, type Scanner } from './scanner.ts';
import { parseTime, type ScenarioMinute } from './time.ts';
import {
  type Choice,
  type Delay,
  type NumberForm,
  parseChoice,
  parseDelay,
  parseNumber,
  parseScalar,
  parseTimes,
} from './values.ts';

/** What a line says of its events: fields and attributes of the payment, and how it is delivered. */
export type Field =
  | { readonly kind: 'text'; readonly name: string; readonly choice: Choice<AttributeValue> }
  | { readonly kind: 'number'; readonly name: string; readonly choice: Choice<NumberForm> }
  /** How late it arrives. */
  | { readonly kind: 'late'; readonly name: string; readonly choice: Choice<Delay> }
  /** When it arrives. */
  | { readonly kind: 'arrives'; readonly name: string; readonly at: ScenarioMinute }
  /** How often it is sent again. */
  | { readonly kind: 'again'; readonly name: string; readonly choice: Choice<number> };

const FIELD = /([A-Za-z][\w.-]*)=((?:"[^"]*"|[^\s"])+)/y;
const ARRIVES = /(arrives)=((?:\d{1,2}d )?\d\d:\d\d)(?= |$)/y;

/** All fields from here to the end of the line, at least one if `needed`. */
export const takeFields = (scanner: Scanner, needed: boolean): readonly Field[] => {
  const fields: Field[] = [];
  while (!scanner.isAtEnd) {
    const { offset } = scanner;
    const found = scanner.take(ARRIVES) ?? scanner.take(FIELD);
    if (found === undefined) throw scanner.fault('a field such as outcome=failed:2%');
    const [, name = '', text = ''] = found;
    if (fields.some((field) => field.name === name)) throw new LineFault(offset, `expected ${name} once, got it again`);
    fields.push(fieldOf(name, text, offset));
  }
  if (needed && fields.length === 0) throw scanner.fault('a field such as outcome=failed:60%');
  return fields;
};

const fieldOf = (name: string, text: string, start: number): Field => {
  const offset = start + name.length + 1;
  switch (name) {
    case 'latencyMs':
    case 'amount':
      return { kind: 'number', name, choice: parseChoice(text, offset, parseNumber) };
    case 'outcome':
      return { kind: 'text', name, choice: parseChoice(text, offset, parseOutcome) };
    case 'fraud':
      return { kind: 'text', name, choice: parseChoice(shareOf('true', text), offset, parseFlag) };
    case 'late':
      return { kind: 'late', name, choice: parseChoice(text, offset, parseDelay) };
    case 'again':
      return { kind: 'again', name, choice: parseChoice(shareOf('1x', text), offset, parseTimes) };
    case 'arrives': {
      const at = parseTime(text);
      if (at === undefined) throw new LineFault(offset, `expected a time such as 00:45, got ${text}`);
      return { kind: 'arrives', name, at };
    }
    default:
      refuseName(name, start);
      return { kind: 'text', name, choice: parseChoice(text, offset, parseScalar) };
  }
};

/** `fraud=1%` is short for `fraud=true:1%`, `again=3%` for `again=1x:3%`. */
const shareOf = (value: string, text: string): string =>
  /^[\d.]+%(\.\.[\d.]+%)?$/.test(text) ? `${value}:${text}` : text;

const parseOutcome = (text: string, offset: number): Outcome => {
  const outcome = outcomes.find((known) => known === text);
  if (outcome === undefined)
    throw new LineFault(
      offset,
      `expected one of ${outcomes.join(', ')}, got ${text}${didYouMean(nearest(text, outcomes))}`,
    );
  return outcome;
};

const parseFlag = (text: string, offset: number): boolean => {
  if (text !== 'true' && text !== 'false')
    throw new LineFault(offset, `expected true, false or a share such as 1%, got ${text}`);
  return text === 'true';
};

const ownFields = ['outcome', 'fraud', 'latencyMs', 'amount', 'currency', 'type', 'source', 'late', 'again', 'arrives'];

/** Any other name is an attribute: one that is nearly a field would leave the field unset, and nobody would see it. */
const refuseName = (name: string, offset: number): void => {
  if (name === 'id' || name === 'time')
    throw new LineFault(offset, `expected no ${name}: it is made up here; an explicit event can have one`);
  const meant = ownFields.find(
    (field) => field !== name && field.length > 4 && isOneEdit(field.toLowerCase(), name.toLowerCase()),
  );
  if (meant !== undefined)
    throw new LineFault(offset, `expected a field or an attribute, got ${name}${didYouMean(meant)}`);
  if (!patterns.attributeName.test(name)) throw new LineFault(offset, `expected the name of an attribute, got ${name}`);
};

/** Whether one letter more, less or other makes `b` of `a`; none does too. */
const isOneEdit = (a: string, b: string): boolean => {
  if (a.length < b.length) return isOneEdit(b, a);
  let same = 0;
  while (same < b.length && a[same] === b[same]) same++;
  return a.length - b.length <= 1 && a.slice(same + 1) === b.slice(same + (a.length === b.length ? 1 : 0));
};
