import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { type Alert, readAlerts } from './alerts-file.ts';
import { guardrailOf, type Imported } from './guardrail-of.ts';
import { Ids } from './ids.ts';
import { paired } from './pairs.ts';
import { translate, type Translated } from './translate.ts';
import { Untranslatable } from './untranslatable.ts';
import type { Vocabulary } from './vocabulary.ts';
import { guardrailsText } from './written.ts';

export interface Skipped {
  readonly alert: Alert;
  readonly reason: string;
}

export interface Result {
  readonly imported: readonly Imported[];
  readonly skipped: readonly Skipped[];
  readonly records: number;
  /** guardrails.yaml; of nothing imported, none that loads. */
  readonly text: string;
}

/** Translates the alerts of a file of Prometheus rules. Throws where it is no such file. */
export const importPrometheus = (source: string, fileName: string, words: Vocabulary): Result => {
  const { alerts, records } = readAlerts(source, fileName);
  const translated: Translated[] = [];
  const skipped: Skipped[] = [];
  for (const alert of alerts) {
    try {
      translated.push(loadable(translate(alert, words)));
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      skipped.push({ alert, reason: error.message });
    }
  }
  const ids = new Ids();
  const imported = paired(translated).map((levels) => guardrailOf(levels, ids));
  return { imported, skipped, records, text: guardrailsText(imported, fileName) };
};

/** What the loader would refuse, such as a latency of an hour, is named as a rule and not found in the file later. */
const loadable = (translated: Translated): Translated => {
  const { guardrail } = guardrailOf([translated], new Ids());
  const loaded = loadGuardrails(JSON.stringify({ guardrails: [guardrail] }), '');
  if (!loaded.ok)
    throw new Untranslatable(
      loaded.problems.map((problem) => problem.replace(/^[\d:]+ guardrails\[0\]\.?/, '')).join('; '),
    );
  return translated;
};
