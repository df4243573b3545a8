import { randomUUID } from 'node:crypto';
import type { buildApp } from 'fauxqs';
import { refusalOf, variantFor, variantsOf, type SnsForm, type SnsRefusal } from './strict-sns.ts';

/** What SNS would have mailed: the email variant of a message that went over the wire through Publish. */
export interface Email {
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Stands before fauxqs on every SNS request. It refuses what AWS refuses, picks each protocol's variant of a message
 * (fauxqs would hand the whole JSON to every subscriber), and plays the email subscriber, to whom fauxqs delivers nothing.
 */
export const guardSns = (app: ReturnType<typeof buildApp>, onEmail: (email: Email) => void): void => {
  const underWay = new WeakMap<object, Omit<Email, 'messageId'>>();

  app.addHook('preHandler', async (request, reply) => {
    if (!isForm(request.body)) return undefined;
    const form = request.body;
    if (form['Action'] === 'PublishBatch') return reply.code(400).type('text/xml').send(errorXml(publishBatch));
    if (form['Action'] !== 'Publish') return undefined;

    const refusal = refusalOf(form);
    if (refusal !== undefined) return reply.code(400).type('text/xml').send(errorXml(refusal));
    const variants = variantsOf(form);
    underWay.set(request, {
      subject: form['Subject'] ?? 'AWS Notification Message',
      text: variantFor('email', variants),
    });
    form['Message'] = variantFor('sqs', variants);
    delete form['MessageStructure'];
    return undefined;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const draft = underWay.get(request);
    const messageId = /<MessageId>([^<]+)<\/MessageId>/.exec(String(payload))?.[1];
    if (draft !== undefined && messageId !== undefined && reply.statusCode === 200) onEmail({ messageId, ...draft });
    return payload;
  });
};

const publishBatch = {
  code: 'InvalidParameter',
  message: 'The local SNS knows Publish only: a PublishBatch would pass unchecked.',
} as const satisfies SnsRefusal;

/** fauxqs parses SNS requests, and only those, into a flat form. */
const isForm = (body: unknown): body is { -readonly [Key in keyof SnsForm]: SnsForm[Key] } =>
  typeof body === 'object' && body !== null && 'Action' in body;

const errorXml = ({ code, message }: SnsRefusal): string =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code>` +
  `<Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;

/** XML 1.0 has no way to write control characters, escaped or not. */
const escapeXml = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, '?').replaceAll(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
