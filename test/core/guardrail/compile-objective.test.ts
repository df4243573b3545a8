import { describe, expect, it } from 'vitest';
import { ruleFingerprint } from '../../../shared/core/guardrail/fingerprint.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { aGuardrail } from '../../support/builders.ts';

const anObjective = (overrides: Record<string, unknown> = {}): Guardrail =>
  aGuardrail({ critical: undefined, objective: '99.9%', ...overrides });

const hour = 60;

describe('an objective', () => {
  it('is judged by the burn rates of the workbook, worst first, as rates of its error budget', () => {
    const limit = { metric: 0, direction: 'above' };
    expect(anObjective().levels).toEqual([
      {
        ...limit,
        severity: 'critical',
        rate: 0.0144,
        text: '14.4x budget',
        burn: { factor: 14.4, longMinutes: hour, shortMinutes: 5 },
      },
      {
        ...limit,
        severity: 'critical',
        rate: 0.006,
        text: '6x budget',
        burn: { factor: 6, longMinutes: 6 * hour, shortMinutes: 30 },
      },
      {
        ...limit,
        severity: 'warning',
        rate: 0.003,
        text: '3x budget',
        burn: { factor: 3, longMinutes: 24 * hour, shortMinutes: 2 * hour },
      },
      {
        ...limit,
        severity: 'warning',
        rate: 0.001,
        text: '1x budget',
        burn: { factor: 1, longMinutes: 72 * hour, shortMinutes: 6 * hour },
      },
    ]);
  });

  it('is clear again once no more than its budget is spent', () => {
    expect(anObjective({ objective: '99.5%' }).recovery).toEqual({
      metric: 0,
      direction: 'above',
      rate: 0.005,
      text: '1x budget',
    });
  });

  it('is promised over 30 days, or as many as it says', () => {
    expect(anObjective().objective).toEqual({ target: 0.999, days: 30, text: '99.9%' });
    expect(anObjective({ period: '90d' }).objective).toEqual({ target: 0.999, days: 90, text: '99.9%' });
    expect(anObjective({ period: '90d' }).levels[0]).toMatchObject({ rate: 0.0432, text: '43.2x budget' });
  });

  it('takes burn rates instead of those, in whatever order they are given', () => {
    const burn = {
      warning: [{ factor: 2, long: '7d', short: '14h' }],
      critical: [
        { factor: 6, long: '6h', short: '30m' },
        { factor: 9.5, long: '45m', short: '5m' },
      ],
    };
    const { levels } = anObjective({ objective: '90%', burn });
    expect(levels.map(({ severity, rate, text, burn: rates }) => [severity, rate, text, rates])).toEqual([
      ['critical', 0.95, '9.5x budget', { factor: 9.5, longMinutes: 45, shortMinutes: 5 }],
      ['critical', 0.6, '6x budget', { factor: 6, longMinutes: 360, shortMinutes: 30 }],
      ['warning', 0.2, '2x budget', { factor: 2, longMinutes: 7 * 24 * hour, shortMinutes: 14 * hour }],
    ]);
  });

  it('of one severity has no level of the other', () => {
    const { levels, recovery } = anObjective({ burn: { critical: [{ factor: 10, long: '1h', short: '5m' }] } });
    expect(levels.map(({ severity }) => severity)).toEqual(['critical']);
    expect(recovery.text).toBe('1x budget');
  });

  it('counts as every rate does, by group and by payment', () => {
    const guardrail = anObjective({ by: ['bank'], countBy: 'order', of: { method: ['qr'] } });
    expect(guardrail.metrics).toEqual(aGuardrail({ by: ['bank'], countBy: 'order', of: { method: ['qr'] } }).metrics);
    expect(guardrail.by).toEqual(['bank']);
  });

  it('wants proof, as sure as it says', () => {
    expect(anObjective().evidence).toEqual({ kind: 'proof', breach: 0.0001, clear: 0.01 });
    expect(anObjective({ evidence: { clear: 0.1 } }).evidence).toMatchObject({ breach: 0.0001, clear: 0.1 });
  });

  it('is another rule with another promise, period or burn rate, and the same metric', () => {
    const burn = { critical: [{ factor: 14.4, long: '1h', short: '10m' }] };
    const rules = [{}, { objective: '99.95%' }, { period: '28d' }, { burn }].map(anObjective);
    expect(new Set(rules.map(ruleFingerprint)).size).toBe(rules.length);
    expect(new Set(rules.map(({ metrics }) => JSON.stringify(metrics))).size).toBe(1);
  });

  it('is the same after a way through JSON', () => {
    const guardrail = anObjective({ objective: '99.97%', period: '45d' });
    expect(JSON.parse(JSON.stringify(guardrail))).toEqual(guardrail);
  });

  it('has limits as its owner would write them, whatever the binary form of its budget', () => {
    for (let digit = 1; digit <= 99; digit++) {
      const { levels } = anObjective({ objective: `99.${String(digit).padStart(2, '0')}%` });
      for (const { rate } of levels) expect(String(rate).length).toBeLessThanOrEqual(9);
    }
  });
});
