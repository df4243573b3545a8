import * as z from 'zod';
import { momentOf } from '../local-time.ts';
import { type Period, type Silence, weekdays } from '../silence/silence.ts';
import { groupKey } from '../rollup/series.ts';
import { days, type EpochMs, epochMs } from '../units.ts';
import type { Fault } from './fault.ts';
import { didYouMean, nearest } from './nearest.ts';
import { name, scalar, strict, text, timezone } from './schema-terms.ts';

const aClockTime = 'expected a time of the clock such as 02:00';
const clockTime = z.string({ error: aClockTime }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: aClockTime });
const aTime = 'expected a time such as 2026-12-01T02:00 with a timezone beside it, or 2026-12-01T02:00:00+08:00';
const time = z.string({ error: aTime }).refine((value) => readTime(value) !== undefined, { error: aTime });
const aDay = `expected days among ${weekdays.join(', ')}`;

/** Work that is planned: what it breaks is judged and kept, and nobody is told. */
export const plannedSilenceSchema = strict({
  guardrails: z
    .array(text('the id of a guardrail'))
    .min(1, { error: 'expected at least one id; without the key every guardrail is silenced' })
    .optional()
    .describe('The guardrails that are silenced. Without the key: all.'),
  match: z
    .record(name, scalar)
    .refine((values) => Object.keys(values).length > 0, {
      error: 'expected at least one value; without the key everything is silenced',
    })
    .optional()
    .describe('Silences only what has all of these values. Without the key: everything of the guardrails.'),
  why: text('why, for those who wonder where the alert was')
    .max(500, { error: 'expected at most 500 characters' })
    .describe('Shown with the first message after the silence.'),
  by: text('who planned it').max(80, { error: 'expected at most 80 characters' }).describe('Who planned it.'),
  from: time.optional().describe('When it begins.'),
  until: time.optional().describe('When it is over, at most 30 days later.'),
  timezone: timezone.optional().describe('Where from and until are local times.'),
  weekly: strict({
    days: z
      .array(z.enum(weekdays, { error: aDay }), { error: aDay })
      .min(1, { error: aDay })
      .describe('The days on which it begins.'),
    from: clockTime.describe('A time of the clock such as 02:00.'),
    until: clockTime.describe('A time before from is one of the next day.'),
    timezone: timezone.describe('Whose clock, such as Asia/Shanghai.'),
  })
    .optional()
    .describe('Each week on these days.'),
});

export type RawPlannedSilence = z.infer<typeof plannedSilenceSchema>;

export type CompiledSilence =
  | { readonly ok: true; readonly silence: Silence }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** The `index`th silence of a file that has these guardrails. */
export const compileSilence = (
  raw: RawPlannedSilence,
  index: number,
  guardrails: ReadonlySet<string>,
): CompiledSilence => {
  const faults: Fault[] = (raw.guardrails ?? []).flatMap((id, place) =>
    guardrails.has(id)
      ? []
      : [
          {
            path: ['guardrails', place],
            message: `expected the id of a guardrail of this file, got ${id}${didYouMean(nearest(id, [...guardrails]))}`,
          },
        ],
  );
  const period = raw.weekly === undefined ? onceOf(raw) : weeklyOf(raw);
  if (!('kind' in period)) return { ok: false, faults: [...faults, period] };
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    silence: {
      id: `planned-${index + 1}`,
      guardrails: raw.guardrails ?? [],
      match: Object.entries(raw.match ?? {}).map(([attribute, value]) => groupKey(attribute, value)),
      period,
      by: raw.by,
      why: raw.why,
    },
  };
};

/** Longer is no planned work but a rule that nobody wants, which should go. */
const longest = days(30);

const onceOf = (raw: RawPlannedSilence): Period | Fault => {
  const { from, until } = raw;
  if (from === undefined || until === undefined)
    return { path: [], message: 'expected from and until, or weekly: a silence without an end would last for ever' };
  const begin = momentIn(from, raw.timezone);
  if (typeof begin === 'string') return { path: ['from'], message: begin };
  const end = momentIn(until, raw.timezone);
  if (typeof end === 'string') return { path: ['until'], message: end };
  if (end <= begin) return { path: ['until'], message: `expected a time after from (${from}), got ${until}` };
  if (end - begin > longest)
    return { path: ['until'], message: `expected a time at most 30 days after from (${from}), got ${until}` };
  return { kind: 'once', from: begin, until: end };
};

const weeklyOf = (raw: RawPlannedSilence): Period | Fault => {
  const stray = (['from', 'until', 'timezone'] as const).find((key) => raw[key] !== undefined);
  if (stray !== undefined) return { path: [stray], message: 'expected none beside weekly, which has its own' };
  if (raw.weekly === undefined || raw.weekly.from === raw.weekly.until)
    return { path: ['weekly', 'until'], message: 'expected another time than that of from' };
  return { kind: 'weekly', ...raw.weekly };
};

/**
 * A time with an offset, or one of the clocks of a zone (momentOf says what it is where these change); the sentence that
 * refuses both and neither.
 */
const momentIn = (value: string, zone: string | undefined): EpochMs | string => {
  const read = readTime(value);
  if (read === undefined) return aTime;
  if (read.local && zone === undefined)
    return `expected an offset such as ${value}+08:00, or a timezone beside it, got neither`;
  if (!read.local && zone !== undefined)
    return `expected a local time such as 2026-12-01T02:00 with a timezone beside it, got ${value}`;
  return zone === undefined ? read.at : momentOf(read.at, zone);
};

const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** An RFC 3339 time, and whether it has no offset and is given here as if it were UTC; undefined where there is none such. */
const readTime = (value: string): { readonly at: EpochMs; readonly local: boolean } | undefined => {
  const parts = TIME.exec(value);
  if (parts === null) return undefined;
  const [, date, clock, seconds = ':00', offset] = parts;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const at = Date.parse(`${date}T${clock}${seconds}${offset ?? 'Z'}`);
  if (Number.isNaN(midnight) || Number.isNaN(at)) return undefined;
  // The 31st of a shorter month parses as a day of the next one, and 24:00 as midnight.
  const isThatDay = new Date(midnight).toISOString().startsWith(date ?? '') && clock?.startsWith('24') === false;
  return isThatDay ? { at: epochMs(at), local: offset === undefined } : undefined;
};
