import type { ReadRules } from '../guardrail/load.ts';
import type { EpochMs } from '../units.ts';
import type { Found } from './finding.ts';

/** Silences that will never hold anything back again: the work is done, and who reads the file wonders about it. */
export const silencesOver = ({ silences }: ReadRules, now: EpochMs): readonly Found[] =>
  silences.flatMap(({ silence: { period }, path }): Found[] =>
    period.kind === 'once' && period.until <= now
      ? [
          {
            severity: 'warning',
            path: [...path, 'until'],
            message: `over since ${new Date(period.until).toISOString().replace(/:\d\d\.\d+Z$/, 'Z')}; take this silence out`,
          },
        ]
      : [],
  );
