import { describe, expect, it } from 'vitest';
import { checkRules } from '../../../shared/core/check/check.ts';
import { kinds } from '../../../shared/core/guardrail/guardrail.ts';
import { loadGuardrails, readRules } from '../../../shared/core/guardrail/load.ts';
import { presetNames } from '../../../shared/core/presets/names.ts';
import { parties } from '../../../shared/core/presets/preset.ts';
import { presets } from '../../../shared/core/presets/presets.ts';
import { NOW } from '../../support/builders.ts';

const all = presetNames.flatMap((name) => presets[name].guardrails);
const rules = all.map(({ rule }) => rule);

describe.each(presetNames)('%s', (name) => {
  const preset = presets[name];

  it('loads as it is, every guardrail of it', () => {
    const loaded = loadGuardrails(`extends: [${name}]`, 'guardrails.yaml');
    expect(loaded.ok ? loaded.guardrails.map(({ id }) => id) : loaded.problems).toEqual(
      preset.guardrails.map(({ rule }) => rule.id),
    );
  });

  it('has nothing that a check would find', () => {
    expect(checkRules(`extends: [${name}]`, NOW).findings).toEqual([]);
  });

  it('knows itself by its name, and its guardrails by the last word of it', () => {
    expect(preset.name).toBe(name);
    const prefix = `${name.slice('payments/'.length)}-`;
    expect(preset.guardrails.filter(({ rule }) => !rule.id.startsWith(prefix))).toEqual([]);
  });
});

describe('the guardrails of all presets', () => {
  it('load together, each under an id of its own', () => {
    const loaded = loadGuardrails(`extends: [${presetNames.join(', ')}]`, 'guardrails.yaml');
    expect(loaded.ok ? loaded.guardrails.length : loaded.problems).toBe(all.length);
    expect(checkRules(`extends: [${presetNames.join(', ')}]`, NOW).findings).toEqual([]);
  });

  it.each(rules.map(({ id, description }) => [id, description]))(
    '%s says why it exists and where its number comes from, in words that fit into a message',
    (_, description) => {
      expect(description).toMatch(/the judgement of Parapet|read 2026-11-23/);
      expect(description.length).toBeLessThanOrEqual(340);
      expect(description.split('. ').length).toBeGreaterThanOrEqual(2);
    },
  );

  it('have a name for messages, and somebody who would call first', () => {
    expect(rules.filter(({ name }) => name === undefined)).toEqual([]);
    expect(all.filter((guardrail) => guardrail.for.length === 0)).toEqual([]);
  });

  it('are of every kind, and in every form that a limit may have', () => {
    expect(new Set(rules.map(({ kind }) => kind))).toEqual(new Set(kinds));
    const keys = new Set(rules.flatMap((rule) => Object.keys(rule)));
    expect([...keys]).toEqual(expect.arrayContaining(['baseline', 'objective', 'weight', 'countBy', 'preset', 'by']));
  });

  it('never count a decline or a payer who gave up as an outage', () => {
    const read = readRules(`extends: [${presetNames.join(', ')}]`);
    const outages = (read.ok ? read.guardrails : []).filter(({ raw }) => /failures|availability|latency/.test(raw.id));
    expect(outages.length).toBeGreaterThan(12);
    expect(outages.filter(({ raw }) => /declined|cancelled/.test(JSON.stringify('bad' in raw ? raw.bad : {})))).toEqual(
      [],
    );
  });
});

describe('the wallet', () => {
  const { guardrails } = presets['payments/wallet'];

  it.each(parties)('has guardrails for %s', (party) => {
    expect(guardrails.filter((each) => each.for.includes(party)).length).toBeGreaterThanOrEqual(3);
  });

  it.each(['bind-card', 'scan', 'confirm', 'receive'])('guards the step %s', (step) => {
    const own = guardrails.filter(({ rule }) => rule.of?.['step'] === step);
    expect(own.some(({ rule }) => rule.id.endsWith('-failures'))).toBe(true);
  });

  it('takes the steps around a payment for no payments', () => {
    const typed = guardrails.map(({ rule: { of } }) => [of?.['step'], of?.['type']]);
    expect(typed.filter(([step, type]) => (step === 'confirm' ? type !== undefined : type !== 'step'))).toEqual([]);
  });
});
