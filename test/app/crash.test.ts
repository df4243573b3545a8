import { describe, expect, it } from 'vitest';
import { aGuardrail } from '../support/builders.ts';
import { aWorld, brittle } from '../support/world.ts';

const MINUTES = 30;
const trafficAt = (minute: number): readonly [bad: number, total: number] =>
  minute >= 5 && minute < 12 ? [60, 100] : [1, 100];

/** The traffic is the same in every run and is stored once; a tick reads only what lies before it. */
const stored = aWorld();
for (let minute = 0; minute < MINUTES; minute++) await stored.traffic(minute, ...trafficAt(minute), { bank: 'icbc' });

/** Runs an incident from its beginning to its end; the port call numbered `crash` fails, before or after its effect. */
const runWithCrash = async (crash: number | undefined, when: 'before' | 'after') => {
  const world = aWorld({
    segments: stored.segments,
    guardrails: [aGuardrail({ warning: { above: '5%' }, critical: { above: '20%' }, by: ['bank'] })],
  });
  let calls = 0;
  let crashed = false;
  const fails = (): 'before' | 'after' | undefined => {
    if (++calls !== crash) return undefined;
    crashed = true;
    return when;
  };
  const { incidents, ticks, publisher } = world.deps;
  const ports = {
    incidents: brittle(incidents, fails),
    ticks: brittle(ticks, fails),
    publisher: brittle(publisher, fails),
  };
  for (let minute = 0; minute < MINUTES; minute++) {
    await world.tick(minute + 1, ports).catch(() => undefined);
  }
  return {
    calls,
    crashed,
    messages: world.publisher.sent,
    reasons: world.reasons(),
    keys: world.keys(),
    states: await world.incidents.readAll(),
  };
};

describe('a crash at any call to the outside', () => {
  it.each(['before', 'after'] as const)(
    '%s its effect loses no message, and repeats one only under its key',
    async (when) => {
      const whole = await runWithCrash(undefined, when);
      expect(whole.reasons).toEqual(['opened', 'resolved']);
      for (let crash = 1; crash <= whole.calls; crash++) {
        const run = await runWithCrash(crash, when);
        expect(run.crashed).toBe(true);
        const distinct = new Map(
          run.messages.map(({ json, attributes }) => [
            attributes['dedupKey'],
            JSON.parse(json) as { NewStateReason: string },
          ]),
        );
        // What is said under one key is one message, and a tick that was lost delays the story but does not change it.
        expect(
          run.messages.every(
            ({ json, attributes }) =>
              JSON.stringify(distinct.get(attributes['dedupKey'])) === JSON.stringify(JSON.parse(json)),
          ),
        ).toBe(true);
        expect([...new Set(run.keys)].map((key) => key.split('#')[1])).toEqual(['1', '2']);
        expect([...new Set(run.reasons)]).toEqual(['opened', 'resolved']);
        expect(run.keys.length).toBeLessThanOrEqual(3);
        expect([...run.states.values()].flatMap(({ state }) => state.outbox)).toEqual([]);
      }
    },
  );
});
