import type { Proof } from '../../shared/core/evidence/verdict.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { Peak } from '../../shared/core/incident/incident.ts';
import { burningOf, factorText } from '../../shared/core/message/budget.ts';
import { clockText, countOf, countText, dayText, durationText, percentText } from '../../shared/core/message/format.ts';
import { monthText, shortMonthCounts } from '../../shared/core/message/month.ts';
import { slownessText } from '../../shared/core/message/normal.ts';
import { paceText } from '../../shared/core/message/pace.ts';
import { groupText } from '../../shared/core/message/plain-text.ts';
import type { EpochMinute } from '../../shared/core/units.ts';
import type { LoggedIncident } from './incident-log.ts';

/** `bank=icbc 58.3% (310 of 532)`: who was furthest beyond the limit, how far, and the counts behind it. */
export const peakText = (kind: Guardrail['kind'], { group, proof }: Peak): string =>
  `${groupText(group)} ${valueText(kind, proof)} (${countsText(kind, proof)})`;

const valueText = (kind: Guardrail['kind'], proof: Proof): string => {
  if (proof.month !== undefined) return monthText(proof, proof.month, true);
  const burning = burningOf(proof);
  if (burning !== undefined) return `burn rate ${factorText(burning.factor)}`;
  switch (kind) {
    case 'rate':
    case 'monthly':
      return proof.value === undefined ? percentText(proof.rate) : `${percentText(proof.rate)} of value`;
    case 'latency':
      return `${percentText(proof.rate)} over ${slownessText(proof)}`;
    case 'volume':
      return paceText(proof);
  }
};

const countsText = (kind: Guardrail['kind'], proof: Proof): string => {
  if (proof.month !== undefined) return shortMonthCounts(proof, proof.month);
  return kind === 'volume'
    ? `${countOf(proof.total, 'event')} in ${durationText(proof.to - proof.from)}`
    : `${countText(proof.bad)} of ${countText(proof.total)}`;
};

/** `2026-03-02 09:17`, in UTC. */
export const timeText = (minute: EpochMinute): string => `${dayText(minute)} ${clockText(minute)}`;

/** `2026-03-02 09:17 to 09:31`; the day of the end only where it is another. */
export const fromToText = (from: EpochMinute, to: EpochMinute): string =>
  `${timeText(from)} to ${dayText(from) === dayText(to) ? clockText(to) : timeText(to)}`;

/** `2026-03-02 09:17 to 09:31`, `2026-03-02 09:17, open`. */
export const spanText = ({ opened, resolved }: LoggedIncident): string =>
  resolved === undefined ? `${timeText(opened)}, open` : fromToText(opened, resolved);

/** `3 minutes later`, `2 h earlier`; undefined where it is neither. */
export const shiftText = (minutes: number, more: string, less: string): string | undefined =>
  minutes === 0 ? undefined : `${durationText(Math.abs(minutes))} ${minutes > 0 ? more : less}`;
