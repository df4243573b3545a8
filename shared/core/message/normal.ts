import type { Proof } from '../evidence/verdict.ts';
import type { Described, Notification } from '../incident/notification.ts';
import { countOf, latencyText, percentText } from './format.ts';
import { paceText } from './pace.ts';
import { plain } from './plain-text.ts';

/** `2x baseline (3.2%)`: what its owner wrote, and what that is at this time; without a baseline the text alone. */
export const statedLimit = ({ guardrail }: Notification, proof: Proof): string =>
  proof.normal === undefined
    ? plain(proof.limitText)
    : `${plain(proof.limitText)} (${inUnits(guardrail, proof, proof.normal.limit)})`;

/** What a latency must not be slower than: `800ms`, `1,240 ms`. */
export const slownessText = ({ limitText, normal }: Proof): string =>
  normal === undefined ? plain(limitText) : latencyText(normal.limit);

/** What past weeks had: a multiple says nothing to somebody who does not know of what. */
export const normalLines = ({ guardrail }: Notification, proof: Proof, isOld = false): string[] => {
  const { normal } = proof;
  if (normal === undefined) return [];
  const name = guardrail.kind === 'latency' ? percentileName(guardrail) : '';
  const value = `${name}${inUnits(guardrail, proof, normal.rate)}${proof.value === undefined ? '' : ' of value'}`;
  const time = isOld ? 'that time' : 'this time';
  return [`Normal at ${time}: ${value} (median of ${countOf(normal.weeks, 'past week')}).`];
};

/** `p95 `, `p99.9 `. */
export const percentileName = ({ percentile }: Pick<Described, 'percentile'>): string =>
  percentile === undefined ? '' : `p${Number((percentile * 100).toFixed(1))} `;

const inUnits = ({ kind }: Pick<Described, 'kind'>, proof: Proof, quantity: number): string => {
  switch (kind) {
    case 'rate':
    case 'monthly':
      return percentText(quantity);
    case 'latency':
      return latencyText(quantity);
    case 'volume':
      return paceText({ ...proof, rate: quantity });
  }
};
