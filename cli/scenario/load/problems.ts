import type { z } from 'zod';
import { didYouMean, nearest } from '../../../shared/core/guardrail/nearest.ts';
import type { Path, Problem } from '../../../shared/core/guardrail/problem.ts';
import type { PlaceOf } from '../../../shared/core/guardrail/rules-document.ts';
import { refusalsOf } from '../../../shared/core/guardrail/schema-problems.ts';
import { LineFault } from '../lines/scanner.ts';
import { scenarioKeys } from './schema.ts';

/** Collects what is wrong with a file, each with its place. */
export class Problems {
  readonly #found: Problem[] = [];
  readonly #placeOf: PlaceOf;
  readonly #lines: readonly string[];

  constructor(text: string, placeOf: PlaceOf) {
    this.#placeOf = placeOf;
    this.#lines = text.split('\n');
  }

  get found(): readonly Problem[] {
    return this.#found;
  }

  tell(path: Path, message: string): void {
    this.#found.push({ ...this.#placeOf(path), path, message });
  }

  /** What a schema refused of what lies at `path`; `value` is what it was given. */
  refuse(path: Path, error: z.ZodError, value: unknown): void {
    for (const issue of error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys)
          this.tell(
            [...path, ...issue.path.map(step), key],
            `not a key that is known here${didYouMean(nearestOther(key, scenarioKeys))}`,
          );
      } else for (const refusal of refusalsOf(issue, value)) this.tell([...path, ...refusal.path], refusal.message);
    }
  }

  /** Runs what reads the line at `path`; undefined where it could not be read. */
  read<Line>(path: Path, line: string, parse: (line: string) => Line): Line | undefined {
    try {
      return parse(line);
    } catch (error) {
      if (!(error instanceof LineFault)) throw error;
      const place = this.#placeOf(path);
      const column = this.#columnOf(place, line);
      this.#found.push({
        line: place.line,
        column: column === undefined ? place.column : column + error.offset,
        path,
        message: error.message,
      });
      return undefined;
    }
  }

  /** Where a line begins, that may be in quotes; undefined where it is folded over several. */
  #columnOf({ line, column }: { readonly line: number; readonly column: number }, text: string): number | undefined {
    const written = this.#lines[line - 1] ?? '';
    return [column, column + 1].find((start) => written.startsWith(text, start - 1));
  }
}

const step = (of: PropertyKey): string | number => (typeof of === 'number' ? of : String(of));

/** A key that is known elsewhere is no typo. */
const nearestOther = (key: string, known: readonly string[]): string | undefined => {
  const meant = nearest(key, known);
  return meant === key ? undefined : meant;
};
