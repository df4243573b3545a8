import type { Proof } from '../evidence/verdict.ts';
import { numberText } from './format.ts';

type Paced = Pick<Proof, 'limitText' | 'normal'>;

/** `1.2/min`. */
export const paceText = (proof: Paced & Pick<Proof, 'rate'>): string => {
  const { minutes, short } = unitOf(proof);
  return `${numberText(proof.rate * minutes)}/${short}`;
};

/** `1.2 a minute`. */
export const paceWords = (proof: Paced & Pick<Proof, 'rate'>): string => {
  const { minutes, long } = unitOf(proof);
  return `${numberText(proof.rate * minutes)} ${long}`;
};

/**
 * The unit that its owner wrote the limit in: 20 a minute beside a limit of 1800/h would be read as broken. A multiple of
 * what is normal has none, and nobody counts in fifths of an event.
 */
const unitOf = ({ limitText, normal }: Paced): (typeof units)['min'] => {
  if (normal !== undefined) return normal.limit < 1 ? units.h : units.min;
  const [, name] = /\/\s*(s|h)$/.exec(limitText) ?? [];
  return name === 's' ? units.s : name === 'h' ? units.h : units.min;
};

interface Unit {
  readonly minutes: number;
  readonly short: string;
  readonly long: string;
}

const units: Readonly<Record<'s' | 'min' | 'h', Unit>> = {
  s: { minutes: 1 / 60, short: 's', long: 'a second' },
  min: { minutes: 1, short: 'min', long: 'a minute' },
  h: { minutes: 60, short: 'h', long: 'an hour' },
};
