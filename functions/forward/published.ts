import * as z from 'zod';
import { severities } from '../../shared/core/guardrail/guardrail.ts';

/**
 * What is needed of the JSON that is published. Keys that are not named here are let through: a newer release may write them
 * before this one is replaced, and a page must not wait for that.
 */
const incident = z.looseObject({
  dedupKey: z.string(),
  incident: z.string().min(1),
  sequence: z.int(),
  reason: z.string(),
  status: z.enum(['firing', 'resolved']),
  severity: z.enum(severities),
  at: z.iso.datetime(),
  guardrail: z.looseObject({ id: z.string().min(1), name: z.string(), runbook: z.string().optional() }),
});

const digest = z.looseObject({
  digest: z.array(incident),
  more: z.array(z.string()).default([]),
  omitted: z.int().default(0),
});

/** Of an alarm of CloudWatch, and of what is told in its form. */
const alarm = {
  AlarmName: z.string().min(1),
  AlarmDescription: z.string().nullish(),
  NewStateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  NewStateReason: z.string(),
  StateChangeTime: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
};

export const publishedSchema = z.union([
  z.looseObject({ ...alarm, parapet: z.union([digest, incident]) }),
  z.looseObject({ ...alarm, parapet: z.undefined().optional() }),
]);

export type Published = z.infer<typeof publishedSchema>;
export type PublishedIncident = z.infer<typeof incident>;
type PublishedDigest = z.infer<typeof digest>;

export const isDigest = (parapet: Published['parapet']): parapet is PublishedDigest =>
  parapet !== undefined && Array.isArray(parapet['digest']);

/** What SNS puts into a queue: https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
export const envelopeSchema = z.looseObject({
  Type: z.literal('Notification'),
  MessageId: z.string().min(1),
  TopicArn: z.string().regex(/^arn:[^:]+:sns:[^:]*:[^:]*:/),
  Message: z.string(),
  // An alarm has none.
  MessageAttributes: z.looseObject({ dedupKey: z.looseObject({ Value: z.string() }).optional() }).optional(),
});
