import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { ConfigurationError } from '../../infra/configuration-error.ts';
import { readGuardrails } from '../../infra/guardrails.ts';
import { checkRules } from '../../shared/core/check/check.ts';
import type { Finding } from '../../shared/core/check/finding.ts';
import { aGuardrail, NOW } from '../support/builders.ts';

vi.mock(import('../../shared/core/check/check.ts'), async (importOriginal) => ({
  ...(await importOriginal()),
  checkRules: vi.fn<typeof checkRules>(),
}));

const folder = mkdtempSync(join(tmpdir(), 'parapet-guardrails-'));
const file = join(folder, 'rules.yaml');
writeFileSync(file, 'the text');
afterAll(() => rmSync(folder, { recursive: true }));

const rules = { guardrails: [], silences: [] };
const finding = (severity: Finding['severity'], line: number, message: string): Finding => ({
  kind: 'refused',
  severity,
  line,
  column: 1,
  path: ['silences'],
  message,
});

it('gives the checked rules, not the text as it was written', () => {
  vi.mocked(checkRules).mockReturnValue({ findings: [], rules });
  expect(readGuardrails(file, NOW)).toEqual({ rules, warnings: [] });
});

it('has the check see the text, and what time it is', () => {
  vi.mocked(checkRules).mockReturnValue({ findings: [], rules });
  readGuardrails(file, NOW);
  expect(checkRules).toHaveBeenLastCalledWith('the text', NOW);
});

it('hands on the errors as they are, one a line, without what is only to be looked at', () => {
  const findings = [finding('error', 1, 'first'), finding('warning', 2, 'odd'), finding('error', 9, 'second')];
  vi.mocked(checkRules).mockReturnValue({ findings });
  expect(() => readGuardrails(file, NOW)).toThrow(
    new ConfigurationError([`${file}:1:1: silences: first\n${file}:9:1: silences: second`]),
  );
});

it('hands on what is to be looked at beside the rules', () => {
  vi.mocked(checkRules).mockReturnValue({ findings: [finding('warning', 2, 'odd')], rules });
  expect(readGuardrails(file, NOW).warnings).toEqual([`${file}:2:1: warning: silences: odd`]);
});

it('refuses ids that are kept for guardrails of Parapet itself, all at once', () => {
  const guardrails = ['parapet-synthetic', 'payments', 'parapet-own'].map((id) => aGuardrail({ id }));
  vi.mocked(checkRules).mockReturnValue({ findings: [], rules: { guardrails, silences: [] } });
  const expected = (id: string): string =>
    `${file}: expected ids that do not begin with parapet-, which are for guardrails of Parapet itself, got ${id}`;
  expect(() => readGuardrails(file, NOW)).toThrow(
    new ConfigurationError([`${expected('parapet-synthetic')}\n${expected('parapet-own')}`]),
  );
});

it('says which file is missing and how to name another', () => {
  expect(() => readGuardrails('nowhere.yaml', NOW)).toThrow(/^nowhere\.yaml: expected a file .* -c guardrails=<path>$/);
});
