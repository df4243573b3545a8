import { writeFile } from 'node:fs/promises';
import { countOf } from '../../shared/core/message/format.ts';
import { plain } from '../../shared/core/message/plain-text.ts';
import { readText } from '../files.ts';
import { UsageError } from '../run-program.ts';
import { vocabularyOf } from './options.ts';
import { importPrometheus, type Result } from './prometheus.ts';

export interface ImportOptions {
  readonly map?: readonly string[];
  readonly metric?: readonly string[];
  readonly output?: string;
  readonly force?: true;
  readonly json?: true;
}

/** Prints or writes the guardrails, and says on stderr what became of each alert. Throws where none could be translated. */
export const runImport = async (
  file: string,
  { map = [], metric = [], output, force, json }: ImportOptions,
): Promise<void> => {
  const words = vocabularyOf(map, metric);
  const result = importPrometheus(await readText(file), file, words);
  if (json === true) await put(`${JSON.stringify(asJson(result), undefined, 2)}\n`, output, force === true);
  else if (result.imported.length > 0) await put(result.text, output, force === true);
  for (const { alert, reason } of result.skipped)
    console.error(plain(`${file}:${alert.line}: ${alert.name}: not translated: ${reason}`));
  console.error(plain(summaryOf(result, file, output)));
  if (result.imported.length === 0) throw new Error(`expected an alert in ${file} that can be translated, got none`);
};

const put = async (text: string, output: string | undefined, force: boolean): Promise<void> => {
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFile(output, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new UsageError(`Expected ${output} not to be there yet; --force writes over it`);
    throw error;
  }
};

const summaryOf = ({ imported, skipped, records }: Result, file: string, output: string | undefined): string => {
  const became = imported.reduce((sum, { alerts }) => sum + alerts.length, 0);
  const left = records === 0 ? '' : `; ${countOf(records, 'recording rule')} left out`;
  const next =
    imported.length === 0
      ? ''
      : ` See to the lines that say check:, then run parapet check${output === undefined ? '' : ` ${output}`}.`;
  return `${file}: ${became} of ${countOf(became + skipped.length, 'alert')} became ${countOf(imported.length, 'guardrail')}${left}.${next}`;
};

const asJson = ({ imported, skipped, records }: Result) => ({
  guardrails: imported.map(({ guardrail }) => guardrail),
  translated: imported.map(({ id, alerts, checks, better }) => ({ id, alerts: alerts.map(named), checks, better })),
  skipped: skipped.map(({ alert, reason }) => ({ ...named(alert), reason })),
  records,
});

const named = ({ name, line }: { readonly name: string; readonly line: number }) => ({ alert: name, line });
