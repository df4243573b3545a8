import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRules } from '../../../functions/evaluate/guardrails.ts';
import { readGuardrails } from '../../../infra/guardrails.ts';
import { aGuardrail, NOW } from '../../support/builders.ts';

const folder = mkdtempSync(join(tmpdir(), 'parapet-rules-'));
const file = join(folder, 'guardrails.json');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string): unknown => {
  writeFileSync(file, text);
  return readRules(file);
};

describe('the rules of the evaluator', () => {
  it('are those that synth wrote, silences too', () => {
    const yaml = join(folder, 'guardrails.yaml');
    const silence = { why: 'w', by: 'b', from: '2026-12-01T02:00Z', until: '2026-12-01T04:00Z' };
    const rule = { id: 'a', kind: 'rate', bad: { fraud: true }, critical: { above: '5%' } };
    writeFileSync(yaml, JSON.stringify({ guardrails: [rule], silences: [silence] }));
    const { rules } = readGuardrails(yaml, NOW);
    expect(read(JSON.stringify(rules))).toMatchObject({ guardrails: [{ id: 'a' }], silences: [{ id: 'planned-1' }] });
  });

  it('have no silences in a file from before there were any', () => {
    const guardrails = [aGuardrail()];
    expect(read(JSON.stringify({ guardrails }))).toEqual({ guardrails, silences: [] });
  });

  it.each([['{}'], ['{"guardrails":[]}'], ['{"silences":[]}']])('are refused where there are none: %s', (text) => {
    expect(() => read(text)).toThrow(/expected at least one guardrail as synth writes it, got none; deploy again$/);
  });
});
