/** Who hears of incidents, and of which. Each filter that is given must hold; without any all messages come. */
export type Subscription = Target & {
  /** Messages of these severities, steps between them, and every end. */
  readonly severity?: readonly ('critical' | 'warning')[];
  /** Only messages of these guardrails. */
  readonly guardrails?: readonly string[];
};

/**
 * `https` is delivered by SNS, which gives up after an hour and leaves the message in a dead-letter queue. What pages people
 * (`pagerDuty`, `opsgenie`, `slack`, `webhook`) goes through a queue and a function of ours, which tries for days. Secrets are
 * named, never given: the name of a SecureString in the Parameter Store of this Region.
 */
export type Target =
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'sqs'; readonly queueArn: string }
  | { readonly kind: 'lambda'; readonly functionArn: string }
  | { readonly kind: 'https'; readonly url: string }
  /** Events API v2; the parameter holds the routing key. */
  | { readonly kind: 'pagerDuty'; readonly parameter: string; readonly region?: 'us' | 'eu' }
  /** The parameter holds the API key. `jira`: Jira Service Management, which takes the same requests and outlives Opsgenie. */
  | { readonly kind: 'opsgenie'; readonly parameter: string; readonly region: 'us' | 'eu' | 'jira' }
  /** The parameter holds the URL of an incoming webhook. */
  | { readonly kind: 'slack'; readonly parameter: string }
  /** The parameter holds an https URL that takes the JSON of a message. */
  | { readonly kind: 'webhook'; readonly parameter: string };
