import { existsSync } from 'node:fs';
import { nearest } from '../../shared/core/guardrail/nearest.ts';
import { problemText } from '../../shared/core/guardrail/problem.ts';
import { parseRules } from '../../shared/core/guardrail/rules-document.ts';
import { refusalsOf } from '../../shared/core/guardrail/schema-problems.ts';
import { ConfigurationError } from '../configuration-error.ts';
import { readText } from '../read-text.ts';
import { type GivenSettings, settingKeys, settingsSchema } from './schema.ts';

/** Read where nobody names another. */
const DEFAULT_FILE = 'parapet.yaml';

/** What the file of settings says; nothing where there is none and none was named. */
export function readSettingsFile(named: unknown): GivenSettings {
  if (named === undefined && !existsSync(DEFAULT_FILE)) return {};
  const file = named ?? DEFAULT_FILE;
  if (typeof file !== 'string')
    throw new ConfigurationError([
      `context config: expected the path of a file of settings, got ${JSON.stringify(file)}`,
    ]);
  const parsed = parseRules(readText(file, 'a file of settings', 'Name it with -c config=<path>'));
  if (!parsed.ok) throw new ConfigurationError(parsed.problems.map((problem) => problemText(file, problem)));
  // An empty file, or one of comments only.
  const value = parsed.value ?? {};
  const checked = settingsSchema.safeParse(value);
  if (checked.success) return checked.data;
  throw new ConfigurationError(
    checked.error.issues
      .flatMap((issue) => refusalsOf(issue, value, nearestSetting))
      .map(({ path, message }) => problemText(file, { ...parsed.placeOf(path), path, message })),
  );
}

/** Of the others: a key that is known elsewhere is not what was meant here. */
const nearestSetting = (key: string): string | undefined =>
  nearest(
    key,
    settingKeys.filter((known) => known !== key),
  );
