import { MINUTES_PER_DAY } from '../../../shared/core/units.ts';

/** Minutes since the start of a scenario, which is a midnight: so they are clock times too. Before it they are negative. */
export type ScenarioMinute = number;

/** The minutes `from` to `to - 1`. */
export interface Span {
  readonly from: ScenarioMinute;
  readonly to: ScenarioMinute;
}

export const aTime = 'a time such as 00:33, or 1d 03:00 on the day after';

const TIME = /^(?:(\d{1,2})d )?(\d\d):(\d\d)$/;

/** `00:33`, `24:00`, `1d 03:00`; undefined for anything else. */
export const parseTime = (text: string): ScenarioMinute | undefined => {
  const [, day, hour, minute] = TIME.exec(text) ?? [];
  const ofDay = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && ofDay <= MINUTES_PER_DAY ? Number(day ?? 0) * MINUTES_PER_DAY + ofDay : undefined;
};

/** `00:00..00:30`, `1d 03:00..04:00`, `12:00..1d 06:00`: an end without a day is on the day of the beginning. */
export const parseSpan = (text: string): Span | undefined => {
  const [start = '', end = '', ...more] = text.split('..');
  const from = parseTime(start);
  const to = parseTime(end);
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  const day = end.includes('d ') ? 0 : dayOf(from);
  return { from, to: to + day };
};

const dayOf = (minute: ScenarioMinute): ScenarioMinute => Math.floor(minute / MINUTES_PER_DAY) * MINUTES_PER_DAY;

/** As it is written in a scenario. */
export const timeText = (minute: ScenarioMinute): string => {
  const day = dayOf(minute);
  const clock = new Date((minute - day) * 60_000).toISOString().slice(11, 16);
  return day === 0 ? clock : `${day / MINUTES_PER_DAY}d ${clock}`;
};

export const spanText = ({ from, to }: Span): string => `${timeText(from)}..${timeText(to)}`;
