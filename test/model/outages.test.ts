import { expect, it } from 'vitest';
import { limits } from '../../shared/core/limits.ts';
import { expectPromisesHold, PATIENCE } from './hold-in.ts';
import { live } from './run.ts';
import type { Step } from './steps.ts';

it(
  'SNS may be down or refuse a message: what is said later is still the whole story',
  () =>
    expectPromisesHold(
      { nth: 4, often: { outage: 6, refusal: 6, crash: 3, trouble: 6 } },
      { runs: 1_500, reach: ['opened', 'reopened', 'resolved', 'refused', 'aside'] },
    ),
  PATIENCE,
);

it('an outage longer than an outbox is deep still tells that there was more', async () => {
  const incident: Step[] = [
    { kind: 'trouble', rule: 0, ticks: 1, calmMinutes: 15 },
    { kind: 'gap', minutes: 12 },
    { kind: 'gap', minutes: 40 },
  ];
  const steps: Step[] = [{ kind: 'outage', ticks: 90 }, ...Array.from({ length: 12 }, () => incident).flat()];
  const { log } = await live({ rules: [{ kind: 'rate', stream: 0 }], steps, ending: 'calm' });
  const told = log.effects.flatMap((effect) => (effect.kind === 'sent' ? effect.told : []));
  const archived = new Set(log.effects.flatMap((effect) => (effect.kind === 'archived' ? [effect.incident] : [])));
  expect(archived.size).toBeGreaterThan(limits.unsentPerState);
  expect(told).toHaveLength(limits.unsentPerState);
  // Each incident was an opening and an end: all but those that are sent themselves are stood for.
  expect(told.reduce((sum, { merged }) => sum + merged + 1, 0)).toBe(2 * archived.size);
});
