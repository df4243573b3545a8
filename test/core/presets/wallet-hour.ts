import { seededRandom } from '../../../cli/demo/random.ts';
import { Replay, type Step } from '../../../cli/replay/replay.ts';
import type { Outcome, PaymentEvent } from '../../../shared/core/event/event.ts';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';
import { encodeBatch } from '../../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, startOf } from '../../../shared/core/units.ts';
import { anEvent, THIS_MINUTE } from '../../support/builders.ts';

export type StepName = 'bind-card' | 'scan' | 'confirm' | 'receive';

/** What a step of the wallet looks like in a minute: how many, how they end, in per mille, and how long they take. */
export interface StepTraffic {
  readonly events: number;
  readonly endings: Readonly<Partial<Record<Outcome, number>>>;
  readonly medianMs: number;
  readonly fraud?: number;
}

/** A good day of a small wallet. Less than one in a hundred ends badly for reasons of the system. */
export const healthy: Readonly<Record<StepName, StepTraffic>> = {
  'bind-card': { events: 12, endings: { failed: 6, declined: 80 }, medianMs: 700 },
  scan: { events: 60, endings: { failed: 2 }, medianMs: 120 },
  confirm: {
    events: 50,
    endings: { failed: 2, timeout: 1, declined: 30, cancelled: 20, pending: 2 },
    medianMs: 300,
    fraud: 1,
  },
  receive: { events: 46, endings: { failed: 1 }, medianMs: 400 },
};

/** The same day with one step of which four in ten fail. */
export const breaking = (step: StepName): Readonly<Record<StepName, StepTraffic>> => ({
  ...healthy,
  [step]: { ...healthy[step], endings: { ...healthy[step].endings, failed: 400 } },
});

export type Traffic = (minute: number) => Readonly<Record<StepName, StepTraffic>>;

/** Plays minutes of a wallet through the preset; the same each time. */
export const playWallet = async (minutes: number, traffic: Traffic): Promise<readonly Step[]> => {
  const loaded = loadGuardrails('extends: [payments/wallet]', 'guardrails.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const random = seededRandom(20260302);
  const replay = new Replay(loaded, THIS_MINUTE);
  const steps: Step[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const start = startOf(addMinutes(THIS_MINUTE, minute));
    const events = Object.entries(traffic(minute)).flatMap(([step, { events: count, endings, medianMs, fraud = 0 }]) =>
      Array.from({ length: count }, (_, index): PaymentEvent => {
        const outcome = random.pick(endingsOf(endings));
        return anEvent({
          id: `${step}-${minute}-${index}`,
          time: addMs(start, durationMs(random.integer(60_000))),
          type: step === 'confirm' ? 'payment' : 'step',
          outcome,
          latencyMs: Math.round(random.logNormal(medianMs, 0.3)),
          amount: Math.round(random.logNormal(4200, 1)),
          fraud: random.chance(fraud / 1000),
          attributes: {
            step,
            method: random.pick(methods),
            bank: random.pick(banks),
            merchant: `m_${random.integer(8)}`,
            region: random.pick(regions),
            payer: `u_${random.integer(5000)}`,
          },
        });
      }),
    );
    await replay.take(encodeBatch(events).segments);
    steps.push(await replay.tick());
  }
  return steps;
};

const endingsOf = (endings: StepTraffic['endings']): ReadonlyMap<Outcome, number> => {
  const bad = Object.values(endings).reduce((sum, share) => sum + share, 0);
  const known: readonly (readonly [Outcome, number])[] = [
    ['succeeded', 1000 - bad],
    ['failed', endings.failed ?? 0],
    ['declined', endings.declined ?? 0],
    ['timeout', endings.timeout ?? 0],
    ['cancelled', endings.cancelled ?? 0],
    ['pending', endings.pending ?? 0],
  ];
  return new Map(known);
};

const methods = new Map([
  ['balance', 3],
  ['card', 5],
]);
const banks = new Map([
  ['icbc', 4],
  ['ccb', 3],
  ['cmb', 2],
  ['boc', 2],
]);
const regions = new Map([
  ['shanghai', 3],
  ['guangdong', 2],
  ['sichuan', 1],
]);
