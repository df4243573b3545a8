import { describe, expect, it } from 'vitest';
import { ruleFingerprint } from '../../../shared/core/guardrail/fingerprint.ts';
import { aGuardrail, aLatencyGuardrail, aVolumeGuardrail, aWeightedGuardrail } from '../../support/builders.ts';

type Keys = Record<string, unknown>;
const base: Keys = {
  of: { bank: ['icbc', 'ccb'], amount: { numeric: ['>=', 100] }, tier: { 'anything-but': [1, 2] } },
  by: ['bank', 'method'],
  warning: { above: '5%' },
  critical: { above: '15%' },
};
const fingerprintOf = (keys: Keys): string => ruleFingerprint(aGuardrail({ ...base, ...keys }));

describe('the fingerprint of a rule', () => {
  it('is 16 hexadecimal digits, the same for the same rule and on every machine', () => {
    expect(fingerprintOf({})).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprintOf({})).toBe(fingerprintOf({}));
    expect(ruleFingerprint(aGuardrail())).toBe('95d65ca743993aa7');
  });

  it.each<[string, Keys]>([
    ['its id', { id: 'other' }],
    ['its name', { name: 'Other' }],
    ['its description, owner and runbook', { description: 'd', owner: 'o', runbook: 'https://example.com' }],
    ['when it is told again', { remind: { critical: 'never' } }],
    ['how a limit is written', { warning: { above: '5.0 %' } }],
    ['what is the default', { recover: '5%', evidence: { breach: 0.0001 } }],
    ['the order of its groups', { by: ['method', 'bank'] }],
    [
      'the order of its fields and values',
      { of: { tier: { 'anything-but': [2, 1] }, amount: { numeric: ['>=', 100] }, bank: ['ccb', 'icbc'] } },
    ],
  ])('does not change with %s', (_sentence, keys) => {
    expect(fingerprintOf(keys)).toBe(fingerprintOf({}));
  });

  it('is another for every other thing that affects how it judges', () => {
    const of = (pattern: Keys): Keys => ({ of: { ...(base['of'] as Keys), ...pattern } });
    const plain = { evidence: 'none', window: '5m' };
    const rules = [
      {},
      of({ bank: ['icbc'] }),
      of({ bank: ['icbc', 'ccb', 'boc'] }),
      of({ bank: { prefix: 'icbc' } }),
      of({ bank: { exists: true } }),
      of({ bank: { exists: false } }),
      of({ tier: { 'anything-but': [1] } }),
      of({ tier: { 'anything-but': ['1', '2'] } }),
      of({ tier: { 'anything-but': { prefix: '1' } } }),
      of({ amount: { numeric: ['>', 100] } }),
      of({ amount: { numeric: ['>=', 101] } }),
      of({ type: 'refund' }),
      { bad: { outcome: ['failed'] } },
      { by: ['bank'] },
      { by: [] },
      { warning: { above: '4%' } },
      { warning: undefined },
      { warning: { below: '15%' }, critical: { below: '5%' } },
      { warning: { above: '15%' }, critical: undefined },
      { recover: '3%' },
      { evidence: { breach: 0.001 } },
      { evidence: { clear: 0.001 } },
      plain,
      { ...plain, window: '6m' },
      { ...plain, minEvents: 2 },
      { ...plain, for: '1m' },
      { ...plain, keepFiringFor: '1m' },
      { countBy: 'order' },
      { countBy: 'token' },
    ].map(fingerprintOf);
    const others = [
      aWeightedGuardrail(),
      aWeightedGuardrail({ currency: 'JPY' }),
      aLatencyGuardrail(),
      aLatencyGuardrail({ percentile: 99 }),
      aLatencyGuardrail({ critical: { above: '900ms' } }),
      aVolumeGuardrail(),
      aVolumeGuardrail({ critical: { below: '20/s' } }),
    ].map(ruleFingerprint);
    const all = [...rules, ...others];
    expect(all.filter((fingerprint, index) => all.indexOf(fingerprint) < index)).toEqual([]);
  });
});
