import { checkText } from './check-text.ts';
import { type FileResult, isFailed, isFine } from './result.ts';

/** All results for machines. */
export const jsonText = (results: readonly FileResult[]): string =>
  JSON.stringify(
    {
      ok: results.every(isFine),
      scenarios: results.map((result) => ({
        file: result.file,
        ...(result.name === undefined ? {} : { name: result.name }),
        ok: isFine(result),
        problems: result.problems,
        checks: result.checks.map((checked) => ({
          line: checked.check.place.line,
          check: checkText(checked.check),
          ok: !isFailed(checked),
          ...(checked.failure === undefined
            ? {}
            : {
                misses: checked.failure.misses.map(({ place, ...miss }) => ({ ...place, ...miss })),
                context: checked.failure.context,
              }),
        })),
      })),
    },
    undefined,
    2,
  );
