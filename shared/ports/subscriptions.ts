/** Those who hear of incidents, as the service that tells them counts them. */
export interface SubscriptionCounts {
  readonly confirmed: number;
  /** Asked, and not confirmed: they hear nothing. An address that got too many mails at once becomes one of these. */
  readonly pending: number;
}

export interface Subscriptions {
  /** Throws where the service can't be asked, or takes longer than `signal` allows. */
  count(signal?: AbortSignal): Promise<SubscriptionCounts>;
}
