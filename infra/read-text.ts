import { readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.ts';

/** The text of a file that the operator named; one that can't be read is his to mend, by `remedy`. */
export function readText(file: string, what: string, remedy: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError([`${file}: expected ${what}, got ${reason}. ${remedy}`]);
  }
}
