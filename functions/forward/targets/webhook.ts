import { addressIn, type Target } from './target.ts';

/** A program of yours: the JSON of docs/alert.schema.json, or that of an alarm of CloudWatch, as it was published. */
export const webhook: Target = {
  tells: 'message',

  requests: ({ message }, secret) => [
    {
      url: addressIn(secret, 'the address of a webhook'),
      // It may come more than once.
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': message.dedupKey },
      body: message.json,
    },
  ],

  // It could repeat what it was sent.
  reasonIn: () => '',
};
