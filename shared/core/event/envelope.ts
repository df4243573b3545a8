import { eventsOfCloudEvents } from './cloud-events.ts';
import { contentOf, isEventBridgeEvent } from './event-bridge.ts';
import { describe } from './rejection.ts';

/**
 * What a transport says that it carries: `batch` is our own `{"events": [...]}`, `cloudevents` an array of them. A queue
 * and a stream say nothing: `either` is one of those, a single CloudEvent, or an EventBridge event around any of them.
 */
export type Envelope = 'batch' | 'cloudevents' | 'either';

export type Opened =
  | {
      readonly events: readonly unknown[];
      /** Whether the body holds nothing else. Around the events of other envelopes lies what nobody looks at. */
      readonly alone: boolean;
    }
  | { readonly problem: string; readonly alone?: never };

const expectations = {
  batch: 'an object {"events": [...]}',
  cloudevents: 'an array of CloudEvents',
  either: 'an object {"events": [...]}, CloudEvents or an EventBridge event',
} as const satisfies Record<Envelope, string>;

/** The events of a batch, not yet looked at, or what keeps them from being found. */
export const openEnvelope = (value: unknown, envelope: Envelope): Opened => {
  if (envelope === 'either' && typeof value === 'object' && value !== null && isEventBridgeEvent(value)) {
    const opened = open(contentOf(value), envelope, 'an event, an object {"events": [...]} or CloudEvents');
    return 'problem' in opened ? { problem: `detail: ${opened.problem}` } : { ...opened, alone: false };
  }
  return open(value, envelope, expectations[envelope]);
};

const open = (value: unknown, envelope: Envelope, expected: string): Opened => {
  if (Array.isArray(value) && envelope !== 'batch') return { events: eventsOfCloudEvents(value), alone: false };
  if (envelope === 'cloudevents' || typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: `expected ${expected}, got ${describe(value)}` };
  if (envelope === 'either' && 'specversion' in value) return { events: eventsOfCloudEvents([value]), alone: false };
  if (!('events' in value) || !Array.isArray(value.events))
    return { problem: `events: expected an array, got ${describe('events' in value ? value.events : undefined)}` };
  // A `source` beside `events` looks as if it held for all of them; ignoring it would give events another identity.
  const other = Object.keys(value).length - 1;
  if (other > 0)
    return { problem: `expected only the key events, got ${other} more; source and the like belong to each event` };
  return { events: value.events, alone: true };
};
