import { afterEach, describe, expect, it } from 'vitest';
import { addMs, type EpochMs, minutes } from '../../shared/core/units.ts';
import { aGuardrail, aRawEvent, NOW } from '../support/builders.ts';
import { type LocalUnderTest, startLocal } from '../support/local.ts';

let local: LocalUnderTest | undefined;
afterEach(() => local?.system.stop());

const later = (count: number): EpochMs => addMs(NOW, minutes(count));

/** Posts a hundred payments a minute, ticks after each, and says what was told when, with its facts. */
const told = async (length: number, failing: (minute: number) => number) => {
  const objective = aGuardrail({ id: 'slo', name: 'Availability', critical: undefined, objective: '99%' });
  const started = await startLocal([objective]);
  local = started;
  const lines: { readonly line: string; readonly parapet: unknown; readonly text: string }[] = [];
  for (let minute = 0; minute < length; minute++) {
    const time = new Date(later(minute)).toISOString();
    const events = Array.from({ length: 100 }, (_, index) =>
      aRawEvent({ time, outcome: index < failing(minute) ? 'failed' : 'succeeded' }),
    );
    started.clock.set(later(minute + 1));
    expect(await started.post(events)).toBe(202);
    const before = started.system.alerts.length;
    await started.system.tick(later(minute + 1));
    for (const { subject, text, message } of started.system.alerts.slice(before))
      lines.push({ line: `${minute + 1} ${subject}`, parapet: JSON.parse(message).parapet, text });
  }
  return lines;
};

describe('over the wire', () => {
  it('an objective: an outage is told in minutes, with what is left of its budget, and that it is over', async () => {
    // Three failed payments of a hundred, once, are none of it.
    const [opened, resolved, ...more] = await told(45, (minute) =>
      minute === 2 ? 3 : minute >= 5 && minute < 15 ? 60 : 0,
    );
    expect(more).toEqual([]);
    expect(opened?.line).toMatch(/^([7-9]|1\d) CRITICAL Availability: /);
    expect(opened?.parapet).toMatchObject({
      reason: 'opened',
      since: '2026-03-02T09:05:00.000Z',
      members: [{ burn: { limit: 14.4 } }],
      budget: { group: '', objective: '99%', days: 30, from: '2026-03-02T07:00:00.000Z' },
    });
    expect(opened?.text).toContain('Error budget of 30 days');
    expect(resolved?.line).toMatch(/^\d+ RESOLVED Availability: /);
    // Ten minutes of 60: sealed when it is told that they are over.
    expect(resolved?.parapet).toMatchObject({ reason: 'resolved', budget: { bad: 603, days: 30 } });
    expect(resolved?.parapet).not.toHaveProperty('budget.goneAt');
  });
});
