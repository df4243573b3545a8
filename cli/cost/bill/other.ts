import { MS_PER_MINUTE } from '../../../shared/core/units.ts';
import { assumed } from '../assumed.ts';
import type { Deployment } from '../deployment.ts';
import { MINUTES_PER_MONTH } from '../prices.ts';
import { type Line, line } from './line.ts';

/** The clock, the messages and, where it is a key of the customer, the key. */
export const others = ({ encryption }: Pick<Deployment, 'encryption'>): readonly Line[] => {
  const { messagesPerMonth, keys } = assumed;
  const asked = (keys.users * MINUTES_PER_MONTH * MS_PER_MINUTE) / keys.reuse;
  return [
    ...line('ticks', 'schedule', MINUTES_PER_MONTH),
    ...line('messages (assumed)', 'publish', messagesPerMonth),
    ...line('messages (assumed), to one address', 'email', messagesPerMonth),
    ...(encryption === 'customer'
      ? [...line('one of the customer', 'key', 1), ...line('asked for each 5 minutes', 'keyRequest', asked)]
      : []),
  ];
};
