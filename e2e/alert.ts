import * as z from 'zod';
import { countSample, type SampleEvent } from './sample.ts';

/** The envelope in which SNS brings a message to a queue. */
const envelope = z.object({
  Type: z.literal('Notification'),
  Message: z.string(),
  MessageAttributes: z.record(z.string(), z.object({ Value: z.string() })).default({}),
});

const member = z.object({
  group: z.string(),
  severity: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  bad: z.number(),
  total: z.number(),
});

/** Of docs/alert.schema.json what this run looks at. */
const alert = z.object({
  AlarmName: z.string(),
  NewStateValue: z.string(),
  NewStateReason: z.string(),
  parapet: z.object({
    dedupKey: z.string(),
    incident: z.string(),
    reason: z.string(),
    status: z.string(),
    severity: z.string(),
    guardrail: z.object({ id: z.string() }),
    members: z.array(member),
  }),
});

export interface Alert {
  readonly told: z.infer<typeof alert>;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Everything else on the topic, such as the alarms of CloudWatch, in a few words. */
export type Delivery = { readonly alert: Alert } | { readonly other: string };

export const readDelivery = (body: string): Delivery => {
  const wrapped = envelope.safeParse(parse(body));
  if (!wrapped.success) return { other: `no SNS notification: ${body.slice(0, 100)}` };
  const { Message: text, MessageAttributes: attributes } = wrapped.data;
  const told = alert.safeParse(parse(text));
  if (!told.success) return { other: `no alert of a guardrail: ${text.slice(0, 100)}` };
  const values = Object.entries(attributes).map(([name, { Value }]) => [name, Value] as const);
  return { alert: { told: told.data, attributes: new Map(values) } };
};

export interface Expected {
  readonly guardrail: string;
  readonly group: string;
  readonly severity: string;
  readonly sent: readonly SampleEvent[];
}

/** Whether an alert is of the guardrail that the sample breaks. */
export const isOf = ({ told }: Alert, { guardrail }: Expected): boolean => told.parapet.guardrail.id === guardrail;

/** What an alert says otherwise than what was sent calls for. */
export const differences = ({ told, attributes }: Alert, expected: Expected): readonly string[] => {
  const { parapet } = told;
  const found = parapet.members.find(({ group }) => group === expected.group);
  const facts = new Map<string, readonly [got: string | number | undefined, expected: string | number]>([
    ['parapet.reason', [parapet.reason, 'opened']],
    ['parapet.status', [parapet.status, 'firing']],
    ['parapet.severity', [parapet.severity, expected.severity]],
    ['AlarmName', [told.AlarmName, `parapet-${expected.guardrail}`]],
    ['NewStateValue', [told.NewStateValue, 'ALARM']],
    ['parapet.members', [found?.group, expected.group]],
    [`severity of ${expected.group}`, [found?.severity, expected.severity]],
    ...parapet.members.flatMap(({ group, bad, total, ...window }) => {
      const sent = countSample(expected.sent, group, window);
      const whose = group === '' ? 'the whole guardrail' : group;
      return [
        [`bad events of ${whose}`, [bad, sent.bad]],
        [`all events of ${whose}`, [total, sent.total]],
      ] as const;
    }),
    ...(['severity', 'status', 'reason', 'dedupKey'] as const).map(
      (name) => [`attribute ${name}`, [attributes.get(name), parapet[name]]] as const,
    ),
    ['attribute guardrail', [attributes.get('guardrail'), expected.guardrail]],
  ]);
  return [...facts]
    .filter(([, [got, wanted]]) => got !== wanted)
    .map(([name, [got, wanted]]) => `${name}: expected ${wanted}, got ${got ?? 'nothing'}`);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
