import type { Path } from '../../../shared/core/guardrail/problem.ts';
import { parseTime } from '../lines/time.ts';
import type { Problems } from './problems.ts';
import type { ExplicitEvent } from '../scenario.ts';
import { explicitSchema } from './schema.ts';

/** `{ at: 00:31:05, event: { outcome: failed } }`. */
export const readExplicit = (item: unknown, path: Path, problems: Problems): ExplicitEvent | undefined => {
  const checked = explicitSchema.safeParse(item);
  if (!checked.success) {
    problems.refuse(path, checked.error, item);
    return undefined;
  }
  const { at, event, arrives, again = 0 } = checked.data;
  const time = parseClock(at);
  const arrival = arrives === undefined ? undefined : parseClock(arrives);
  if (time === undefined || (arrives !== undefined && arrival === undefined)) {
    problems.tell([...path, time === undefined ? 'at' : 'arrives'], 'expected a time of a day, up to 24:00');
    return undefined;
  }
  return {
    at: time.minute,
    second: time.second,
    event,
    again,
    ...(arrival === undefined ? {} : { arrives: arrival.minute }),
  };
};

/** A time that may have seconds. */
const parseClock = (text: string): { readonly minute: number; readonly second: number } | undefined => {
  const [, clock = '', second] = /^(.*?\d\d:\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  const minute = parseTime(clock);
  return minute === undefined ? undefined : { minute, second: Number(second ?? 0) };
};
