import * as z from 'zod';
import type { EpochMs } from '../shared/core/units.ts';

/** Of an event what is needed to count it again, without any code of the product. */
const event = z.looseObject({
  id: z.string(),
  source: z.string().optional(),
  time: z.iso.datetime(),
  outcome: z.string(),
  attributes: z.record(z.string(), z.unknown()).default({}),
});

export type SampleEvent = z.infer<typeof event>;

const batch = z.object({ events: z.array(event) });

/** As e2e/guardrails.yaml has it. */
const badOutcomes: readonly string[] = ['failed', 'timeout'];

const isBad = ({ outcome }: SampleEvent): boolean => badOutcomes.includes(outcome);

/** Five minutes become 75 seconds. */
const haste = 4;

/**
 * A batch file as if it had just happened, and faster: all of it is younger than the two minutes after which a minute is
 * sealed. What comes later than that counts too, but in the tick after the one that opens the incident.
 */
export const currentSample = (text: string, now: EpochMs): readonly SampleEvent[] => {
  const { events } = batch.parse(JSON.parse(text));
  const newest = Math.max(...events.map(({ time }) => Date.parse(time)));
  const moved = (time: string): string => new Date(now - (newest - Date.parse(time)) / haste).toISOString();
  return events.map((each) => ({ ...each, time: moved(each.time) }));
};

/** How many of the good events go both ways. */
const overlap = 50;

export interface Parts {
  readonly overQueue: readonly SampleEvent[];
  readonly overHttp: readonly SampleEvent[];
}

/**
 * Good events over the queue, bad ones over HTTPS, and some good ones over both: the alert has the right counts only where
 * each way works and nothing counts twice. Good events alone prove no breach, so nothing is told between the two.
 */
export const parted = (events: readonly SampleEvent[]): Parts => {
  const good = events.filter((each) => !isBad(each));
  return { overQueue: good, overHttp: [...events.filter(isBad), ...good.slice(0, overlap)] };
};

export interface Count {
  readonly bad: number;
  readonly total: number;
}

/** The events of a group such as `bank=icbc`, or all where it is empty, in [from, to), each counted once. */
export const countSample = (
  events: readonly SampleEvent[],
  group: string,
  window: { readonly from: string; readonly to: string },
): Count => {
  const [attribute = '', value] = group.split('=');
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  const counted = new Map(
    events
      .filter(({ time }) => Date.parse(time) >= from && Date.parse(time) < to)
      .filter(({ attributes }) => group === '' || new Map(Object.entries(attributes)).get(attribute) === value)
      .map((each) => [`${each.source ?? ''} ${each.id}`, each]),
  );
  return { bad: [...counted.values()].filter(isBad).length, total: counted.size };
};
