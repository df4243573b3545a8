import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings/read-settings.ts';
import { settingNames } from '../../infra/settings/schema.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import { scratchFolder, synthesize } from '../infra/synth.ts';

const manual = readFileSync('docs/operations.md', 'utf8');
const examples = ['README.md', 'docs/operations.md'].flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/<!-- settings -->\n```yaml\n(.*?)```/gs)].map(
    ([, text = '']): [string, string] => [file, text],
  ),
);

const settingsOf = (text: string): Settings => {
  const config = join(scratchFolder(), 'parapet.yaml');
  writeFileSync(config, text);
  return readSettings(new App({ context: { config }, outdir: scratchFolder() }).node);
};

describe('settings in the docs', () => {
  it('have an example in the README and one in the manual', () => {
    expect(examples.map(([file]) => file)).toEqual(['README.md', 'docs/operations.md']);
  });

  it.each(examples)('of %s can be deployed', (_file, text) => {
    const settings = settingsOf(text);
    expect(settings.emails.length).toBeGreaterThan(0);
    expect(synthesize(settings).findResources('AWS::DynamoDB::GlobalTable')).not.toEqual({});
  });

  it('are all in the table of the manual, and nothing else is', () => {
    const [, table = ''] = /\| setting \| default \|.*?\n\|.*?\n(.*?)\n\n/s.exec(manual) ?? [];
    const named = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    );
    expect(named.toSorted()).toEqual([...settingNames, 'config'].toSorted());
  });
});
