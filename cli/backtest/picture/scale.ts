import { clockText, dayText } from '../../../shared/core/message/format.ts';
import { type EpochMinute, epochMinute, MINUTES_PER_DAY } from '../../../shared/core/units.ts';

/** Where a value lies, in pixels. */
export type Scale = (value: number) => number;

/** What lies beyond either end is drawn at it. */
export const linear =
  (from: number, to: number, start: number, end: number): Scale =>
  (value) =>
    start + ((Math.min(Math.max(value, from), to) - from) / (to - from)) * (end - start);

export interface TimeMark {
  readonly at: EpochMinute;
  readonly label: string;
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160];
const MOST_MARKS = 8;

/** Round times, at most eight; where a day begins, and at the first, with the day. */
export const timeMarks = (from: EpochMinute, to: EpochMinute): readonly TimeMark[] => {
  const step = STEPS.find((minutes) => (to - from) / minutes <= MOST_MARKS) ?? Math.ceil((to - from) / MOST_MARKS);
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index): TimeMark => {
    const at = epochMinute(first + index * step);
    const day = dayText(at).slice(5);
    if (step >= MINUTES_PER_DAY) return { at, label: day };
    return { at, label: index === 0 || at % MINUTES_PER_DAY === 0 ? `${day} ${clockText(at)}` : clockText(at) };
  });
};

/** Round values from 0 to the top, three or four. */
export const valueMarks = (top: number): readonly number[] => {
  const rough = top / 3.5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, index) => index * step);
};
