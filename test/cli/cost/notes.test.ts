import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentOf } from '../../../cli/cost/cost.ts';
import { type Estimate, estimate } from '../../../cli/cost/estimate.ts';
import { notesOf } from '../../../cli/cost/notes.ts';
import { prices } from '../../../cli/cost/prices.ts';
import { addMs, days, durationMs, epochMs } from '../../../shared/core/units.ts';
import { aDeployment, guardrailsOf, VOLUME } from './deployments.ts';

const seen = epochMs(Math.min(...Object.values(prices).map(({ asOf }) => Date.parse(asOf))));
let usual: Estimate;
beforeAll(async () => {
  usual = await estimate(aDeployment(), false);
});

const noted = (overrides: Parameters<typeof aDeployment>[0]): string =>
  notesOf({ ...usual, deployment: aDeployment(overrides) }, seen).join('\n');

describe('below a bill stands', () => {
  it('what is in none, and nothing else where all is well', () => {
    expect(notesOf(usual, seen)).toEqual([expect.stringMatching(/^Not counted: /)]);
  });

  it('that a batch takes so long to fill that it comes late', () => {
    expect(noted({ eventsPerSecond: 1, eventsPerBatch: 500 })).toContain('fills such a batch in 8 minutes');
    // From 1:45 after its end a minute may be sealed.
    expect(noted({ eventsPerSecond: 1, eventsPerBatch: 105 })).not.toContain('fills');
    expect(noted({ eventsPerSecond: 1, eventsPerBatch: 106 })).toContain('fills');
  });

  it('that the API does not let so many requests in, which a queue does', () => {
    const many = { eventsPerSecond: 501, eventsPerBatch: 1 };
    expect(noted(many)).toContain('501 requests/s are more than the API lets in, which is 500');
    expect(noted({ ...many, eventsPerSecond: 500 })).not.toContain('lets in');
    expect(noted({ ...many, via: 'queue' })).not.toContain('lets in');
  });

  it('that the table does not take so much', () => {
    // 21 units of 1,000 events: 200 batches a second.
    const much = { eventsPerSecond: 250_000, eventsPerBatch: 1_000, via: 'queue' } as const;
    expect(noted(much)).toMatch(/[\d,]+ write units\/s are more than the table takes of segments, which is 4,000/);
    expect(noted({ ...much, eventsPerSecond: 100_000 })).not.toContain('write units/s');
  });

  it('which guardrails no alarm of CloudWatch can say', async () => {
    const guardrails = guardrailsOf(VOLUME, '{ id: visa, kind: monthly, preset: visa-vamp }');
    const notes = notesOf(await estimate(aDeployment({ guardrails }), false), seen);
    expect(notes[0]).toBe('No alarm of CloudWatch looks back a month: visa is not in (b).');
  });

  it('which prices nobody has seen for a year, with the page that has them', () => {
    const later = addMs(epochMs(Date.parse(prices.writeUnit.asOf)), durationMs(days(365) + 1));
    expect(notesOf(usual, later)).toContain(
      `The price of DynamoDB write units was last seen on ${prices.writeUnit.asOf}, more than a year ago; look at ${prices.writeUnit.source} and mend cli/cost/prices.json.`,
    );
  });
});

describe('what is not said on the command line', () => {
  const wish = { rate: 100, late: 0, via: 'http', groups: 20, encryption: 'aws' } as const;
  const of = (overrides: Partial<Parameters<typeof deploymentOf>[0]>) => deploymentOf({ ...wish, ...overrides }, []);

  it('is a batch each ten seconds, at most of 500 and at least of one', () => {
    const batches = [0.05, 1, 20, 100].map((rate) => of({ rate }).eventsPerBatch);
    expect(batches).toEqual([1, 10, 200, 500]);
  });

  it('is a producer whose batches begin anywhere in a minute', () => {
    expect(of({ rate: 10, batch: 300 }).minutesPerBatch).toBe(1.5);
    expect(of({ rate: 1, batch: 5_000 }).minutesPerBatch).toBe(60);
    expect(of({ rate: 0.001, batch: 2 }).minutesPerBatch).toBe(2);
  });
});
