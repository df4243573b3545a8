import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DurationMs, EpochMs } from '../../core/units.ts';

/** The attribute that DynamoDB's TTL reads, in whole seconds. */
export const expiresAt = (from: EpochMs, keep: DurationMs): { expiresAt: AttributeValue } => ({
  expiresAt: { N: String(Math.ceil((from + keep) / 1000)) },
});

/** TTL deletes up to two days late: every read leaves out what has expired. */
export const isExpired = (item: Record<string, AttributeValue>, asOf: EpochMs): boolean => {
  const seconds = item['expiresAt']?.N;
  return seconds !== undefined && Number(seconds) * 1000 <= asOf;
};
