/** Names that the functions write and the alarms of infra read: an alarm on a name that nobody writes is silent for ever. */
export const metricNamespace = 'Parapet';

export const metricNames = {
  /** 1 for each tick that judged every guardrail and advanced the tick item. */
  heartbeat: 'Heartbeat',
  guardrailsFailed: 'GuardrailsFailed',
  /** Guardrails whose pattern has found no event for a day: they can never fire. */
  guardrailsUnmatched: 'GuardrailsUnmatched',
  notificationsSent: 'NotificationsSent',
  /** SNS refused the message and its minimal form: a person must look at it. */
  notificationsSetAside: 'NotificationsSetAside',
  segmentsUnreadable: 'SegmentsUnreadable',
  duplicatesDropped: 'DuplicatesDropped',
  conflictingEvents: 'ConflictingEvents',
  /** Minutes that could be sealed and are not: they are read raw at every tick. */
  minutesBehind: 'MinutesBehind',
  eventsStored: 'EventsStored',
  /** Of those stored: came when their minute may have been sealed, so that it is sealed again. */
  lateEvents: 'LateEvents',
  eventsRefused: 'EventsRefused',
} as const;
