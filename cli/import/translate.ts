import type { Alert } from './alerts-file.ts';
import { aboutAlert } from './about-alert.ts';
import { meaningOf } from './meaning.ts';
import { durationText, prometheusDuration } from './promql/duration.ts';
import type { Meaning } from './rule.ts';
import { Untranslatable } from './untranslatable.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Severity = 'warning' | 'critical';

/** An alert as a guardrail that compares as Prometheus does. */
export interface Translated {
  readonly alert: Alert;
  readonly severity: Severity;
  readonly meaning: Meaning;
  /** Of `evidence: none`. */
  readonly holds: { readonly window: string; readonly for?: string; readonly keepFiringFor?: string };
  readonly about: { readonly description?: string; readonly owner?: string; readonly runbook?: string };
  /** What was guessed or left out. */
  readonly checks: readonly string[];
}

/** Throws {@link Untranslatable} where no guardrail means the same. */
export const translate = (alert: Alert, words: Vocabulary): Translated => {
  if (alert.expr === undefined || alert.expr.trim() === '') throw new Untranslatable('expected expr, got none');
  const checks = new Set<string>();
  const meaning = meaningOf(alert.expr, words, checks);
  const { severity, ...about } = aboutAlert(alert, checks);
  return {
    alert,
    severity,
    meaning,
    holds: {
      window: windowText(meaning.windowMs),
      ...held('for', alert.for),
      ...held('keepFiringFor', alert.keepFiringFor),
    },
    about,
    checks: [...checks],
  };
};

const windowText = (ms: number): string => {
  if (ms % 60_000 !== 0 || ms < 60_000 || ms > 3_600_000)
    throw new Untranslatable(
      `a window of ${durationText(ms)}; a plain comparison has whole minutes from 1m to 60m` +
        (ms > 3_600_000 ? ', and an objective looks back over days' : ''),
    );
  return ms === 3_600_000 ? '60m' : durationText(ms);
};

const held = (
  key: 'for' | 'keepFiringFor',
  text: string | undefined,
): Partial<Record<'for' | 'keepFiringFor', string>> => {
  if (text === undefined) return {};
  const ms = prometheusDuration(text);
  if (ms === undefined)
    throw new Untranslatable(
      `expected a duration such as 10m, got ${key === 'for' ? 'for' : 'keep_firing_for'}: ${text}`,
    );
  if (ms > 24 * 3_600_000) throw new Untranslatable(`held for ${text}; a limit is held for a day at most`);
  return ms === 0 ? {} : { [key]: durationText(ms) };
};
