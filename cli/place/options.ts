import { Option } from 'commander';

/** `--stack Parapet`, or `--stack` alone for the only one there is. */
export const stackOption = (what: string): Option =>
  new Option('--stack [name]', `${what}; without a name the only one of the account and Region`);

/** For the help of a command that has it: what commander takes for the name is easily another argument. */
export const stackHint = 'A --stack without a name stands last: what follows it is taken for the name.';
