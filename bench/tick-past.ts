import { LONGEST_WINDOW_MINUTES } from '../shared/core/evidence/constants.ts';
import type { Guardrail } from '../shared/core/guardrail/guardrail.ts';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import { partsOf } from '../shared/core/rollup/part.ts';
import { addMinutes, type EpochMinute, MINUTES_PER_DAY, startOf } from '../shared/core/units.ts';
import type { Usage } from './metered-table.ts';
import { meteredWorld } from './metered-world.ts';
import { draw, rememberRollups, segmentsOf } from './past-payments.ts';

/**
 * What one more guardrail by bank adds to the counting of a tick, beside one that counts the same payments: a baseline of
 * four weeks, an objective over the burn rates of the SRE workbook, and a month against the one before.
 */
const RULES = `guardrails:
  - { id: plain, name: Plain, kind: rate, bad: { outcome: [failed, timeout] }, by: [bank], critical: { above: 15% } }
  - { id: baseline, name: Baseline, kind: rate, bad: { outcome: [failed, timeout] }, by: [bank], baseline: { weeks: 4, timezone: Asia/Shanghai }, critical: { above: 3x baseline } }
  - { id: objective, name: Objective, kind: rate, bad: { outcome: [failed, timeout] }, by: [bank], objective: 99% }
  - { id: monthly, name: Monthly, kind: monthly, bad: { type: chargeback }, of: { type: payment }, by: [bank], against: previous-month, timezone: Asia/Shanghai, critical: { ratio: 1%, count: 100 } }
`;

export interface Added extends Pick<Usage, 'items' | 'bytes' | 'readUnits'> {
  readonly name: string;
  /** Rollups a minute that nothing else needs. */
  readonly rollups: number;
  /** Of counting, without what is waited for. */
  readonly ms: number;
  /** How often an hour it is judged. */
  readonly perHour: number;
}

/** The median of so many, since the table lies in the same memory. */
const COUNTS = 41;

export const addedByPast = async (perSecond: number, now: EpochMinute): Promise<readonly Added[]> => {
  const loaded = loadGuardrails(RULES, 'bench');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const [plain, ...others] = loaded.guardrails;
  if (plain === undefined) throw new Error('expected a guardrail');
  const drawn = draw(perSecond, now);
  const added: Added[] = [];
  for (const guardrail of others) {
    const { deps, table } = meteredWorld([plain, guardrail], startOf(now));
    const past = { minutes: 30 * MINUTES_PER_DAY, longer: 70 * MINUTES_PER_DAY };
    await rememberRollups(deps.rollups, [plain, guardrail], drawn, now, past);
    for (let minute = addMinutes(now, -5); minute < now; minute = addMinutes(minute, 1))
      await deps.segments.put(segmentsOf(drawn, minute));
    const count = async (guardrails: readonly Guardrail[]): Promise<Usage & { readonly ms: number }> => {
      const [before, began] = [table.usage, process.cpuUsage()];
      const window = { from: addMinutes(now, -LONGEST_WINDOW_MINUTES), to: now };
      const { series } = await deps.counts.count(guardrails, window, startOf(now));
      const { user, system } = process.cpuUsage(began);
      if (series.size !== guardrails.length) throw new Error('expected counts of every guardrail');
      return { ...difference(table.usage, before), ms: (user + system) / 1000 };
    };
    const [alone, both] = [await count([plain]), await count([plain, guardrail])];
    const times: number[] = [];
    for (let round = 0; round < COUNTS; round++) {
      const without = await count([plain]);
      times.push((await count([plain, guardrail])).ms - without.ms);
    }
    added.push({
      ...difference(both, alone),
      name: guardrail.id,
      rollups: partsOf([plain, guardrail]).length - partsOf([plain]).length,
      ms: times.sort((left, right) => left - right)[COUNTS >> 1] ?? Number.NaN,
      perHour: guardrail.kind === 'monthly' ? 1 : 60,
    });
  }
  return added;
};

const difference = (after: Usage, before: Usage): Usage => ({
  requests: after.requests - before.requests,
  items: after.items - before.items,
  bytes: after.bytes - before.bytes,
  rawBytes: after.rawBytes - before.rawBytes,
  readUnits: after.readUnits - before.readUnits,
  writeUnits: after.writeUnits - before.writeUnits,
});
