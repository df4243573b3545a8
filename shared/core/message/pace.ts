import type { Proof } from '../evidence/verdict.ts';
import { numberText } from './format.ts';

/** `1.2/min`. */
export const paceText = ({ rate, limitText }: Proof): string => {
  const { minutes, short } = unitOf(limitText);
  return `${numberText(rate * minutes)}/${short}`;
};

/** `1.2 a minute`. */
export const paceWords = ({ rate, limitText }: Proof): string => {
  const { minutes, long } = unitOf(limitText);
  return `${numberText(rate * minutes)} ${long}`;
};

/** The unit that its owner wrote the limit in: 20 a minute beside a limit of 1800/h would be read as broken. */
const unitOf = (limitText: string): (typeof units)['min'] => {
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
