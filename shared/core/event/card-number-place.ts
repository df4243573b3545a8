import { holdsCardNumber, isCardNumber, withoutLongNumbers } from './card-number.ts';
import type { PaymentEvent } from './event.ts';

/** In the smallest unit of any currency no payment comes near it, while amounts of 13 digits do, in rupiah and in rial. */
const NO_AMOUNT = 1e15;

/** Where an event holds a card number, in words for its producer that do not hold it; nothing where it holds none. */
export const placeOfCardNumber = (event: PaymentEvent): string | undefined => {
  if (holdsCardNumber(event.id)) return 'id';
  if (holdsCardNumber(event.source)) return 'source';
  if (holdsCardNumber(event.type)) return 'type';
  if (event.amount !== undefined && event.amount >= NO_AMOUNT && isCardNumber(event.amount)) return 'amount';
  const { attributes } = event;
  // Not over entries or keys: their list would be half of what all this costs.
  for (const name in attributes) {
    const value = attributes[name];
    if (holdsCardNumber(name)) return 'the name of an attribute';
    if (typeof value === 'string' ? holdsCardNumber(value) : typeof value === 'number' && isCardNumber(value))
      return `attributes.${withoutLongNumbers(name)}`;
  }
  return undefined;
};
