import { eventsOfCloudEvents } from '../../shared/core/event/cloud-events.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import { checkEvent } from '../../shared/core/event/parse.ts';
import { describe } from '../../shared/core/event/rejection.ts';
import { limits } from '../../shared/core/limits.ts';

export interface ParsedLine {
  readonly events: readonly PaymentEvent[];
  /** Why the line, or some events of it, are not counted. Never a value of theirs. */
  readonly problems: readonly string[];
}

/** One event as a batch has it, a whole batch `{"events": [...]}`, or an array of CloudEvents. */
export const parseLine = (text: string): ParsedLine => {
  const json = parseJson(text);
  if (json === undefined) return refused('expected JSON, got something that does not parse as JSON');
  const { value } = json;
  if (Array.isArray(value)) return checkAll(eventsOfCloudEvents(value));
  if (typeof value !== 'object' || value === null || !('events' in value)) return checkAll([value]);
  if (!Array.isArray(value.events)) return refused(`events: expected an array, got ${describe(value.events)}`);
  const other = Object.keys(value).length - 1;
  return other === 0
    ? checkAll(value.events)
    : refused(
        `expected only the key events beside each other, got ${other} more; source and the like belong to each event`,
      );
};

/** An epoch in seconds, read as milliseconds, lies in January 1970; a replay from there to now would have no end. */
const EARLIEST = Date.UTC(2000, 0, 1);

const checkAll = (raw: readonly unknown[]): ParsedLine => {
  const events: PaymentEvent[] = [];
  const problems: string[] = [];
  for (const [index, item] of raw.entries()) {
    const checked = checkEvent(item, index);
    const where = raw.length > 1 ? `event ${index}: ` : '';
    if (!checked.ok) problems.push(`${where}${checked.rejection.message}`);
    else if (checked.event.time < EARLIEST)
      problems.push(
        `${where}time: expected one since 2000, got an earlier one (is it in seconds? milliseconds are expected)`,
      );
    else events.push(checked.event);
  }
  return { events, problems };
};

const refused = (problem: string): ParsedLine => ({ events: [], problems: [problem] });

/** The line that is too long was not read to its end. */
export const tooLong: ParsedLine = refused(
  `expected a line of at most ${limits.bodyBytes.toLocaleString('en-US')} characters, one event or batch on each, got a longer one`,
);

const BYTE_ORDER_MARK = 0xfeff;

const parseJson = (text: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text) };
  } catch {
    return undefined;
  }
};
