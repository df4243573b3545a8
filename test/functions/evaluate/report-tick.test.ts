import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reportTick } from '../../../functions/evaluate/report-tick.ts';
import type { TickReport } from '../../../shared/app/evaluate.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { captureLogs } from '../../support/logs.ts';
import { aWorld } from '../../support/world.ts';
import { metricLines } from '../emf.ts';

vi.hoisted(() => (process.env['POWERTOOLS_METRICS_DISABLED'] = 'false'));

let logged: () => string;
beforeEach(() => {
  logged = captureLogs();
});

const report = async (): Promise<TickReport> => aWorld().tick(0);

it('names the guardrails that are warming up, and since when each is counted', async () => {
  reportTick({ ...(await report()), warmingUp: { declines: addMinutes(THIS_MINUTE, 15) } });
  expect(logged()).toContain('still filled back');
  expect(logged()).toContain('2026-03-02 09:15 UTC');
});

it('says nothing of that where none is', async () => {
  reportTick(await report());
  expect(logged()).toContain('tick');
  expect(logged()).not.toContain('filled back;');
});

describe('the metrics of a tick', () => {
  const told = (): unknown[] => metricLines(logged()).map(({ values }) => values);

  it('are a heartbeat and what needs a person', async () => {
    const sealed = { ...(await report()).sealed, behind: 3 } as TickReport['sealed'];
    const odd = { unmatched: ['a', 'b'], setAside: 1, unreadableSegments: 4, ...(sealed && { sealed }) };
    reportTick({ ...(await report()), ...odd });
    expect(told()).toEqual([
      {
        Heartbeat: 1,
        GuardrailsUnmatched: 2,
        NotificationsSetAside: 1,
        SegmentsUnreadable: 4,
        MinutesBehind: 3,
      },
    ]);
  });

  it('have no heartbeat where a guardrail was not judged, and how far sealing is only where that is known', async () => {
    const { sealed: _, ...unsealed } = await report();
    reportTick({ ...unsealed, sealError: new Error('no'), failures: [{ guardrail: 'a', error: new Error('no') }] });
    expect(told()).toEqual([{ GuardrailsUnmatched: 0, NotificationsSetAside: 0, SegmentsUnreadable: 0 }]);
  });

  it.each(['old', 'future', 'overtaken'] as const)('are none of a tick that was %s', async (status) => {
    reportTick({ ...(await report()), status });
    expect(told()).toEqual([]);
  });
});
