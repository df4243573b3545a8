import type { Verdict } from '../../shared/core/evidence/verdict.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { advance, type Advance } from '../../shared/core/incident/advance.ts';
import type { Observations } from '../../shared/core/incident/observe.ts';
import type { Silence } from '../../shared/core/silence/silence.ts';
import { activeSilences } from '../../shared/core/silence/silencing.ts';
import { type GuardrailState, newState } from '../../shared/core/incident/state.ts';
import type { GroupKey } from '../../shared/core/rollup/series.ts';
import { addMinutes, startOf } from '../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from './builders.ts';
import { aBreach, aProvenRecovery } from './proofs.ts';

/** A guardrail with both levels and groups. */
export const aLevelled = (overrides: Record<string, unknown> = {}): Guardrail =>
  aGuardrail({ by: ['bank', 'method'], warning: { above: '5%' }, critical: { above: '30%' }, ...overrides });

export const icbc: GroupKey = 'bank=icbc';
export const qr: GroupKey = 'method=qr';
/** A breach that fires at the first look. */
export const decisive = (severity: 'warning' | 'critical') => aBreach(severity, { decisive: true });

/** What is seen of which group at one tick. */
export type Look = Readonly<Record<GroupKey, Verdict>>;
export const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

export interface RunOptions {
  readonly guardrail?: Guardrail;
  readonly from?: GuardrailState;
  /** The minute of the first look. */
  readonly start?: number;
  readonly silences?: readonly Silence[];
  /** What waits in the outbox is taken for delivered, unless it is kept. */
  readonly keepOutbox?: boolean;
}

/** Steps a guardrail through minutes, one look each. Recovery is always proven. */
export const run = (looks: readonly Look[], options: RunOptions = {}): Advance[] => {
  const { guardrail = aLevelled(), start = 0, silences = [], keepOutbox = false } = options;
  let state = options.from ?? newState(guardrail.id);
  return looks.map((look, minute) => {
    const now = addMinutes(THIS_MINUTE, start + minute);
    const observations: Observations = new Map(
      Object.entries(look).map(([group, verdict]) => [group, { now, verdict, recovery: aProvenRecovery }]),
    );
    const step = advance({
      state,
      guardrail,
      observations,
      tick: startOf(now),
      silences: activeSilences(silences, now),
    });
    state = keepOutbox ? step.state : { ...step.state, outbox: [] };
    return { ...step, state };
  });
};

/** `0 opened critical`: the minute, the reason and the severity of each message. */
export const said = (steps: readonly Advance[], start = 0): string[] =>
  steps.flatMap(({ notification }, minute) =>
    notification === undefined ? [] : [`${start + minute} ${notification.reason} ${notification.severity}`],
  );

export const lastOf = (steps: readonly Advance[]): Advance => {
  const last = steps.at(-1);
  if (last === undefined) throw new Error('no steps');
  return last;
};
