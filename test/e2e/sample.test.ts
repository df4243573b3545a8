import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectedOf } from '../../e2e/incident.ts';
import { countSample, currentSample, parted } from '../../e2e/sample.ts';
import { budgets } from '../../shared/budgets.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { epochMs } from '../../shared/core/units.ts';

const now = epochMs(Date.parse('2026-11-22T20:10:05.000Z'));
const events = currentSample(readFileSync('samples/payloads/incident.json', 'utf8'), now);
/** What sending takes. */
const spare = 30_000;
const ids = (of: readonly { readonly id: string }[]): readonly string[] => of.map(({ id }) => id);

describe('the sample incident', () => {
  const { overQueue, overHttp } = parted(events);

  test('is sent whole over the two ways together, and partly over both', () => {
    expect(new Set([...ids(overQueue), ...ids(overHttp)])).toEqual(new Set(ids(events)));
    expect(ids(overQueue).filter((id) => ids(overHttp).includes(id))).toHaveLength(50);
  });

  test('has nothing bad in what is sent first, so that half of it can open no incident', () => {
    expect(overQueue.filter(({ outcome }) => outcome === 'failed' || outcome === 'timeout')).toEqual([]);
  });

  test('fits into a message of the smallest limit that a queue has', () => {
    expect(JSON.stringify({ events: overQueue }).length).toBeLessThan(256 * 1024);
  });

  test('has just happened, so that none of its minutes has been sealed', () => {
    const ages = events.map(({ time }) => now - Date.parse(time));
    expect(Math.min(...ages)).toBe(0);
    expect(Math.max(...ages)).toBeGreaterThan(60_000);
    expect(Math.max(...ages) + spare).toBeLessThan(budgets.allowedLateness);
  });

  test('breaks the rule that is deployed with it', () => {
    const rules = loadGuardrails(readFileSync('e2e/guardrails.yaml', 'utf8'), 'e2e/guardrails.yaml');
    const { guardrail, group } = expectedOf(events);
    expect(rules.ok && rules.guardrails.map(({ id }) => id)).toEqual([guardrail]);
    const { bad, total } = countSample(events, group, { from: '2026-11-22T20:08:00Z', to: '2026-11-22T20:11:00Z' });
    expect({ bad, total }).toEqual({ bad: 50, total: 91 });
  });
});
