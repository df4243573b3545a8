import { beforeEach, expect, it } from 'vitest';
import { reportTick } from '../../../functions/evaluate/report-tick.ts';
import type { TickReport } from '../../../shared/app/evaluate.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { captureLogs } from '../../support/logs.ts';
import { aWorld } from '../../support/world.ts';

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
