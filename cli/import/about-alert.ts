import { cut } from '../../shared/core/message/plain-text.ts';
import type { Alert } from './alerts-file.ts';
import type { Severity, Translated } from './translate.ts';

/** Whom an alert is for and what it says to them. */
export const aboutAlert = (
  { labels, annotations }: Alert,
  checks: Set<string>,
): Translated['about'] & { readonly severity: Severity } => {
  const description = firstOf(annotations, ['description', 'summary', 'message'], checks);
  const runbook = annotations.get('runbook_url') ?? annotations.get('runbook');
  const owner = labels.get('team') ?? labels.get('owner');
  const isUrl =
    runbook !== undefined &&
    URL.canParse(runbook) &&
    /^https?:/.test(runbook) &&
    runbook.length <= 500 &&
    !isTemplate(runbook);
  if (runbook !== undefined && !isUrl) checks.add('the runbook is left out: it is no plain http or https address');
  return {
    severity: severityOf(labels.get('severity'), checks),
    ...(description !== undefined && { description: cut(description, 500) }),
    ...(owner !== undefined && owner.trim() !== '' && !isTemplate(owner) && { owner: cut(owner, 80) }),
    ...(isUrl && { runbook }),
  };
};

const isTemplate = (text: string): boolean => text.includes('{{');

/** The first that is plain text: a message has its own numbers, and no templates. */
const firstOf = (
  annotations: Alert['annotations'],
  names: readonly string[],
  checks: Set<string>,
): string | undefined => {
  const texts = names.flatMap((name) => annotations.get(name)?.replaceAll(/\s+/g, ' ').trim() || []);
  const plain = texts.find((text) => !isTemplate(text));
  if (plain === undefined && texts.length > 0)
    checks.add('the annotations are left out: they are templates, and messages say the numbers themselves');
  return plain;
};

const severities: readonly (readonly [RegExp, Severity])[] = [
  [/^(?:critical|crit|page|error|emergency|disaster|fatal|high|alert|[ps](?:ev)?[-_]?[012])$/i, 'critical'],
  [/^(?:warning|warn|ticket|info|information|notice|low|medium|minor|none|[ps](?:ev)?[-_]?[345])$/i, 'warning'],
];

const severityOf = (label: string | undefined, checks: Set<string>): Severity => {
  const known = severities.find(([words]) => label !== undefined && words.test(label))?.[1];
  if (known === undefined)
    checks.add(
      label === undefined
        ? 'it has no label severity and is taken for critical'
        : `severity ${label} is taken for critical`,
    );
  else if (label !== known && label?.toLowerCase() !== 'page') checks.add(`severity ${label} is taken for ${known}`);
  return known ?? 'critical';
};
