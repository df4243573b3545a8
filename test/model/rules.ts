import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { aGuardrail, aVolumeGuardrail } from '../support/builders.ts';

export const ruleKinds = ['rate', 'plain', 'volume'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** One rule of a history: what it judges, and which of the streams of payments it reads. */
export interface Rule {
  readonly kind: RuleKind;
  readonly stream: number;
}

const remind = { critical: '20m', warning: '40m' };
const levels = (warning: string | undefined, critical: string) => ({
  ...(warning === undefined ? undefined : { warning: { above: warning } }),
  critical: { above: critical },
});
const plain = { evidence: 'none', window: '3m', minEvents: 5, for: '2m', keepFiringFor: '3m', by: ['bank'], remind };

/** Each kind with three sets of limits: as it begins, stricter, looser. Loading one costs as much as ten ticks. */
const variants: Readonly<Record<RuleKind, readonly Guardrail[]>> = {
  rate: [
    aGuardrail({ ...levels('5%', '30%'), by: ['bank'], remind }),
    aGuardrail({ ...levels('2%', '10%'), by: ['bank'], remind }),
    aGuardrail({ ...levels(undefined, '50%'), by: ['bank'], remind }),
  ],
  plain: [
    aGuardrail({ ...levels('5%', '30%'), ...plain }),
    aGuardrail({ ...levels('2%', '10%'), ...plain }),
    aGuardrail({ ...levels(undefined, '50%'), ...plain }),
  ],
  volume: [
    aVolumeGuardrail({ warning: { below: '60/min' }, critical: { below: '20/min' }, remind }),
    aVolumeGuardrail({ warning: { below: '120/min' }, critical: { below: '90/min' }, remind }),
    aVolumeGuardrail({ critical: { below: '5/min' }, remind }),
  ],
};
export const VARIANTS = variants.rate.length;

/** In no order that a store would read them in. */
const names = ['mike', 'delta', 'xray', 'bravo', 'kilo', 'alfa', 'zulu', 'foxtrot'];
export const MOST_RULES = names.length;

export const nameOf = (index: number): string => names[index % names.length] ?? '';

export const guardrailOf = ({ kind }: Rule, index: number, variant: number): Guardrail => {
  const guardrail = variants[kind][variant];
  if (guardrail === undefined) throw new RangeError(`no variant ${variant} of ${kind}`);
  return { ...guardrail, id: nameOf(index), name: nameOf(index) };
};
