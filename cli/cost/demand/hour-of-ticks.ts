import { countRolled } from '../../../shared/app/count-rolled.ts';
import { newestSealable, seal } from '../../../shared/app/seal.ts';
import { LONGEST_WINDOW_MINUTES } from '../../../shared/core/evidence/constants.ts';
import { isDue } from '../../../shared/core/evidence/due.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import type { RollupRows } from '../../../shared/core/rollup/rollup-rows.ts';
import {
  addMinutes,
  addMs,
  epochMs,
  type EpochMs,
  minuteOf,
  minutes,
  MINUTES_PER_HOUR,
  seconds,
} from '../../../shared/core/units.ts';
import { assumed } from '../assumed.ts';
import type { Asked } from './asked.ts';
import { type AskingStores, askingStores } from './asking-stores.ts';

/** In the middle of a day and of a month; half of the ticks lie in the next hour. */
const START = epochMs(Date.parse('2026-03-16T11:30:00Z'));
/** The first ticks enter the parts into the histories, which no later one does. */
const BEFORE = 2;
/** Of each tick beside counting, sealing and the states: the last tick, silences and histories are read, the tick is written. */
const FIXED = { reads: 3, writes: 1 } as const;

/** What an hour of ticks that have nothing to tell asks of the table. */
export interface PlayedHour {
  readonly ticks: Asked;
  /** Of that, what sealing asks. */
  readonly sealing: Asked;
  /** The same where in each minute one segment came late. */
  readonly lateSealing: Asked;
}

/** Plays them with the counting and the sealing that run on AWS, on stores that only write down what is asked of them. */
export const playHour = async (guardrails: readonly Guardrail[]): Promise<PlayedHour> => ({
  ticks: await hourOfTicks(guardrails),
  sealing: await hourOf(guardrails, (stores, tick) => sealAt(stores, guardrails, tick)),
  lateSealing: await hourOfLateSealing(guardrails),
});

const EMPTY: RollupRows = { keys: [], bad: new Float64Array(), total: new Float64Array() };

const hourOfTicks = async (guardrails: readonly Guardrail[]): Promise<Asked> => {
  const asked = await hourOf(guardrails, async (stores, tick, last) => {
    const now = minuteOf(tick);
    const due = guardrails.filter((guardrail) => isDue(guardrail, last, tick));
    const window = { from: addMinutes(now, -LONGEST_WINDOW_MINUTES), to: now };
    await countRolled({ ...stores, decode: () => EMPTY }).count(due, window, tick);
    await sealAt(stores, guardrails, tick);
  });
  return {
    ...asked,
    smallReads: asked.smallReads + FIXED.reads * MINUTES_PER_HOUR,
    smallWrites: asked.smallWrites + FIXED.writes * MINUTES_PER_HOUR,
  };
};

/** Each late segment comes at another second of its minute: one that comes just before the tick has its minute sealed twice. */
const hourOfLateSealing = (guardrails: readonly Guardrail[]): Promise<Asked> => {
  let number = 0;
  return hourOf(guardrails, async (stores, tick) => {
    // Not before the hour: it would be sealed again in it.
    if (tick >= START) {
      const writtenAt = addMs(tick, seconds(-number++));
      const minute = addMinutes(minuteOf(writtenAt), -assumed.late.byMinutes);
      await stores.markers.mark([{ minute, segment: `late-${number}`, writtenAt }]);
    }
    await sealAt(stores, guardrails, tick);
  });
};

const tickOf = (number: number): EpochMs => addMs(START, minutes(number));

type PlayTick = (stores: AskingStores, tick: EpochMs, last: EpochMs | undefined) => Promise<void>;

const hourOf = async (guardrails: readonly Guardrail[], playTick: PlayTick): Promise<Asked> => {
  const stores = askingStores(guardrails, addMinutes(newestSealable(tickOf(-BEFORE)), -1));
  let last: EpochMs | undefined;
  for (let number = -BEFORE; number < MINUTES_PER_HOUR; number++) {
    if (number === 0) stores.take();
    await playTick(stores, tickOf(number), last);
    last = tickOf(number);
  }
  return stores.take();
};

const FOR_EVER = epochMs(Number.POSITIVE_INFINITY);

const sealAt = async (stores: AskingStores, guardrails: readonly Guardrail[], tick: EpochMs): Promise<void> => {
  await seal({ ...stores, guardrails, clock: { now: () => tick } }, tick, 'nobody', FOR_EVER);
};
