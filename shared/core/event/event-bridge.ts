/**
 * Whether a message is an event as an EventBridge rule sends it to a queue: `{version, id, detail-type, source, account,
 * time, region, resources, detail}` (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html).
 * Nothing else that is read here has a key with a hyphen.
 */
export const isEventBridgeEvent = (message: object): message is Readonly<Record<string, unknown>> =>
  Object.hasOwn(message, 'detail-type');

/**
 * What lies in such an event, as the message could have held it without EventBridge: a batch, one CloudEvent or an array
 * of them, as they are; one event of ours as a batch of one. PutEvents takes only objects for a detail (and 1 MB of them
 * since January 2026); the array is for buses that are less strict.
 *
 * The one event has the id, source and time of EventBridge where it says none of its own. Its own are better. EventBridge
 * delivers again under the same id, but a producer that calls PutEvents again gets another, which counts twice; and its
 * time is that of the call, to the second, unless the producer set it. Nothing else is taken over. `detail-type` is no
 * `type`: a payment that went by the name of its rule would be in no guardrail. The account and the region are of whoever
 * could put the event on the bus, and that is for the policy of the bus to say.
 */
export const contentOf = ({ detail, id, source, time }: Readonly<Record<string, unknown>>): unknown => {
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return detail;
  if ('events' in detail || 'specversion' in detail) return detail;
  return { events: [{ id, source, time, ...detail }] };
};
