import { createHash } from 'node:crypto';
import * as z from 'zod';
import { patterns } from '../event/schema.ts';
import { parseDuration } from '../guardrail/quantity.ts';
import { limits } from '../limits.ts';
import { attributeOf, type GroupKey } from '../rollup/series.ts';
import { addMs, days, type DurationMs, durationMs, type EpochMs, epochMs, minutes } from '../units.ts';
import { encodeSilence } from './silence-codec.ts';
import type { Silence } from './silence.ts';

/** A silence in the words of whoever asks for it; what was not said is undefined. */
export interface SilenceWish {
  readonly guardrails: readonly string[];
  /** Every guardrail is meant, not merely none named. */
  readonly all: boolean;
  /** `bank=icbc`. */
  readonly match: readonly string[];
  /** RFC 3339 with an offset; now, if not said. */
  readonly from: string | undefined;
  /** `2h`. */
  readonly for: string | undefined;
  readonly by: string | undefined;
  readonly why: string | undefined;
}

/** The guardrails that there are, and how a person calls the place where they stand. */
export interface KnownGuardrails {
  readonly ids: readonly string[];
  readonly source: string;
}

export type NewSilence =
  | { readonly ok: true; readonly silence: Silence }
  /** One sentence for each thing that is wrong. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Longer than a month is no pause: then the rule is wrong. */
const LONGEST = days(30);
/** The evaluator looks once a minute; a shorter one might cover no look at all. */
const SHORTEST = minutes(1);

/** Checks a wish at a time; `known` are the guardrails that there are, if anybody can say. */
export const newSilence = (wish: SilenceWish, now: EpochMs, known: KnownGuardrails | undefined): NewSilence => {
  const problems: string[] = [];
  const check = <Value>(value: Value | Problem): Value | undefined => {
    if (!(value instanceof Problem)) return value;
    problems.push(value.text);
    return undefined;
  };
  const guardrails = check(guardrailsOf(wish, known));
  const match = check(matchOf(wish.match));
  const length = check(lengthOf(wish.for));
  const from = check(startOf(wish.from, now));
  const by = check(words('--by <name>', wish.by, 80, 'whoever is woken later must know whom to ask'));
  const why = check(
    words('--why <reason>', wish.why, 200, 'the first message after the silence says it, to people who were not there'),
  );
  if (length !== undefined && from !== undefined && addMs(from, length) <= now)
    problems.push(`Expected a silence that ends after now; from ${wish.from} for ${wish.for} is over`);
  if (!guardrails || !match || length === undefined || from === undefined || !by || !why || problems.length > 0)
    return { ok: false, problems };
  const period = { kind: 'once', from, until: addMs(from, length) } as const;
  const silence = { id: '', guardrails, match, period, by, why };
  return { ok: true, silence: { ...silence, id: idOf(silence) } };
};

class Problem {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const guardrailsOf = ({ guardrails, all }: SilenceWish, known: KnownGuardrails | undefined): string[] | Problem => {
  if (all) return guardrails.length === 0 ? [] : new Problem('Expected --guardrail or --all, got both');
  if (guardrails.length === 0)
    return new Problem('Expected --guardrail <id>, or --all if every guardrail is meant; got neither');
  const unknown = guardrails.find((id) => known?.ids.includes(id) === false);
  return unknown === undefined
    ? [...new Set(guardrails)]
    : new Problem(`Expected --guardrail to be one of ${known?.ids.join(', ')} (${known?.source}); got ${unknown}`);
};

const matchOf = (texts: readonly string[]): GroupKey[] | Problem => {
  const wrong = texts.find((text) => !isMatch(text));
  if (wrong !== undefined)
    return new Problem(`Expected --match <attribute>=<value>, such as bank=icbc; got ${JSON.stringify(wrong)}`);
  const match = [...new Set(texts)];
  const twice = match.map(attributeOf).find((name, index, names) => names.indexOf(name) < index);
  if (twice !== undefined)
    return new Problem(`Expected one --match of ${twice}, since no event has two values of it; add a silence for each`);
  // Nothing that is told has more: a group has one value, a culprit one or two.
  return match.length <= 2 ? match : new Problem(`Expected at most two --match, got ${match.length}`);
};

const isMatch = (text: GroupKey): boolean => {
  const name = attributeOf(text);
  const value = text.slice(name.length + 1);
  return (
    patterns.attributeName.test(name) &&
    isPlain(value) &&
    value !== '' &&
    Buffer.byteLength(value) <= limits.attributeValueBytes
  );
};

const lengthOf = (text: string | undefined): DurationMs | Problem => {
  if (text === undefined)
    return new Problem('Expected --for <duration>, such as 30m, 2h or 1d: a silence without an end is forgotten');
  const length = parseDuration(text);
  return length !== undefined && length >= SHORTEST && length <= LONGEST
    ? durationMs(Math.round(length))
    : new Problem(`Expected --for from 1m to 30d, such as 30m, 2h or 1d; got ${JSON.stringify(text)}`);
};

const startOf = (text: string | undefined, now: EpochMs): EpochMs | Problem => {
  if (text === undefined) return now;
  return z.iso.datetime({ offset: true }).safeParse(text).success
    ? epochMs(Date.parse(text))
    : new Problem(
        `Expected --from in RFC 3339 with an offset, such as 2026-03-02T22:00:00+08:00; got ${JSON.stringify(text)}`,
      );
};

const words = (option: string, text: string | undefined, length: number, reason: string): string | Problem => {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return new Problem(`Expected ${option}: ${reason}`);
  return isPlain(trimmed) && trimmed.length <= length
    ? trimmed
    : new Problem(`Expected ${option} as one line of at most ${length} characters`);
};

/** Another line in a mail or a terminal could pass for one of ours. */
const isPlain = (text: string): boolean => text.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);

/** Of the content: the same silence, put twice, is one. Ten digits are few enough to be typed. */
const idOf = (silence: Silence): string =>
  createHash('sha256').update(encodeSilence(silence)).digest('hex').slice(0, 10);
