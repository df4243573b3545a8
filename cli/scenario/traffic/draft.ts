import type { AttributeValue } from '../../../shared/core/event/event.ts';
import { type DurationMs, durationMs } from '../../../shared/core/units.ts';
import type { Random } from '../../demo/random.ts';
import type { Field } from '../lines/fields.ts';
import type { ScenarioMinute } from '../lines/time.ts';
import { at, type Choice, type Delay, type NumberForm } from '../lines/values.ts';

/** An event that is being made up, and how it is delivered. */
export interface Draft {
  readonly values: Map<string, AttributeValue>;
  late: DurationMs;
  arrives?: ScenarioMinute;
  /** How often it is sent again. */
  again: number;
}

export const newDraft = (): Draft => ({ values: new Map([['outcome', 'succeeded']]), late: durationMs(0), again: 0 });

/** Draws each field; `progress` is how far the span of its line has gone, from 0 to 1. */
export const draw = (draft: Draft, fields: readonly Field[], random: Random, progress: number): void => {
  for (const field of fields) {
    switch (field.kind) {
      case 'text':
        set(draft, field.name, pick(random, field.choice, progress));
        break;
      case 'number':
        set(draft, field.name, numberOf(draft, field.name, pick(random, field.choice, progress), random, progress));
        break;
      case 'late':
        draft.late = delayOf(pick(random, field.choice, progress), random);
        break;
      case 'arrives':
        draft.arrives = field.at;
        break;
      case 'again':
        draft.again = pick(random, field.choice, progress) ?? 0;
        break;
    }
  }
};

/** What is left of 100 % succeeded, or has no value. */
const set = ({ values }: Draft, name: string, value: AttributeValue | undefined): void => {
  if (value !== undefined) values.set(name, value);
  else if (name === 'outcome') values.set(name, 'succeeded');
  else values.delete(name);
};

const pick = <Value>(random: Random, { options, none }: Choice<Value>, progress: number): Value | undefined => {
  const [first] = options;
  if (options.length === 1 && !none) return first?.value;
  const whole = none ? 1 : options.reduce((sum, { weight }) => sum + at(weight, progress), 0);
  let left = random.next() * whole;
  for (const { value, weight } of options) {
    left -= at(weight, progress);
    if (left < 0) return value;
  }
  return none ? undefined : options.at(-1)?.value;
};

/** Whole, as amounts in minor units are; a millisecond more or less is nothing. */
const numberOf = (
  { values }: Draft,
  name: string,
  form: NumberForm | undefined,
  random: Random,
  progress: number,
): number | undefined => {
  if (form === undefined) return undefined;
  const level = at(form.level, progress) * (1 + form.jitter * (2 * random.next() - 1));
  const before = values.get(name);
  if (!form.isFactor) return Math.round(level);
  return typeof before === 'number' ? Math.round(before * level) : undefined;
};

const delayOf = (delay: Delay | undefined, random: Random): DurationMs =>
  delay === undefined
    ? durationMs(0)
    : durationMs(delay.least + (delay.most > delay.least ? random.integer(delay.most - delay.least) : 0));
