/** A message as it goes to SNS: one text for each kind of reader, attributes for filter policies. */
export interface RenderedMessage {
  /** Printable ASCII, at most 99 characters. */
  readonly subject: string;
  /** For a person who reads mail. */
  readonly text: string;
  /** For a phone: one SMS. */
  readonly sms: string;
  /** For machines (SQS, Lambda, HTTPS): JSON, with the keys of a CloudWatch alarm beside ours. */
  readonly json: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Where a message comes from, as a CloudWatch alarm would say it. */
export interface Origin {
  readonly accountId: string;
  readonly region: string;
  /** By which the command line finds the table. */
  readonly stackName?: string;
}
