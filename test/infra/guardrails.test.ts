import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { ConfigurationError } from '../../infra/configuration-error.ts';
import { readGuardrails } from '../../infra/guardrails.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';

vi.mock(import('../../shared/core/guardrail/load.ts'));

const folder = mkdtempSync(join(tmpdir(), 'parapet-guardrails-'));
const file = join(folder, 'rules.yaml');
writeFileSync(file, 'the text');
afterAll(() => rmSync(folder, { recursive: true }));

it('gives the validated rules as JSON, not the text as it was written', () => {
  vi.mocked(loadGuardrails).mockReturnValue({ ok: true, guardrails: [], silences: [] });
  expect(readGuardrails(file)).toBe('{"guardrails":[],"silences":[]}');
});

it('has the loader see the text, and the name for its messages', () => {
  vi.mocked(loadGuardrails).mockReturnValue({ ok: true, guardrails: [], silences: [] });
  readGuardrails(file);
  expect(loadGuardrails).toHaveBeenLastCalledWith('the text', file);
});

it('hands on the problems of the rules as they are, one a line', () => {
  vi.mocked(loadGuardrails).mockReturnValue({
    ok: false,
    problems: ['rules.yaml:1:1: first', 'rules.yaml:9:3: second'],
  });
  expect(() => readGuardrails(file)).toThrow(new ConfigurationError(['rules.yaml:1:1: first\nrules.yaml:9:3: second']));
});

it('says which file is missing and how to name another', () => {
  expect(() => readGuardrails('nowhere.yaml')).toThrow(/^nowhere\.yaml: expected a file .* -c guardrails=<path>$/);
});
