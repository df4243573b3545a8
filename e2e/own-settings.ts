import * as z from 'zod';
import { settingNames } from '../infra/settings/schema.ts';

/** Instead of parapet.yaml, which may name people and pagers. */
export const settingsFile = 'e2e/parapet.yaml';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()).default({}) });

/** Settings in cdk.json count before those of any file, so that this stack would mail and page as the real one does. */
export const refuseSettingsIn = (text: string): void => {
  const { context } = cdkJson.parse(JSON.parse(text));
  const found = Object.keys(context).filter((name) => settingNames.includes(name) || name === 'config');
  if (found.length === 0) return;
  throw new Error(
    `Expected no settings in the context of cdk.json, got ${found.join(', ')}: they would hold for this run too. Move them to parapet.yaml`,
  );
};
