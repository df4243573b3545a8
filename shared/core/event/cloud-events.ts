/**
 * CloudEvents 1.0 (https://github.com/cloudevents/spec): `id`, `source`, `type` and `time` are the envelope's, the other
 * fields of an event are in `data`. A `type` in `data` wins, for brokers that insist on reverse-DNS types of their own.
 * What is not a CloudEvent is passed on as it is, for the event schema to refuse by position.
 */
export const eventsOfCloudEvents = (batch: readonly unknown[]): unknown[] => batch.map(toRawEvent);

const toRawEvent = (item: unknown): unknown => {
  if (typeof item !== 'object' || item === null || !('specversion' in item)) return item;
  const { id, source, type, time, data } = item as Record<string, unknown>;
  // With the rest of its envelope, so that the schema refuses it for its data and not for a time that it has.
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return { ...defined({ id, source, type, time }), data };
  return { ...defined({ type }), ...data, ...defined({ id, source, time }) };
};

const defined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
